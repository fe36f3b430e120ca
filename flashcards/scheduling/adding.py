"""A schedule in, told to its system and kept; if the system refuses, all is as before."""

from __future__ import annotations

from flashcards.scheduling.here import Here
from flashcards.scheduling.records import Records
from flashcards.scheduling.schedule import Schedule


def add_schedule(schedule: Schedule, here: Here, records: Records) -> bool:
    """Add a schedule, or change the one of its name; tell whether there was one.

    Raises `FlashcardsError` if the system refuses.
    """
    before = records.get(schedule.name)
    records.save(schedule)
    try:
        here.system(schedule.system).add(schedule.entry(records.path(schedule.name)))
    except BaseException:
        if before is None:
            records.forget(schedule.name)
        else:
            records.save(before)
        raise
    if before is not None and before.system != schedule.system:
        here.system(before.system).remove(before.name)
    return before is not None


def remove_schedule(schedule: Schedule, here: Here, records: Records) -> None:
    """Remove a schedule from its system, then from what is kept. Raises `FlashcardsError`."""
    here.system(schedule.system).remove(schedule.name)
    records.forget(schedule.name)
