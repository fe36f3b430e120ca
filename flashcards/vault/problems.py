"""What is wrong with a file or a folder of the vault, as diagnostics."""

from __future__ import annotations

from flashcards.bounded import reason
from flashcards.diagnostics import Diagnostic, Severity, Span


def file_warning(code: str, path: str, message: str, hint: str = "", line: int = 1) -> Diagnostic:
    """Warn about a file that can be used all the same."""
    return Diagnostic(code, Severity.WARNING, Span(path, line, line), message, hint)


def file_error(code: str, path: str, message: str, hint: str = "") -> Diagnostic:
    """Say that a file or folder could not be read, so that flashcards may be missing."""
    return Diagnostic(code, Severity.ERROR, Span(path, 1, 1), message, hint)


def why(error: OSError) -> str:
    """Say what the operating system said."""
    return f"cannot be read: {reason(error)}"
