"""The schedules of the vault: whether the system knows of them, and how they ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, error, of_error, ok, warning
from flashcards.scheduling.here import Here
from flashcards.scheduling.records import SUFFIX, last_outcome, read
from flashcards.scheduling.schedule import Schedule

NAME = "schedule"
PLACE = 70


def look(patient: Patient) -> Iterator[Finding]:
    """Look at each schedule of the vault."""
    for record in sorted(patient.folders.schedules.glob(f"*{SUFFIX}")):
        try:
            read(record)
        except FlashcardsError as problem:  # whose it is, nobody knows
            yield of_error(problem, record)
    for record, schedule in patient.schedules:
        yield from _schedule(schedule, record, patient)
    if not patient.schedules:
        yield ok("none: exports are made by hand, or by a scheduler of your own")


def _schedule(schedule: Schedule, record: Path, patient: Patient) -> Iterator[Finding]:
    name = schedule.name
    again = f"flashcards schedule remove {name}, and add it again"
    here = Here(patient.run, patient.folders.schedules, environment=patient.environment)
    if not here.system(schedule.system).has(name):
        yield error(f"{schedule.system} knows nothing of {name}", again, record)
    if not Path(schedule.python).exists():
        message = f"the Python of {name} is gone: {schedule.python}"
        yield error(message, again, schedule.python)
    if not Path(schedule.deck).parent.is_dir():
        message = f"the folder that {name} exports to is gone: {Path(schedule.deck).parent}"
        yield error(message, "make it, or schedule another package", schedule.deck)
    last = last_outcome(record)
    if last is None:
        yield ok(f"{name}: {schedule.times}; it has not run yet", record)
        return
    when = f"{datetime.fromtimestamp(last.started).astimezone():%Y-%m-%d %H:%M}"
    if not last.ok:
        mend = f"flashcards schedule log {name}"
        yield error(f"{name} failed on {when}: {last.said}", mend, schedule.log)
    elif patient.now - last.started > 60 * _patience(schedule):
        message = f"{name} ran last on {when}, though it is to run {schedule.times}"
        yield warning(message, f"was the computer off? flashcards schedule run {name}", record)
    else:
        yield ok(f"{name}: {schedule.times}; last on {when}: {last.said}", record)


def _patience(schedule: Schedule) -> int:
    """Return after how many minutes a run is overdue: computers sleep for a weekend."""
    return 3 * max(schedule.times.every, 24 * 60)
