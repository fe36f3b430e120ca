"""A launch agent of macOS: an entry in, a property list out.

launchd starts what it missed while asleep, but not what it missed while the computer was off.
`RunAtLoad` starts it at login, too; `--due` then looks whether a time has come since the last run.
`StartInterval` would be simpler, but misses what falls into sleep (launchd.plist(5)).
"""

from __future__ import annotations

import os
import plistlib
from pathlib import Path

from msgspec import Struct

from flashcards.scheduling.systems import PREFIX, Entry, Runner, delete, must, write
from flashcards.scheduling.times import HOUR, Times


class Launchd(Struct, frozen=True):
    """The launchd of one user."""

    run: Runner
    folder: Path
    """Where the user's agents are: `Library/LaunchAgents` at home."""

    name: str = "launchd"

    def shown(self, entry: Entry) -> str:
        """Return the property list and the command."""
        path = self._path(entry.name)
        load = " ".join(("launchctl", "bootstrap", _domain(), f"'{path}'"))
        return f"# {path}\n{agent(entry).decode()}\n$ {load}"

    def add(self, entry: Entry) -> None:
        """Write the agent and load it."""
        path = self._path(entry.name)
        write(path, agent(entry))
        self._unload(entry.name)
        must(self.run(("launchctl", "bootstrap", _domain(), str(path))), "load the launch agent")

    def remove(self, name: str) -> None:
        """Unload the agent and delete it."""
        self._unload(name)
        delete(self._path(name))

    def has(self, name: str) -> bool:
        """Tell whether the agent is loaded."""
        return self.run(("launchctl", "print", f"{_domain()}/{_label(name)}")).code == 0

    def _unload(self, name: str) -> None:
        self.run(("launchctl", "bootout", f"{_domain()}/{_label(name)}"))  # it may not be there

    def _path(self, name: str) -> Path:
        return self.folder / f"{_label(name)}.plist"


def agent(entry: Entry) -> bytes:
    """Return the property list of an agent."""
    return plistlib.dumps(
        {
            "Label": _label(entry.name),
            "ProgramArguments": list(entry.due()),
            "StartCalendarInterval": calendar(entry.times),
            "RunAtLoad": True,
            "ProcessType": "Background",
        }
    )


def calendar(times: Times) -> list[dict[str, int]]:
    """Return times as launchd has them; what is left out stands for every one."""
    if times.every <= HOUR:
        return [{"Minute": minute} for minute in range(0, HOUR, times.every)]
    return [{"Hour": hour, "Minute": minute} for hour, minute in times.of_day()]


def _label(name: str) -> str:
    return f"{PREFIX}.{name}"


def _domain() -> str:
    return f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"
