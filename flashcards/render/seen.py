"""What comes up while one flashcard is rendered: media and diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.model import Flashcard, Media
from flashcards.render.lines import line_of


@dataclass(slots=True)
class Seen:
    """Collects, in the order of the text; made for one flashcard and thrown away with it."""

    flashcard: Flashcard
    media: dict[str, Media] = field(default_factory=dict)
    """By name in the package."""

    diagnostics: dict[Diagnostic, None] = field(default_factory=dict)
    """A dictionary for its keys: a text that is rendered twice is told about once."""

    def tell(self, code: str, severity: Severity, at: str, message: str, hint: str) -> None:
        """Record a diagnostic at the line where the words `at` stand."""
        span = line_of(self.flashcard, at)
        self.diagnostics[Diagnostic(code, severity, span, message, hint)] = None
