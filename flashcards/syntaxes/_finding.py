"""What a syntax yields."""

from __future__ import annotations

from flashcards.diagnostics import Diagnostic
from flashcards.model import Flashcard, Silent

Finding = Flashcard | Diagnostic | Silent

WITHOUT_FLASHCARDS = "Flashcards sections without flashcards"
"""Why a section is silent that holds text; a plugin may still read some of it."""

HOLE = "<!--\ufdef-->"
"""A line that stands for a container of a plugin, once what is in it is known. Nobody writes it:
the character between the marks is none."""
