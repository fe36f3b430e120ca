"""The lines that make a flashcard, before it is known whether a tag asks for it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashcards.inline import split_tags
from flashcards.model import Cloze, ForeignMark, Kind
from flashcards.syntaxes.osr.clozed import write_clozes
from flashcards.syntaxes.osr.matching import Match, Stretch, find_matches
from flashcards.syntaxes.osr.patterns import Pattern
from flashcards.syntaxes.osr.rows import Entry, Role

_MARK = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?|#{1,6}[ \t]+)")
_WORD = re.compile(r"[\w-]+")


class Draft(Struct, frozen=True):
    """A flashcard as its lines say it."""

    dialect: str
    kind: Kind
    fields: tuple[tuple[str, str], ...]
    first: int
    last: int
    reversed: bool = False
    clozes: tuple[Cloze, ...] = ()
    tags: tuple[str, ...] = ()
    """From both its edges, flashcard tags included."""

    block_id: str | None = None
    foreign: tuple[ForeignMark, ...] = ()


class Problem(Struct, frozen=True):
    """What looks meant as a flashcard and is none, or not as meant."""

    code: str
    number: int
    message: str
    hint: str


class EmptyField(Struct, frozen=True):
    """A word and a separator with nothing behind it: a field of Dataview to be filled in."""

    number: int


def two_sides(
    dialect: str, front: str, back: str, entries: Sequence[Entry], *, is_reversed: bool
) -> Draft:
    """Make a draft with question and answer; the tags at their edges become its own."""
    front, before = untag_first_line(front)
    back, behind = untag_last_line(back)
    fields = (("Front", without_mark(front).strip("\n")), ("Back", back.strip("\n")))
    tags = (*before, *behind)
    return _draft(dialect, Kind.BASIC, fields, entries, tags, is_reversed=is_reversed)


def clozed(entries: Sequence[Entry], patterns: Sequence[Pattern]) -> Draft | None:
    """Make a draft of a text with clozes; None if there are none."""
    text = text_of(entries)
    if not any(pattern.opening in text for pattern in patterns):
        return None
    text, before = untag_first_line(text)
    shown = [entry for entry in entries if entry.role in _SHOWN]
    shown = shown[len(shown) - 1 - text.count("\n") :]  # the first line may have been all tags
    text, behind = untag_last_line(text)
    text = without_mark(text)
    written, clozes = write_clozes(text, _matches(text, shown, patterns))
    if not clozes:
        return None
    draft = _draft("cloze", Kind.CLOZE, (("Text", written),), entries, (*before, *behind))
    return replace(draft, clozes=clozes)


def _matches(text: str, shown: Sequence[Entry], patterns: Sequence[Pattern]) -> tuple[Match, ...]:
    """Return the clozes in the lines of running text; not those in tables and quotations."""
    closed: list[Stretch] = []
    at = 0
    for entry, line in zip(shown, text.split("\n"), strict=False):
        if not entry.is_prose:
            closed.append((at, at + len(line)))
        at += len(line) + 1
    return find_matches(text, patterns, closed)


_SHOWN = frozenset({Role.TEXT, Role.BLANK, Role.SEPARATED, Role.MARKER, Role.BREAK, Role.TAGS})


def text_of(entries: Sequence[Entry]) -> str:
    """Return lines as Markdown, without the indentation that they share."""
    lines = [entry.text for entry in entries if entry.role in _SHOWN]
    return textwrap.dedent("\n".join(line.rstrip() if line.isspace() else line for line in lines))


def without_mark(markdown: str) -> str:
    """Take the list mark or the heading's off a single line."""
    if "\n" in markdown.strip("\n"):
        return markdown
    line = markdown.strip()
    mark = _MARK.match(line)
    return line[mark.end() :].strip() if mark else line


def names_field(front: str) -> bool:
    """Say whether what stands before a separator is a single word, as the name of a field is."""
    return _WORD.fullmatch(without_mark(front)) is not None


def untag_first_line(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the tags off the beginning and the end of the first line, behind a list mark, too."""
    line, newline, below = markdown.partition("\n")
    mark = _MARK.match(line)
    head = line[: mark.end()] if mark else ""
    rest, tags = split_tags(line[len(head) :])
    if not tags or (not rest.strip() and not below.strip()):
        return markdown, ()
    return (head + rest + newline + below if rest.strip() else below), tags


def untag_last_line(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the tags off the end of the last line, unless nothing else would be left."""
    above, newline, line = markdown.rpartition("\n")
    rest, tags = split_tags(line, leading=False)
    if not tags or (not rest.strip() and not above.strip()):
        return markdown, ()
    return (above + newline + rest).rstrip(), tags


def _draft(
    dialect: str,
    kind: Kind,
    fields: tuple[tuple[str, str], ...],
    entries: Sequence[Entry],
    tags: tuple[str, ...],
    *,
    is_reversed: bool = False,
) -> Draft:
    ids = [entry.block_id for entry in entries if entry.block_id]
    return Draft(
        dialect,
        kind,
        fields,
        entries[0].number,
        entries[-1].number,
        reversed=is_reversed,
        tags=tuple(dict.fromkeys(tags)),
        block_id=ids[-1] if ids else None,
        foreign=tuple(mark for entry in entries for mark in entry.foreign),
    )
