"""What looks like a flashcard and is none, as lines at the end of an export.

This is where flashcards get lost, and whoever exports may never run `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashcards.diagnostics import Diagnostic

_CODES = frozenset({"unparsed-flashcard", "definition-without-body", "empty-question"})
_AT_MOST = 10
"""More are counted: a summary that fills the screen is not read."""


def near_miss_lines(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield `path:line: message` with the expected form below, for what was nearly a flashcard."""
    missed = [each for each in diagnostics if each.code in _CODES]
    if missed:
        yield "  no flashcards, though they look like it:"
    for each in missed[:_AT_MOST]:
        yield f"    {each.span}: {each.message}"
        yield f"        {each.hint}"
    if len(missed) > _AT_MOST:
        yield f"    and {len(missed) - _AT_MOST} more"
