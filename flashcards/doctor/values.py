"""What a check says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice

from msgspec import Struct

from flashcards.diagnostics import Diagnostic, FlashcardsError, Severity

_SHOWN = 10
"""Findings of one kind; whoever has more mends these first."""


class Mark(StrEnum):
    """How well something is."""

    OK = "ok"
    WARNING = "warning"
    """Exports go on, but something is not as it should be."""

    ERROR = "error"
    """Exports fail, or flashcards or what is remembered of them are in danger."""


class Finding(Struct, frozen=True):
    """One line of a doctor's."""

    mark: Mark
    message: str
    """What is, or what is wrong; no capital, no full stop."""

    mend: str = ""
    """What to do about it, or empty."""

    path: str = ""
    """The file or folder it is about, or empty."""


def ok(message: str, path: object = "") -> Finding:
    """Say that something is well."""
    return Finding(Mark.OK, message, path=str(path))


def warning(message: str, mend: str, path: object = "") -> Finding:
    """Say that something is not as it should be."""
    return Finding(Mark.WARNING, message, mend, str(path))


def error(message: str, mend: str, path: object = "") -> Finding:
    """Say that something must be mended."""
    return Finding(Mark.ERROR, message, mend, str(path))


def of_error(problem: FlashcardsError, path: object = "") -> Finding:
    """Say what makes it impossible to go on."""
    return error(problem.message, problem.hint, path)


def of_diagnostic(diagnostic: Diagnostic) -> Finding:
    """Say what a stage of the build says."""
    mark = {Severity.ERROR: Mark.ERROR, Severity.WARNING: Mark.WARNING}.get(
        diagnostic.severity, Mark.OK
    )
    message = f"{diagnostic.span}: {diagnostic.message}"
    return Finding(mark, message, diagnostic.hint, diagnostic.span.path)


def count(number: int, one: str, many: str = "") -> str:
    """Return a number of things as people say it: `1 flashcard`, `2,000 flashcards`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def some(findings: Iterable[Finding], mend: str) -> Iterator[Finding]:
    """Yield the first of many findings of one kind, and how many more there are."""
    rest = iter(findings)
    yield from islice(rest, _SHOWN)
    more = [*rest]
    if more:
        worst = max(more, key=lambda each: [*Mark].index(each.mark))
        yield Finding(worst.mark, f"{len(more):,} more like these", mend)
