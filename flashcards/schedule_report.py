"""A schedule, and how it ended the last time, in; lines of text or JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from flashcards.scheduling.records import Outcome
from flashcards.scheduling.schedule import Schedule
from flashcards.scheduling.times import DAY


class Listed(Struct, frozen=True):
    """What there is to say of a schedule."""

    schedule: Schedule
    last: Outcome | None
    there: bool
    """Whether the system knows of it."""

    now: datetime


def schedule_lines(listed: Listed) -> Iterator[str]:
    """Yield a schedule for people."""
    schedule = listed.schedule
    yield f"{schedule.name}  {schedule.times}, by {schedule.system}"
    yield f"  vault  {schedule.vault}"
    yield f"  deck   {schedule.deck}"
    if listed.there:
        yield f"  next   {schedule.times.next(listed.now):%Y-%m-%d %H:%M}"
    else:
        yield f"  next   never: {schedule.system} knows nothing of it; add it again, or remove it"
    if listed.last is None:
        yield "  last   not yet"
    else:
        failed = "" if listed.last.ok else "failed: "
        yield f"  last   {_when(listed.last):%Y-%m-%d %H:%M}  {failed}{listed.last.said}"


def schedule_json(listed: Listed) -> str:
    """Return a schedule as one JSON object."""
    schedule, last = listed.schedule, listed.last
    following = schedule.times.next(listed.now).isoformat() if listed.there else None
    return json.dumps(
        {
            "name": schedule.name,
            **schedule.act,
            "every_minutes": schedule.times.every,
            "at": schedule.times.clock if schedule.times.every == DAY else None,
            "system": schedule.system,
            "installed": listed.there,
            "next": following,
            "last": last and {"started": _when(last).isoformat(), "ok": last.ok, "said": last.said},
            "log": str(schedule.log),
        },
        ensure_ascii=False,
    )


def _when(outcome: Outcome) -> datetime:
    return datetime.fromtimestamp(outcome.started).astimezone()
