"""The disks that are written to, and whether they may be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, error, ok, warning
from flashcards.room import existing, free_bytes, megabytes

NAME = "disk"
PLACE = 90

_LITTLE = 100_000_000
"""Bytes; with less a computer has other troubles soon."""


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the folder of each file that is written."""
    ledger = patient.memory.ledger
    needed = 2 * _size(ledger)
    yield from _folder(ledger.parent, "the ledger", needed)
    for deck in patient.decks:
        yield from _folder(deck.parent, deck.name, 3 * _size(ledger) + _size(deck))
    for folder, what in ((patient.folders.cache, "the cache"), (patient.folders.logs, "logs")):
        if not os.access(existing(folder), os.W_OK):
            mend = "let yourself write there"
            yield warning(f"cannot write {what} to {folder}", mend, folder)


def _folder(folder: Path, what: str, needed: int) -> Iterator[Finding]:
    there = existing(folder)
    if not os.access(there, os.W_OK):
        yield error(f"cannot write {what} to {folder}", "let yourself write there", folder)
    free = free_bytes(there)
    if free is None:
        yield ok(f"nobody knows how much room there is for {what}", folder)
    elif free < needed:
        message = f"{megabytes(free)} are free for {what}, and an export needs {megabytes(needed)}"
        yield error(message, "make room there", folder)
    elif free < max(_LITTLE, 2 * needed):
        yield warning(f"only {megabytes(free)} are free for {what}", "make room there", folder)
    else:
        yield ok(f"{megabytes(free)} are free for {what}", folder)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
