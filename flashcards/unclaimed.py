"""Ids and schedules of plugins that stand beside the flashcards found: a text in, counts out.

Where there are some, the vault holds flashcards of a plugin that nobody reads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from flashcards.model import Block, Flashcard, UnclaimedMarks
from flashcards.syntaxes import LineKind, SyntaxOptions, read_lines

_MARK = re.compile(
    r"<!--[ \t]*+(?:SR:(?P<osr>[^<>\n]*)|ID:[ \t]*+(?P<id>\d+)[ \t]*)-->"
    r"|\^(?P<block>\d{13})[ \t]*+$",
    re.MULTILINE,
)

_BLOCK_ID = re.compile(r"\^\d{13}")

_MARKS = {
    "osr": ("osr", "obsidian-spaced-repetition", "schedule"),
    "id": ("obsidian-to-anki", "obsidian-to-anki", "id"),
    "block": ("flashcards-obsidian", "flashcards-obsidian", "id"),
}
"""By group of the pattern: the syntax that reads them, the plugin, and what they are."""

_Mark = tuple[str, str, int]
"""A mark's group, its value and its line."""

_CODE = frozenset({LineKind.CODE, LineKind.MATH})


def unclaimed_marks(
    text: str, blocks: Iterable[Block], flashcards: Iterable[Flashcard], options: SyntaxOptions
) -> tuple[UnclaimedMarks, ...]:
    """Count the marks that no flashcard has, by plugin; one whose syntax is read has none."""
    if "<!--" not in text and _BLOCK_ID.search(text) is None:
        return ()
    flashcards = tuple(flashcards)
    if not any(_left(_in_text(text), flashcards)):  # as in most vaults
        return ()
    found: dict[str, list[int]] = {}
    for group, number in _left(_marks(text, blocks), flashcards):
        found.setdefault(group, []).append(number)
    return tuple(
        UnclaimedMarks(syntax, kind, len(found[group]), found[group][0])
        for group, (syntax, _, kind) in _MARKS.items()
        if group in found and syntax not in options.enabled
    )


def _left(marks: Iterable[_Mark], flashcards: tuple[Flashcard, ...]) -> Iterator[tuple[str, int]]:
    """Yield each mark's group and line, unless a flashcard has it."""
    claimed = Counter((mark.plugin, mark.value) for each in flashcards for mark in each.foreign)
    inside = {n for each in flashcards for n in range(each.span.line, each.span.end_line + 1)}
    for group, value, number in marks:
        mark = (_MARKS[group][1], value)
        if claimed[mark]:
            claimed[mark] -= 1
        elif number not in inside:
            yield group, number


def _in_text(text: str) -> Iterator[_Mark]:
    """Yield all marks, and what looks like one in code."""
    number = 1
    at = 0
    for match in _MARK.finditer(text):
        number += text.count("\n", at, match.start())
        at = match.start()
        group = str(match.lastgroup)
        yield group, match[group].strip(), number


def _marks(text: str, blocks: Iterable[Block]) -> Iterator[_Mark]:
    """Yield the marks; what is shown as code is none."""
    for line in read_lines(text, blocks):
        if line.kind in _CODE or ("<!--" not in line.text and "^" not in line.text):
            continue
        for match in _MARK.finditer(line.text):
            group = str(match.lastgroup)
            yield group, match[group].strip(), line.number
