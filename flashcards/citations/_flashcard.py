"""Whom a flashcard cites, and on which lines."""

from __future__ import annotations

from flashcards.citations._find import find_citations
from flashcards.diagnostics import Span
from flashcards.model import Citation, Flashcard


def citations_of(flashcard: Flashcard) -> tuple[Citation, ...]:
    """Return every citation of a flashcard: those beside its fields first, then those inside."""
    if "@" not in "".join(flashcard.fields.values()):  # as in most
        return flashcard.citations
    path, end = flashcard.span.path, flashcard.span.end_line
    inside = (
        citation
        for name, markdown in flashcard.fields.items()
        for group in find_citations(markdown, Span(path, first_line(flashcard, name), end))
        for citation in group.citations
    )
    return (*flashcard.citations, *inside)


def first_line(flashcard: Flashcard, name: str) -> int:
    """Return the line where a field begins.

    A flashcard's question starts at its first line, and its last field ends at its last one; so
    what stands between (a separator, a callout's title) need not be known.
    """
    span = flashcard.span
    if name == "Front":
        return span.line
    return max(span.line, span.end_line - flashcard.fields[name].count("\n"))
