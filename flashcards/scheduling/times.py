"""`30m` or `07:00` in, the times of a day at which something is to be done, out.

All times of a schedule are equally far apart and the same each day: that is what every system's
own scheduler can be told. Cron knows no "every 45 minutes", since 45 divides no hour.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError

HOUR = 60
DAY = 24 * HOUR

TOLERANCE = timedelta(seconds=30)
"""By which systems may be too early."""

_EVERY = re.compile(r"([0-9]{1,4}) ?(m|min|minutes?|h|hours?)", re.IGNORECASE)
_DAILY = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")

_EVEN = tuple(n for n in range(1, DAY) if HOUR % n == 0 or (n % HOUR == 0 and DAY % n == 0))


class Times(Struct, frozen=True):
    """When something is to be done, by the clock on the wall."""

    every: int
    """Minutes from one time to the next; they divide an hour or, as whole hours, a day."""

    at: int = 0
    """Minutes after midnight, for what is done once a day."""

    def __str__(self) -> str:
        """Return it in words, as they follow "exports"."""
        if self.every == DAY:
            return f"daily at {self.clock}"
        if self.every % HOUR:
            return "every minute" if self.every == 1 else f"every {self.every} minutes"
        return "every hour" if self.every == HOUR else f"every {self.every // HOUR} hours"

    @property
    def clock(self) -> str:
        """The time of day of what is done once a day, as `07:00`."""
        return f"{self.at // HOUR:02}:{self.at % HOUR:02}"

    def of_day(self) -> tuple[tuple[int, int], ...]:
        """Return all times of a day, as hour and minute."""
        return tuple(divmod(minute, HOUR) for minute in range(self.at, DAY, self.every))

    def last(self, now: datetime) -> datetime:
        """Return the latest of the times that is not after `now`."""
        midnight = datetime.combine(now.date(), time(), now.tzinfo)
        since = (now.hour * HOUR + now.minute - self.at) // self.every * self.every + self.at
        return midnight + timedelta(minutes=since)

    def next(self, now: datetime) -> datetime:
        """Return the first of the times that is after `now`."""
        return self.last(now) + timedelta(minutes=self.every)

    def is_due(self, done: datetime, now: datetime) -> bool:
        """Tell whether one of the times has come since it was `done` last."""
        if done > now + TOLERANCE:
            return True  # by a clock that was wrong then
        return done + TOLERANCE < self.last(now + TOLERANCE)


def every(text: str) -> Times:
    """Read a time span such as `30m` or `2h`. Raises `FlashcardsError`."""
    found = _EVERY.fullmatch(text.strip())
    if found is None:
        raise FlashcardsError(f"--every must be minutes or hours, as 30m or 2h, not {text!r}")
    minutes = int(found[1]) * (1 if found[2].lower().startswith("m") else HOUR)
    if minutes == DAY:
        raise FlashcardsError("--every 24h does not say at which time", "--daily 07:00 does")
    if minutes not in _EVEN:
        near = min(_EVEN, key=lambda each: abs(each - minutes))
        raise FlashcardsError(
            f"--every {text} does not divide an hour or a day evenly, which cron cannot do",
            f"the nearest that does: --every {_short(near)}",
        )
    return Times(minutes)


def daily(text: str) -> Times:
    """Read a time of day such as `07:00`. Raises `FlashcardsError`."""
    found = _DAILY.fullmatch(text.strip())
    if found is None:
        raise FlashcardsError(f"--daily must be a time of day, as 07:00 or 19:30, not {text!r}")
    return Times(DAY, int(found[1]) * HOUR + int(found[2]))


def _short(minutes: int) -> str:
    return f"{minutes}m" if minutes < HOUR else f"{minutes // HOUR}h"
