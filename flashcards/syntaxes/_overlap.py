"""A text belongs to one syntax: which of several flashcards that share lines is kept.

Containers, which own what is inside, are settled first, and their lines are gone before anything
else is read; so are definitions, quotes and the flashcards of Flashcards sections before the
plugins' other forms. Among those the more explicit form wins, then the one of the syntax that
comes first below, so that two plugins that read the same line make one flashcard of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from flashcards.diagnostics import Span
from flashcards.model import Flashcard

DIALECTS = ("hashtag", "multi-line", "separated", "style", "cloze")
"""The plugins' forms, the most explicit first. The documentation shows this list."""

_ASKS_SEVERAL = "atomic"
"""The form in which a vault note's first paragraph answers several questions."""

SYNTAXES = ("osr", "flashcards-obsidian", "obsidian-to-anki")


def settle(flashcards: Iterable[Flashcard]) -> tuple[Flashcard, ...]:
    """Return flashcards that share no line with each other, the strongest of any that do.

    Several flashcards of one syntax may stand on one line (`STARTI`): they share it.
    """
    kept = Taken()
    winners = [each for each in sorted(flashcards, key=_strength) if kept.take(each)]
    return tuple(sorted(winners, key=lambda each: (each.span, each.syntax)))


def settle_containers(flashcards: Iterable[Flashcard]) -> tuple[Flashcard, ...]:
    """Return the outermost of containers; of two that cross, the one that begins first."""
    kept = Taken()
    in_order = sorted(
        flashcards, key=lambda each: (each.span.line, -each.span.end_line, _rank(each))
    )
    return tuple(each for each in in_order if kept.take(each))


class Taken:
    """The lines that flashcards have; asking and taking cost a logarithm each."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._flashcards: list[Flashcard] = []

    def take(self, flashcard: Flashcard) -> bool:
        """Take a flashcard's lines unless another one has some of them; say whether it did."""
        if any(not _shares(flashcard, other) for other in self.over(flashcard.span)):
            return False
        at = bisect_right(self._firsts, flashcard.span.line)
        self._firsts.insert(at, flashcard.span.line)
        self._flashcards.insert(at, flashcard)
        return True

    def over(self, span: Span) -> Sequence[Flashcard]:
        """Return the flashcards that share lines with the span."""
        end = bisect_right(self._firsts, span.end_line)
        start = bisect_left(self._firsts, span.line)
        # What is taken never crosses, so that only the one before can reach in from above;
        # several on one line begin together.
        while start > 0 and self._flashcards[start - 1].span.end_line >= span.line:
            start -= 1
        return self._flashcards[start:end]


def _shares(flashcard: Flashcard, other: Flashcard) -> bool:
    return (
        flashcard.syntax == other.syntax
        and flashcard.span == other.span
        and (flashcard.span.line == flashcard.span.end_line or flashcard.dialect == _ASKS_SEVERAL)
        and flashcard.dialect == other.dialect
    )


def _rank(flashcard: Flashcard) -> int:
    return SYNTAXES.index(flashcard.syntax) if flashcard.syntax in SYNTAXES else len(SYNTAXES)


def _strength(flashcard: Flashcard) -> tuple[int, int, int, int]:
    dialect = flashcard.dialect
    explicit = DIALECTS.index(dialect) if dialect in DIALECTS else len(DIALECTS)
    return explicit, _rank(flashcard), flashcard.span.line, -flashcard.span.end_line
