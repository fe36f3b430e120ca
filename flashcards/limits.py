"""How much one vault note may hold; past it a mistake is likelier than a meaning.

What is left out is an error with its lines, so that what was exported from there before is not
taken for removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.model import Flashcard, Silent

MOST_CHARACTERS = 100_000
"""Of one flashcard, in Markdown: fifty pages. What renders them takes longer than their length."""

MOST_FLASHCARDS = 10_000
"""Of one vault note, those included that somebody has only begun. A megabyte holds 160,000."""

LONGEST_NAME = 1000
"""Characters of a title or a heading, which stands on each card below it."""


class Quota:
    """How many flashcards one vault note may still have, and the first that is one too many."""

    def __init__(self) -> None:
        """Let it have `MOST_FLASHCARDS`."""
        self._left = MOST_FLASHCARDS
        self._first_left_out: Span | None = None

    def up_to(
        self, findings: Iterable[Flashcard | Diagnostic | Silent]
    ) -> Iterator[Flashcard | Diagnostic | Silent]:
        """Yield the findings that may still be had; what is past them is not even looked for."""
        for count, finding in enumerate(findings):
            if count == self._left:
                self._first_left_out = self._first_left_out or finding.span
                return
            yield finding

    def spend(self, kept: Sized) -> None:
        """Leave so much less to what is looked for next."""
        self._left = max(0, self._left - len(kept))

    def told(self) -> Iterator[Diagnostic]:
        """Yield an error if something was left out."""
        if self._first_left_out is not None:
            yield Diagnostic(
                "too-many-flashcards",
                Severity.ERROR,
                self._first_left_out,
                f"the vault note has more than {MOST_FLASHCARDS:,} flashcards, finished or not;"
                " this one and others are not exported",
                "split it into several vault notes",
            )


def is_enough(found: Sized) -> bool:
    """Whether that is more than a vault note may have, so that nobody need look on."""
    return len(found) > MOST_FLASHCARDS


def not_too_long(
    flashcards: Sequence[Flashcard],
) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    """Return the flashcards that are not too long, and what is said of the others."""
    told = tuple(_too_long(each) for each in flashcards if _is_too_long(each))
    if not told:  # as most often
        return tuple(flashcards), ()
    return tuple(each for each in flashcards if not _is_too_long(each)), told


def too_long_names(names: Sequence[tuple[str, Span]]) -> Iterator[Diagnostic]:
    """Yield a warning about each title and heading that cards cannot show whole."""
    for name, span in names:
        if len(name) > LONGEST_NAME:
            yield Diagnostic(
                "heading-too-long",
                Severity.WARNING,
                span,
                f"a title or heading of {len(name):,} characters is cut to {LONGEST_NAME:,} on"
                " cards",
                "put a blank line below the heading, or shorten it",
            )


def cut(name: str) -> str:
    """Return a title or heading as cards show it."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _length(flashcard: Flashcard) -> int:
    return sum(map(len, flashcard.fields.values()))


def _is_too_long(flashcard: Flashcard) -> bool:
    return _length(flashcard) > MOST_CHARACTERS


def _too_long(flashcard: Flashcard) -> Diagnostic:
    return Diagnostic(
        "flashcard-too-long",
        Severity.ERROR,
        flashcard.span,
        f"this flashcard has {_length(flashcard):,} characters, more than {MOST_CHARACTERS:,},"
        " and is not exported",
        "split it; if it should have ended earlier, see whether something above is never closed",
    )
