"""How much one vault note may hold; past it a mistake is likelier than a meaning.

What is left out is an error with its lines, so that what was exported from there before is not
taken for removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.model import Flashcard

MOST_CHARACTERS = 100_000
"""Of one flashcard, in Markdown: fifty pages. What renders them takes longer than their length."""

MOST_FLASHCARDS = 50_000
"""Of one vault note."""

LONGEST_NAME = 1000
"""Characters of a title or a heading, which stands on each card below it."""


def within_limits(
    flashcards: Sequence[Flashcard],
) -> tuple[tuple[Flashcard, ...], tuple[Diagnostic, ...]]:
    """Return the flashcards that are not too long and not too many, and what is said of others."""
    kept = tuple(each for each in flashcards if not _is_too_long(each))
    told = tuple(_too_long(each) for each in flashcards if _is_too_long(each))
    if len(kept) <= MOST_FLASHCARDS:
        return kept, told
    return kept[:MOST_FLASHCARDS], (*told, _too_many(kept[MOST_FLASHCARDS]))


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


def _too_many(first: Flashcard) -> Diagnostic:
    return Diagnostic(
        "too-many-flashcards",
        Severity.ERROR,
        first.span,
        f"the vault note has more than {MOST_FLASHCARDS:,} flashcards; from here on they are not"
        " exported",
        "split it into several vault notes",
    )
