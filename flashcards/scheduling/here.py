"""This computer in, its schedulers, and the one to use, out."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.cron import Cron
from flashcards.scheduling.launchd import Launchd
from flashcards.scheduling.systemd import Systemd
from flashcards.scheduling.systems import Runner, System
from flashcards.scheduling.task_scheduler import TaskScheduler


class Here(Struct, frozen=True):
    """A user's account on a computer."""

    run: Runner
    folder: Path
    """Where schedules are kept."""

    platform: str = sys.platform
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def system(self, name: str | None = None) -> System:
        """Return the scheduler of this name, or else the one that this computer has.

        Raises `FlashcardsError` if there is none.
        """
        if name is not None:
            return self._named(name)
        if self.platform == "win32":
            return self._named("windows")
        if self.platform == "darwin":
            return self._named("launchd")
        systemd = self._systemd()
        if systemd.answers():
            return systemd
        if self.run(("env", "LC_ALL=C", "crontab", "-l")).code != _NOT_THERE:
            return Cron(self.run)
        raise FlashcardsError(
            "neither systemd nor crontab is here to start anything at a time",
            "have your own scheduler run `flashcards export`, or leave `flashcards watch` running",
        )

    def _named(self, name: str) -> System:
        systems: dict[str, System] = {
            "systemd": self._systemd(),
            "cron": Cron(self.run),
            "launchd": Launchd(self.run, Path.home() / "Library" / "LaunchAgents"),
            "windows": TaskScheduler(self.run, self.folder, self._user()),
        }
        return systems[name]

    def _systemd(self) -> Systemd:
        settings = self.environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
        return Systemd(self.run, Path(settings) / "systemd" / "user")

    def _user(self) -> str:
        names = (self.environment.get("USERDOMAIN"), self.environment.get("USERNAME"))
        return "\\".join(filter(None, names)) or "user"


_NOT_THERE = 127


def interpreter(run: Runner, executable: str = sys.executable) -> str:
    """Return the Python that a system is to start; it must find this program from anywhere.

    Raises `FlashcardsError` if it does not.
    """
    quiet = Path(executable).with_name("pythonw.exe")  # which opens no window on Windows
    program = str(quiet) if quiet.exists() else executable
    if not program:
        raise FlashcardsError("no scheduler can be told which Python runs this program")
    bare = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    ran = run((program, "-P", "-m", "flashcards", "--version"), environment=bare)
    if ran.code:
        raise FlashcardsError(
            f"{program} does not find flashcards when the system starts it",
            "install it, instead of running it from its folder or with PYTHONPATH",
        )
    return program


_NEEDED = ("HOME", "SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP")
