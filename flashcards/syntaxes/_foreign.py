"""Take out what other plugins wrote into the text: ids and schedules of their own.

obsidian-spaced-repetition: `<!--SR:!2026-10-01,12,250-->`, at a line's end or below; older without
`!`; `!fsrs,` and eight values; also wrapped in a callout `[!sr|card-metadata]`.
Obsidian_to_Anki: `<!--ID: 1566052191670-->`. flashcards-obsidian: `^1672531200000`.
"""

from __future__ import annotations

import re

from msgspec import Struct

from flashcards.inline import Piece, PieceKind, scan
from flashcards.model import ForeignMark

SCHEDULE_CALLOUT = "sr"

_SCHEDULE = re.compile(r"<!--\s*+SR:(?P<value>[^<>]*)-->")
_ID = re.compile(r"<!--\s*+ID:\s*+(?P<value>\d++)\s*+-->")
_ANKI_ID = re.compile(r"\^(?P<value>\d{13})\s*")
_EMPTIED = re.compile(r"\n[ \t]*\0[ \t\0]*(?=\n|\Z)|\A[ \t]*\0[ \t\0]*(?:\n|\Z)|[ \t]*\0")

_KNOWN = (
    (PieceKind.COMMENT, _SCHEDULE, "obsidian-spaced-repetition", "schedule"),
    (PieceKind.COMMENT, _ID, "obsidian-to-anki", "id"),
    (PieceKind.BLOCK_ID, _ANKI_ID, "flashcards-obsidian", "id"),
)


class Stripped(Struct, frozen=True):
    """A text, and what was taken out of it."""

    text: str
    foreign: tuple[ForeignMark, ...] = ()


def strip_foreign(text: str) -> Stripped:
    """Take out the marks of other plugins, and the lines that held nothing else."""
    if "<!--" not in text and "^" not in text:
        return Stripped(text)
    found: list[ForeignMark] = []
    parts: list[str] = []
    for piece in scan(text):
        mark = _read(text, piece)
        parts.append("\0" if mark else text[piece.start : piece.end].replace("\0", ""))
        if mark:
            found.append(mark)
    if not found:
        return Stripped(text)
    return Stripped(_EMPTIED.sub("", "".join(parts)), tuple(found))


def _read(text: str, piece: Piece) -> ForeignMark | None:
    for kind, pattern, plugin, what in _KNOWN:
        match = pattern.fullmatch(text, piece.start, piece.end) if piece.kind is kind else None
        if match:
            return ForeignMark(plugin, what, match["value"].strip())
    return None


def foreign_id(block_id: str | None) -> ForeignMark | None:
    """Return the Anki note id that stands in place of a block id."""
    if block_id is None or not _ANKI_ID.fullmatch(f"^{block_id}"):
        return None
    return ForeignMark("flashcards-obsidian", "id", block_id)
