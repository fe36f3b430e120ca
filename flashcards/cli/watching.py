"""A watcher and an act in; one line for each time that it was done, out."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

from msgspec import Struct

from flashcards.cli.act import Act
from flashcards.cli.bugs import bug_lines
from flashcards.cli.terminal import say
from flashcards.diagnostics import FlashcardsError
from flashcards.watching import Look, Watched, Watcher

_RETRY, _LONGEST_RETRY = 60.0, 3600.0
"""Seconds after which one that has failed is tried again, doubled each time: disks become free."""


class Watch(Struct):
    """Exports for as long as it runs."""

    act: Act
    watched: Watched
    watcher: Watcher
    clock: Callable[[], str] = lambda: time.strftime("%H:%M:%S")
    failure: str = ""
    """What was wrong the last time; empty if nothing was."""

    def run(self) -> None:
        """Export now and after each edit, until interrupted."""
        request = self.act.request
        self._say(f"watching {request.vault} (Ctrl-C ends)")
        before: Look | None = None
        retry = inf
        while True:
            seen = self.watcher.next(before, retry)
            if seen.there:
                self._welcome(before)
                if not seen.is_as(before):
                    self.failure, retry = "", inf  # an edit is told of its own failure
                again = _RETRY if retry == inf else min(2 * retry, _LONGEST_RETRY)
                retry = inf if self._once() else again
            elif before is None or before.there:
                self._say(f"{request.vault} is gone or empty; waiting until it is back", err=True)
                retry = inf
            before = seen

    def _welcome(self, before: Look | None) -> None:
        if before is not None and not before.there:
            self._say(f"{self.act.request.vault} is back")

    def _once(self) -> bool:
        """Export once, say so in a line, and tell whether it could be done."""
        try:
            exported = self.act.once()
        except FlashcardsError as error:
            self._fail(error.message, error.hint)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            self._fail(f"{error.filename or self.act.request.vault}: {why}", "")
        except Exception as error:  # noqa: BLE001 - one odd state of a vault must not end the watch
            message, *more = bug_lines(error)
            self._fail(message, "\n".join(more))
        else:
            self.failure = ""
            self.watched.name(exported.others)
            self._say(f"{self.act.deck.name}: {exported.changes or 'nothing new for Anki'}")
            return True
        return False

    def _fail(self, message: str, hint: str) -> None:
        """Say what is wrong, but not again and again while it is the same."""
        if not self.watched.root.is_dir():
            return  # it went away during the export, which is said next
        if self.failure != message:
            self.failure = message
            self._say(f"not exported: {message}", err=True)
            for line in hint.splitlines():
                say(f"         {line}", err=True)

    def _say(self, line: str, *, err: bool = False) -> None:
        if err or not self.act.request.quiet:
            say(f"{self.clock()} {line}", err=err)
