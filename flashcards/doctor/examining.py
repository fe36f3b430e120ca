"""All checks, one after the other; one that fails costs only what it would have said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.checks import CHECKS, Check
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, error, of_error


def examine(patient: Patient, checks: Iterable[Check] = CHECKS) -> Iterator[tuple[str, Finding]]:
    """Yield the name of each check with each of its findings."""
    for check in checks:
        for finding in _look(check, patient):
            yield check.NAME, finding


def _look(check: Check, patient: Patient) -> Iterator[Finding]:
    try:
        yield from check.look(patient)
    except FlashcardsError as problem:
        yield of_error(problem)
    except OSError as problem:
        why = (problem.strerror or str(problem)).lower()
        where = problem.filename or ""
        yield error(f"cannot look any further: {why}", "see to it that it can be read", where)
