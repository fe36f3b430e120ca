"""A user timer of systemd: an entry in, a service and a timer out.

Missed times are caught up by `Persistent`. A user's timers run while the user is logged in, or
always after `loginctl enable-linger`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from flashcards.scheduling.systems import PREFIX, Entry, Ran, Runner, delete, must, write
from flashcards.scheduling.times import DAY, HOUR, Times

_SYSTEMCTL = ("systemctl", "--user", "--no-ask-password")

_BY_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')

_SERVICE = """\
# Written by `flashcards schedule add`, which writes it anew.
[Unit]
Description={about}

[Service]
Type=oneshot
ExecStart={command}
TimeoutStartSec=2h
Nice=10
"""

_TIMER = """\
# Written by `flashcards schedule add`, which writes it anew.
[Unit]
Description={about}

[Timer]
OnCalendar={calendar}
Persistent=true
AccuracySec=1s
RandomizedDelaySec=0

[Install]
WantedBy=timers.target
"""


class Systemd(Struct, frozen=True):
    """The systemd of one user."""

    run: Runner
    folder: Path
    """Where the user's own units are: `systemd/user` in the folder for settings."""

    name: str = "systemd"

    def answers(self) -> bool:
        """Tell whether a user manager is there to be told: in containers and over sudo none is."""
        return self._systemctl("show", "--property=Version").code == 0

    def shown(self, entry: Entry) -> str:
        """Return both units and the commands."""
        files = [f"# {path}\n{text}" for path, text in self._files(entry).items()]
        commands = [f"$ {' '.join((*_SYSTEMCTL, *each))}" for each in _begin(entry.name)]
        return "\n".join((*files, *commands))

    def add(self, entry: Entry) -> None:
        """Write both units and start the timer."""
        for path, text in self._files(entry).items():
            write(path, text.encode("utf-8", "surrogateescape"))
        for command in _begin(entry.name):
            must(self._systemctl(*command), "start the timer of systemd")

    def remove(self, name: str) -> None:
        """Stop the timer and delete both units."""
        timer = self._path(name, "timer")
        if timer.exists():
            must(self._systemctl("disable", "--now", timer.name), "stop the timer of systemd")
        for kind in ("timer", "service"):
            delete(self._path(name, kind))
        self._systemctl("daemon-reload")

    def has(self, name: str) -> bool:
        """Tell whether the timer will start at the next login, too."""
        return self._systemctl("is-enabled", self._path(name, "timer").name).code == 0

    def _files(self, entry: Entry) -> dict[Path, str]:
        return {
            self._path(entry.name, "service"): service_unit(entry),
            self._path(entry.name, "timer"): timer_unit(entry),
        }

    def _path(self, name: str, kind: str) -> Path:
        return self.folder / f"{PREFIX}-{name}.{kind}"

    def _systemctl(self, *arguments: str) -> Ran:
        return self.run((*_SYSTEMCTL, *arguments))


def _begin(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the commands after which a timer has the times that it has now, from now on."""
    timer = f"{PREFIX}-{name}.timer"
    return (("daemon-reload",), ("enable", timer), ("restart", timer))


def service_unit(entry: Entry) -> str:
    """Return the unit that runs an export once."""
    return _SERVICE.format(about=_description(entry.about), command=command_line(entry.command))


def timer_unit(entry: Entry) -> str:
    """Return the unit that starts it."""
    return _TIMER.format(about=_description(entry.about), calendar=calendar(entry.times))


def calendar(times: Times) -> str:
    """Return times as systemd.time(7) writes them."""
    if times.every == DAY:
        return f"*-*-* {times.clock}:00"
    if times.every < HOUR:
        return f"*-*-* *:00/{times.every}:00"
    return f"*-*-* 00/{times.every // HOUR}:00:00"


def command_line(command: Sequence[str]) -> str:
    """Return what ExecStart= is to start.

    systemd refuses programs with quotes and backslashes in their path, even if they are escaped;
    the shell starts those.
    """
    if any(mark in command[0] for mark in "\"'\\"):
        command = (*_BY_SHELL, *command)
    program, *arguments = command
    return " ".join((quoted(program, program=True), *map(quoted, arguments)))


def quoted(argument: str, *, program: bool = False) -> str:
    """Return an argument of ExecStart=, by systemd.service(5), "Command lines".

    `%` begins a specifier everywhere; `$` a variable, but not in the path of the program.
    """
    escaped = _escaped(argument.replace("\\", "\\\\").replace('"', '\\"'))
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"' if program else f'"{escaped.replace("$", "$$")}"'


def _description(about: str) -> str:
    """Return words for people; a backslash at the end would join the next line to them."""
    return _escaped(f"{about} " if about.endswith("\\") else about)


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
