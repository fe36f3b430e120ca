"""The ledger: whether it can be read and written, and whether it knows all that it once knew."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, count, error, of_diagnostic, of_error, ok, warning
from flashcards.ledger import Ledger, load_ledger, staged_path
from flashcards.memory import ledger_in

NAME = "ledger"
PLACE = 30

_GUID = re.compile(r'^\{"guid": "([^"]*)"', re.MULTILINE)
_HEADER = re.compile(r'^\{"format": ', re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the ledger and what lies beside it."""
    path = patient.memory.ledger
    if not path.exists():
        yield _none_yet(patient)
        return
    if not os.access(path.parent, os.W_OK):
        mend = "let yourself write there, or name another place with --ledger"
        yield error(f"cannot write to {path.parent}", mend, path.parent)
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        ledger, told = load_ledger(path)
    except FlashcardsError as problem:
        yield _unreadable(problem, text, path)
        return
    assert ledger is not None
    yield from map(of_diagnostic, told)
    yield from _doubles(text, path)
    yield from _interrupted(patient, path)
    yield from _compared(ledger, patient)
    retired = sum(entry.retired is not None for entry in ledger.entries.values())
    live = count(len(ledger.entries) - retired, "flashcard")
    yield ok(f"it knows {live}, and {retired:,} that are gone", path)


def _none_yet(patient: Patient) -> Finding:
    path = patient.memory.ledger
    known = next((each for each in patient.memory.packages if ledger_in(each)), None)
    if known is not None:
        message = f"it is gone; {known.name} still knows what Anki has"
        return warning(message, "the next export rebuilds it; keep it with the vault", path)
    deck = next((each for each in patient.decks if ledger_in(each)), None)
    if deck is not None:
        mend = f"flashcards ledger rebuild VAULT --from {deck}"
        return error("it is gone, though the vault was exported before", mend, path)
    return ok("there is none yet: nothing was exported from here", path)


def _unreadable(problem: FlashcardsError, text: str, path: Path) -> Finding:
    if _CONFLICT.search(text):
        mend = "delete the lines that begin with <<<<<<<, ======= and >>>>>>>, and keep all others"
        return error("a merge in git left its marks in it", mend, path)
    return of_error(problem, path)


def _doubles(text: str, path: Path) -> Iterator[Finding]:
    """Yield what a merge of two ledgers leaves; it is settled whenever they are read."""
    twice = sum(number > 1 for number in Counter(_GUID.findall(text)).values())
    if twice or len(_HEADER.findall(text)) > 1:
        several = count(twice, "flashcard has", "flashcards have")
        message = f"two ledgers were merged: {several} several lines"
        yield warning(message, "nothing is lost; the next export settles it", path)


def _interrupted(patient: Patient, path: Path) -> Iterator[Finding]:
    if staged_path(path).exists():
        message = "the last export was interrupted before it was done"
        yield warning(message, "export again: it goes on from there", staged_path(path))
    folders = {path.parent, *(deck.parent for deck in patient.decks)}
    left = [file for folder in sorted(folders) for file in folder.glob(".*.apkg.*.tmp")]
    if left:
        message = f"interrupted exports left {count(len(left), 'unfinished file')}"
        yield warning(message, "the next export that changes something removes it all", left[0])


def _compared(ledger: Ledger, patient: Patient) -> Iterator[Finding]:
    """Compare it with what the last package knew: an old copy of it may have come back."""
    last = ledger_in(patient.memory.last)
    if last is None:
        return
    if last.vault_id != ledger.vault_id:
        mend = "which one is this vault's? Move the other one away"
        message = f"it is of the vault {ledger.vault_id}, last.apkg of {last.vault_id}"
        yield error(message, mend, patient.memory.last)
        return
    lost = last.entries.keys() - ledger.entries.keys()
    older = [
        guid
        for guid, entry in last.entries.items()
        if guid in ledger.entries and ledger.entries[guid].modified < entry.modified
    ]
    if lost or older:
        yield error(
            f"it is older than the last export: it lacks {count(len(lost), 'flashcard')}, and"
            f" has {len(older):,} in an earlier state",
            "was it restored from a backup? flashcards ledger rebuild VAULT --replace --from"
            f" {patient.memory.last}",
            patient.memory.ledger,
        )
