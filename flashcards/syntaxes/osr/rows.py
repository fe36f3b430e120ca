"""What each line of a vault note is to the plugin: text, a separator, a marker, an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from flashcards.inline import split_block_id, split_tags
from flashcards.model import ForeignMark
from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes._foreign import foreign_id, strip_foreign
from flashcards.syntaxes._osr_options import OsrOptions
from flashcards.syntaxes._sheet import Line, LineKind, Sheet
from flashcards.syntaxes.osr.tags import deck_tags


class Role(Enum):
    """What a line is among flashcards."""

    TEXT = auto()
    """Part of a question, an answer or a text with clozes; code and tables, too."""

    SEPARATED = auto()
    MARKER = auto()
    END = auto()
    TAGS = auto()
    """Nothing but tags, one of which says that flashcards follow."""

    MARKS = auto()
    """A block id, or what another plugin wrote."""

    BREAK = auto()
    BLANK = auto()
    TAKEN = auto()
    """A line that a stronger syntax has: no flashcard reaches over it."""

    SKIPPED = auto()
    """A comment: neither text nor a gap."""


class Entry(Struct, frozen=True):
    """A line as the plugin's forms see it."""

    number: int
    role: Role
    text: str
    """As written, without block id and marks of other plugins."""

    kind: LineKind
    separator: tuple[int, int] | None = None
    block_id: str | None = None
    foreign: tuple[ForeignMark, ...] = ()

    @property
    def is_prose(self) -> bool:
        """Whether separators, tags and clozes on the line count."""
        return is_prose(self.kind, self.text)


_SCHEDULE_CALLOUT = re.compile(r"[ \t]*>[ \t]*\[!sr(?:\|[^\]]*)?\]", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_RESIDUE = re.compile(r"[ \t]*\{:?[ \t]*[.#][^{}]*\}[ \t]*")
# What other plugins say about the whole file, in the form of a flashcard.
_NO_QUESTION = re.compile(r"\s*(?:cards-deck|TARGET DECK|FILE TAGS)\s*:", re.IGNORECASE)
_VERBATIM = frozenset({LineKind.CODE, LineKind.MATH})
_PROSE = frozenset({LineKind.TEXT, LineKind.HEADING})


def is_prose(kind: LineKind, text: str) -> bool:
    """Say whether a line is running text, which may also go on right below a block."""
    if kind is LineKind.QUOTE:
        return not text.lstrip().startswith(">")
    return kind in _PROSE or (kind is LineKind.TABLE and "|" not in text)


def read_rows(sheet: Sheet, options: OsrOptions) -> tuple[Entry, ...]:
    """Return every line of a vault note with its role."""
    return tuple(_entries(sheet, options))


def _entries(sheet: Sheet, options: OsrOptions) -> Iterator[Entry]:
    in_schedule = names_deck = False
    for line in _lines(sheet):
        is_quoted = line.kind is LineKind.QUOTE and line.text.lstrip().startswith(">")
        in_schedule = is_quoted and (in_schedule or bool(_SCHEDULE_CALLOUT.match(line.text)))
        if line.number in sheet.taken:
            yield Entry(line.number, Role.TAKEN, "", line.kind)
        elif in_schedule:
            foreign = strip_foreign(line.text.lstrip(" \t>")).foreign
            yield Entry(line.number, Role.MARKS, "", line.kind, foreign=foreign)
        elif line.is_blank or line.kind in _VERBATIM:
            role = Role.BLANK if line.is_blank else Role.TEXT
            yield Entry(line.number, role, line.text, line.kind)
        else:
            yield _entry(line, options, names_deck=names_deck)
        names_deck = line.text.strip() == "TARGET DECK"


def _lines(sheet: Sheet) -> Iterator[Line]:
    """Yield the lines; items of a list that a schedule cuts in two are no indented code.

    The plugin writes its schedules from the first column, between an item and those below it.
    """
    is_below = False
    for line in sheet.lines:
        is_indented = line.text[:1] in {" ", "\t", ""} and not _FENCE.match(line.text)
        if is_below and line.kind is LineKind.CODE and is_indented:
            yield replace(line, kind=LineKind.TEXT if line.text.strip() else LineKind.BLANK)
            continue
        is_below = line.kind in {LineKind.COMMENT, LineKind.QUOTE} and "<!--SR:" in line.text
        yield line


def _entry(line: Line, options: OsrOptions, *, names_deck: bool) -> Entry:
    stripped = strip_foreign(line.text)
    text, block_id = split_block_id(stripped.text)
    anki_id = foreign_id(block_id)
    foreign = (*stripped.foreign, *([anki_id] if anki_id else []))
    role = _role(line, text, options)
    if not text.strip():
        role = Role.MARKS if block_id or foreign else role
    separator = None
    if role is Role.TEXT and is_prose(line.kind, text):
        separator = _separator(text, options) if not names_deck else None
        role = Role.SEPARATED if separator else role
    named = None if anki_id else block_id
    return Entry(line.number, role, text, line.kind, separator, named, foreign)


def _role(line: Line, text: str, options: OsrOptions) -> Role:
    bare = text.strip()
    if line.kind is LineKind.COMMENT or _RESIDUE.fullmatch(text):
        return Role.SKIPPED
    if bare and bare in {options.marker.strip(), options.reversed_marker.strip()}:
        return Role.MARKER
    if bare and bare == options.end_marker.strip():
        return Role.END
    if line.kind is LineKind.BREAK:
        return Role.BREAK
    if bare.startswith("#") and is_prose(line.kind, text) and _only_tags(bare, options):
        return Role.TAGS
    return Role.TEXT


def _only_tags(text: str, options: OsrOptions) -> bool:
    rest, tags = split_tags(text)
    return not rest.strip() and bool(deck_tags(tags, options))


def _separator(text: str, options: OsrOptions) -> tuple[int, int] | None:
    found = find_divider(text, options.separators)
    return None if found and _NO_QUESTION.match(text) else found
