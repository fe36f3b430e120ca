"""One run of a scheduled export: what it does, where it says so, and whom it tells if it fails."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from flashcards.cli.act import act_of
from flashcards.cli.exported import Exported
from flashcards.cli.terminal import say
from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.log import append
from flashcards.scheduling.notifying import notify
from flashcards.scheduling.records import Outcome, keep_outcome, last_outcome
from flashcards.scheduling.schedule import Schedule, as_then
from flashcards.scheduling.systems import Runner


class Scheduled(Struct, frozen=True):
    """A schedule whose time has come."""

    schedule: Schedule
    record: Path
    runner: Runner
    shown: bool
    """Whether somebody watches: cron sends by mail whatever is said."""

    clock: Callable[[], float] = time.time

    def run(self) -> None:
        """Export once. Raises what the export raises, after it was written down and shown."""
        began = int(self.clock())
        then = as_then(os.environ, self.schedule)
        for name in os.environ.keys() - then.keys():
            del os.environ[name]
        os.environ.update(then)
        try:
            exported = act_of(self.schedule.act).once()
        except FlashcardsError as error:
            self._failed(began, error.message, *error.hint.splitlines())
            raise
        except Exception as error:
            told = traceback.format_exc().splitlines()
            self._failed(began, f"{type(error).__name__}: {error}", *told)
            raise
        self._done(began, exported)

    def _done(self, began: int, exported: Exported) -> None:
        said = exported.changes or "nothing new for Anki"
        more = exported.summary if exported.changes else ()
        append(self.schedule.log, f"{Path(self.schedule.deck).name}: {said}", *more)
        keep_outcome(self.record, Outcome(began, ok=True, said=said))
        if self.shown:
            for line in exported.summary:
                say(line)

    def _failed(self, began: int, why: str, *more: str) -> None:
        """Write down why, and tell who is at the desktop, but not again and again."""
        before = last_outcome(self.record)
        with suppress(FlashcardsError):  # a full disk must not hide what is wrong
            append(self.schedule.log, f"failed: {why}", *(f"    {line}" for line in more))
            keep_outcome(self.record, Outcome(began, ok=False, said=why))
        if before is None or before.ok or before.said != why:
            title = f"Flashcards of {Path(self.schedule.vault).name} were not exported"
            notify(self.runner, title, why)
