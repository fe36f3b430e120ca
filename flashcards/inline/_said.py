"""What a flashcard asks and what it expects, as plain text."""

from __future__ import annotations

from flashcards.inline._shown import plain
from flashcards.model import Flashcard


def said(flashcard: Flashcard) -> tuple[str, str]:
    """Return what a flashcard asks and what it expects, as `plain` has it: mostly known before."""
    return flashcard.said or (plain(flashcard.question), plain(flashcard.answer))
