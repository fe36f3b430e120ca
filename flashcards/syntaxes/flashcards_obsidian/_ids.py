"""The ids that the plugin writes below flashcards or at their lines' ends.

Version 1 writes `^` and the 13 digits of an Anki note id. Version 2 writes `^q-7fke`, a block id
as good as any, and keeps the Anki note id in the property `flashcards`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from flashcards.inline import split_block_id
from flashcards.model import ForeignMark
from flashcards.syntaxes._foreign import foreign_id, strip_foreign
from flashcards.syntaxes._sheet import Line, LineKind

_PLUGIN = "flashcards-obsidian"
_OWN = r"\^(?P<id>\d{13}|q-[a-km-np-z2-9]{4})"
_OWN_LINE = re.compile(rf"\s*+{_OWN}\s*+")
_OWN_AT_END = re.compile(rf"(?<!\S){_OWN}[ \t]*+$", re.MULTILINE)
_ANY_LINE = re.compile(r"\s*+\^(?P<id>[A-Za-z0-9\-]++)\s*+")


class Bare(Struct, frozen=True):
    """A text without the ids and schedules in it."""

    text: str
    block_id: str | None = None
    foreign: tuple[ForeignMark, ...] = ()

    @property
    def ids(self) -> Bare:
        """What was taken out, without the text."""
        return Bare("", self.block_id, self.foreign)


def take_ids(markdown: str) -> Bare:
    """Take out what plugins wrote, and the block id at the end."""
    stripped = strip_foreign(markdown)
    text, own_id = stripped.text, None
    if "^q-" in text:
        found = _OWN_AT_END.search(text)
        own_id = found["id"] if found else None
        text = _OWN_AT_END.sub("\0", text)
        lines = (line for line in text.split("\n") if line.strip(" \t") != "\0")
        text = "\n".join(line.replace("\0", "").rstrip() for line in lines)
    text, block_id = split_block_id(text) if "^" in text else (text, None)
    return Bare(text, own_id or block_id, stripped.foreign)


def join_ids(parts: tuple[Bare, ...]) -> Bare:
    """Return the first block id of several texts, and all that plugins wrote in them."""
    block_id = next((part.block_id for part in parts if part.block_id), None)
    foreign = dict.fromkeys(mark for part in parts for mark in part.foreign)
    return Bare("", block_id, tuple(foreign))


def is_own_id(line: Line) -> bool:
    """Say whether a line holds an id of the plugin and nothing else."""
    return line.kind in _WITH_IDS and _OWN_LINE.fullmatch(line.text) is not None


def is_id(line: Line) -> bool:
    """Say whether a line holds a block id of any kind and nothing else."""
    return line.kind in _WITH_IDS and _ANY_LINE.fullmatch(line.text) is not None


_WITH_IDS = frozenset({LineKind.TEXT, LineKind.OTHER})


def read_id(text: str) -> Bare:
    """Read a line that is nothing but an id."""
    match = _ANY_LINE.fullmatch(text)
    return as_ids(match["id"] if match else None)


def as_ids(block_id: str | None) -> Bare:
    """Tell an Anki note id from a block id."""
    anki_id = foreign_id(block_id)
    return Bare("", None, (anki_id,)) if anki_id else Bare("", block_id)


def anki_ids(properties: Mapping[str, object]) -> Mapping[str, ForeignMark]:
    """Return the Anki note ids that version 2 keeps in the property `flashcards`, by block id."""
    known = properties.get("flashcards")
    if not isinstance(known, Mapping):
        return {}
    found: dict[str, ForeignMark] = {}
    for block_id, state in known.items():
        number = state.get("nid") if isinstance(state, Mapping) else None
        if isinstance(number, int | str) and str(number).isascii() and str(number).isdigit():
            found[str(block_id)] = ForeignMark(_PLUGIN, "id", str(number))
    return found
