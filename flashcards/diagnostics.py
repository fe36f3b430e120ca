"""What we tell the author: a place in the vault, what is wrong there, and what to do about it.

The author's mistakes are values (`Diagnostic`), collected by every stage and never raised.
`FlashcardsError` is for what makes it impossible to go on. Anything else that is raised is a bug.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from flashcards.pickled import pickled, pickled_by_value


@pickled_by_value
class Severity(StrEnum):
    """How much a diagnostic matters; `check` exits with 1 on errors."""

    ERROR = "error"
    """Something the author wrote could not be read: a flashcard may be missing."""

    WARNING = "warning"
    """Everything was exported, but surely not as the author meant it."""

    INFO = "info"
    """Worth knowing, nothing to mend."""


@pickled
class Span(Struct, frozen=True, order=True, gc=False):
    """Lines of one file."""

    path: str
    """Relative to the vault, with `/` between folders. A file outside the vault: its full path."""

    line: int
    """The first line, counted from 1 as editors do."""

    end_line: int
    """The last line, which belongs to the span."""

    def __str__(self) -> str:
        """Return `path:line`, which terminals and editors make clickable."""
        return f"{self.path}:{self.line}"


@pickled
class Diagnostic(Struct, frozen=True, gc=False):
    """One thing to tell the author about one place."""

    code: str
    """A word that names the kind of thing, such as `unknown-citekey`; see docs/diagnostics.md."""

    severity: Severity
    span: Span

    message: str
    """What is wrong, in the author's own words; no capital, no full stop."""

    hint: str = ""
    """What to do about it, or empty."""

    def __str__(self) -> str:
        """Return the line that `check` prints, without the hint."""
        return f"{self.span}: {self.severity}: {self.message} [{self.code}]"


class FlashcardsError(Exception):
    """We cannot go on, and the user can mend it: no such vault, a broken setting, a full disk."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
