"""The schedules of one user, a file each, and how each of them ended the last time."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.schedule import Schedule, format_schedule, parse_schedule
from flashcards.scheduling.systems import delete, write

SUFFIX = ".json"


class Outcome(Struct, frozen=True):
    """How a scheduled export ended."""

    started: int
    """In seconds since 1970."""

    ok: bool
    said: str
    """What changed, or why it failed, in one line."""


class Records(Struct, frozen=True):
    """A folder with a file for each schedule."""

    folder: Path

    def path(self, name: str) -> Path:
        """Return where a schedule is kept."""
        return self.folder / f"{name}{SUFFIX}"

    def all(self) -> tuple[Schedule, ...]:
        """Return all schedules, by name. Raises `FlashcardsError`."""
        return tuple(read(path) for path in sorted(self.folder.glob(f"*{SUFFIX}")))

    def get(self, name: str) -> Schedule | None:
        """Return the schedule of a name; None if there is none."""
        path = self.path(name)
        return read(path) if path.exists() else None

    def save(self, schedule: Schedule) -> None:
        """Keep a schedule, in the place of one with the same name. Raises `FlashcardsError`."""
        write(self.path(schedule.name), format_schedule(schedule).encode())

    def forget(self, name: str) -> None:
        """Keep a schedule no longer. Raises `FlashcardsError`."""
        delete(self.path(name))
        delete(_outcome(self.path(name)))

    def find(self, which: str | None) -> Schedule:
        """Return the schedule that a name, or the path of a vault or package, means.

        Without either, the only one there is. Raises `FlashcardsError` if it is not just one.
        """
        known = self.all()
        found = known if which is None else [each for each in known if _is_meant(each, which)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(each.name for each in found or known)
        if not known:
            raise FlashcardsError(
                "nothing is scheduled", "flashcards schedule add VAULT DECK.apkg --daily 07:00"
            )
        if found:
            asked = "which schedule" if which is None else f"which of the schedules of {which}"
            raise FlashcardsError(f"{asked} do you mean?", f"name one of {names}")
        raise FlashcardsError(
            f"no schedule is called {which}, and none is of such a vault or package",
            f"there is {names}",
        )


def read(path: Path) -> Schedule:
    """Read the schedule in a file. Raises `FlashcardsError`."""
    try:
        return parse_schedule(path.read_text("utf-8"), path)
    except (OSError, UnicodeDecodeError) as error:
        raise FlashcardsError(f"cannot read the schedule {path}: {error}") from error


def last_outcome(record: Path) -> Outcome | None:
    """Return how the schedule in a file ended the last time; None if it never ran."""
    try:
        return Outcome(**json.loads(_outcome(record).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_due(schedule: Schedule, record: Path, now: float) -> bool:
    """Tell whether one of its times has come since it ran last, or was made or changed.

    `now` is in seconds since 1970.
    """
    last = last_outcome(record)
    done = max(schedule.added, last.started if last else 0)
    return schedule.times.is_due(_local(done), _local(now))


def keep_outcome(record: Path, outcome: Outcome) -> None:
    """Remember how the schedule in a file ended. Raises `FlashcardsError`."""
    write(_outcome(record), json.dumps(asdict(outcome)).encode())


def _outcome(record: Path) -> Path:
    return record.with_suffix(".last")


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds).astimezone()


def _is_meant(schedule: Schedule, which: str) -> bool:
    if which == schedule.name:
        return True
    full = os.path.realpath(Path(which).expanduser())
    return full in {os.path.realpath(schedule.vault), os.path.realpath(schedule.deck)}
