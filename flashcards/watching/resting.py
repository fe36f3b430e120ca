"""Looks at a vault in; the moments when it rests after an edit, out."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

from msgspec import Struct

from flashcards.watching.looking import Look

PATIENCE = 300.0
"""Seconds after which a vault in which something is written all the time is taken as it is."""

_AWAY = 1.0
"""Seconds between looks for a vault that is not there: no system tells of a drive plugged in."""


class Watcher(Struct, frozen=True):
    """Waits for edits, and until they have settled."""

    look: Callable[[], Look]

    wait: Callable[[float], object]
    """Waits until something may have changed, for so many seconds at most."""

    settle: float
    """Seconds in which nothing may be written for a vault to be at rest."""

    heartbeat: Callable[[], float] = lambda: 30.0
    """Seconds after which to look without being told: network drives tell nothing."""

    patience: float = PATIENCE
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def next(self, before: Look | None, at_most: float = inf) -> Look:
        """Return how the vault is as soon as it rests and is not as it was `before`.

        After `at_most` seconds it is returned as it is, once it rests. A vault that has gone away
        is returned at once.
        """
        end = self.clock() + at_most
        while True:
            seen = self._different(before, end)
            if seen.there:
                seen = self._resting(seen)
            if not seen.is_as(before) or self.clock() >= end:
                return seen

    def _different(self, before: Look | None, end: float) -> Look:
        seen = self.look()
        while seen.is_as(before) and self.clock() < end:
            away = inf if seen.there else _AWAY
            self.wait(min(self.heartbeat(), away, end - self.clock()))
            seen = self.look()
        return seen

    def _resting(self, seen: Look) -> Look:
        end = self.clock() + self.patience
        while self.clock() < end:
            self.sleep(self.settle)
            before, seen = seen, self.look()
            if seen.rests(before):
                break
        return seen
