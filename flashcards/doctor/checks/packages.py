"""The packages: the one that is kept beside the ledger, and those that were exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, count, error, ok, warning
from flashcards.ledger import Ledger, load_ledger
from flashcards.package import digest_in_place, is_our_package, media_in, package_faults
from flashcards.room import megabytes

NAME = "package"
PLACE = 50


def look(patient: Patient) -> Iterator[Finding]:
    """Read every package in full."""
    ledger = _ledger(patient)
    last = patient.memory.last
    if last.exists():
        faults = [*package_faults(last)]
        mend = f"delete {last}; the next export makes it again"
        yield from (error(f"{last.name} is damaged: {fault}", mend, last) for fault in faults)
        if not faults:
            yield ok(f"{last.name} is whole, {megabytes(last.stat().st_size)}", last)
    elif ledger is not None:
        message = "last.apkg is gone, from which the ledger could be rebuilt"
        yield warning(message, "the next export that changes something makes it again", last)
    for deck in patient.decks:
        yield from _deck(deck, ledger)


def _ledger(patient: Patient) -> Ledger | None:
    try:
        return load_ledger(patient.memory.ledger, str)[0]
    except FlashcardsError:  # which the check of the ledger says
        return None


def _deck(deck: Path, ledger: Ledger | None) -> Iterator[Finding]:
    if not deck.exists():
        yield warning(f"{deck} is not there", "export to it", deck)
        return
    faults = [*package_faults(deck)]
    mend = f"move {deck} away and export again"
    yield from (error(f"{deck.name} is damaged: {fault}", mend, deck) for fault in faults)
    if faults:
        return
    if not is_our_package(deck):
        yield error(f"{deck} was not written by flashcards", "name another file", deck)
        return
    media = media_in(deck)
    if ledger is not None and digest_in_place(deck) != ledger.package:
        yield warning(f"{deck.name} is not the last export of this vault", "export again", deck)
    elif ledger is not None and (lacking := _wanted(ledger) - media):
        message = f"{deck.name} lacks {count(len(lacking), 'file')} that flashcards show or play"
        yield warning(message, "flashcards check says which are not found in the vault", deck)
    size = megabytes(deck.stat().st_size)
    yield ok(f"{deck.name} is whole, {size} with {count(len(media), 'media file')}", deck)


def _wanted(ledger: Ledger) -> set[str]:
    live = (entry for entry in ledger.entries.values() if entry.retired is None)
    return {name for entry in live for name in entry.media}
