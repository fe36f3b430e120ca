"""Anki, which only `flashcards sync` needs: its library, and AnkiConnect on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from flashcards.config.options import SyncOptions
from flashcards.delivery.connect import greet
from flashcards.delivery.record import load_records
from flashcards.delivery.ways import NoWay
from flashcards.delivery.wire import is_loopback
from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, ok, warning

NAME = "anki"
PLACE = 80


def look(patient: Patient) -> Iterator[Finding]:
    """Look for both ways into Anki."""
    try:
        yield ok(f"Anki's own library is there, version {version('anki')}")
    except PackageNotFoundError:
        yield ok("Anki's own library is not installed: sync reaches Anki only while it runs")
    load_records(patient.memory.delivered)
    yield _connect(patient.config.sync)


def _connect(options: SyncOptions) -> Finding:
    if not is_loopback(options.address):
        return ok(f"AnkiConnect is on another computer, which was not asked: {options.address}")
    try:
        way = greet(options)
    except NoWay as no_way:
        return warning(f"sync cannot reach Anki now: {no_way.reason}", no_way.step)
    except FlashcardsError as problem:
        return warning(problem.message, problem.hint)
    if way is None:
        return ok(f"AnkiConnect does not answer at {options.address}: Anki is closed, or lacks it")
    return ok(f"AnkiConnect answers at {options.address}, profile {way.profile or 'unknown'}")
