"""Pair emphasis marks as CommonMark does, in one pass over the runs of `*`, `_`, `~~` and `==`.

The rule that lengths must not add up to a multiple of three is left out: it needs a search, and
nobody's vault needs the rule.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from flashcards.inline._pieces import Piece, PieceKind


class Run(NamedTuple):
    """Equal mark characters in a row."""

    start: int
    length: int
    char: str
    can_open: bool
    can_close: bool


class _Opener(Struct):
    start: int
    left: int
    char: str


def read_run(text: str, start: int, end: int) -> Run:
    """Say what the marks in `text[start:end]` may do (CommonMark's flanking rules)."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = _flanks(after, before)
    closes = _flanks(before, after)
    if text[start] == "_":
        both = opens and closes
        return Run(
            start,
            end - start,
            "_",
            can_open=opens and (not both or _is_punctuation(before)),
            can_close=closes and (not both or _is_punctuation(after)),
        )
    return Run(start, end - start, text[start], can_open=opens, can_close=closes)


def _flanks(inner: str, outer: str) -> bool:
    if inner.isspace():
        return False
    return not _is_punctuation(inner) or outer.isspace() or _is_punctuation(outer)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def pair_runs(runs: Sequence[Run | None]) -> list[Piece]:
    """Return the marks that have a partner; None between runs is where no pair may reach over."""
    if not any(runs):
        return []
    marks: list[Piece] = []
    openers: list[_Opener] = []
    waiting: Counter[str] = Counter()
    for run in runs:
        if run is None:
            openers.clear()
            waiting.clear()
            continue
        used = 0
        while run.can_close and used < run.length and waiting[run.char]:
            opener = _pop_to(openers, run.char, waiting)
            width = 2 if min(opener.left, run.length - used) > 1 else 1
            marks.extend(_marks(opener.start + opener.left - width, run.start + used, width))
            opener.left -= width
            used += width
            if opener.left:
                openers.append(opener)
                waiting[run.char] += 1
        if run.can_open and used < run.length:
            openers.append(_Opener(run.start + used, run.length - used, run.char))
            waiting[run.char] += 1
    marks.sort(key=lambda mark: mark.start)
    return marks


def _pop_to(openers: list[_Opener], char: str, waiting: Counter[str]) -> _Opener:
    while True:
        opener = openers.pop()
        waiting[opener.char] -= 1
        if opener.char == char:
            return opener


def _marks(opener: int, closer: int, width: int) -> Iterator[Piece]:
    for start, partner in ((opener, closer), (closer, opener)):
        end = start + width
        yield Piece(PieceKind.MARK, start, end, end, end, partner)
