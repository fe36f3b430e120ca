"""On which line of its file something in a flashcard stands."""

from __future__ import annotations

from flashcards.citations import first_line
from flashcards.diagnostics import Span
from flashcards.model import Flashcard


def line_of(flashcard: Flashcard, words: str) -> Span:
    """Return the line where the words stand in a field, else the flashcard's first."""
    path, line = flashcard.span.path, flashcard.span.line
    for name, text in flashcard.fields.items():
        place = text.find(words)
        if place >= 0:
            line = first_line(flashcard, name) + text.count("\n", 0, place)
            break
    line = min(line, flashcard.span.end_line)
    return Span(path, line, line)


def line_in(text: str, span: Span, words: str) -> Span:
    """Return the line where the words stand in a text from elsewhere, else its first."""
    place = max(text.find(words), 0)
    line = min(span.line + text.count("\n", 0, place), span.end_line)
    return Span(span.path, line, line)
