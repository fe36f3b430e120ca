"""The user's crontab: an entry in, one line of it out.

Cron forgets the times at which a computer was off or asleep. What runs every hour or more often
has its next time soon; for the rest cron looks every ten minutes whether a time has come since
the last run.
"""

from __future__ import annotations

from msgspec import Struct

from flashcards.scheduling.systems import Entry, Ran, Runner, must
from flashcards.scheduling.times import HOUR, Times

_LOOKS = 10
"""Minutes between two looks whether something was missed."""

_NOTHING = "no crontab"
"""What crontab says, in English, of users who have none."""


class Cron(Struct, frozen=True):
    """The crontab of one user."""

    run: Runner
    name: str = "cron"

    def shown(self, entry: Entry) -> str:
        """Return the line."""
        return f"# in your crontab (crontab -l)\n{cron_line(entry)}"

    def add(self, entry: Entry) -> None:
        """Put the line into the crontab, in the place of one that is there."""
        self._write(with_line(self._read(), entry.name, cron_line(entry)))

    def remove(self, name: str) -> None:
        """Take the line out of the crontab."""
        before = self._read()
        after = with_line(before, name, None)
        if after != before:
            self._write(after)

    def has(self, name: str) -> bool:
        """Tell whether the crontab has the line."""
        text = self._read()
        return with_line(text, name, None) != text

    def _read(self) -> str:
        ran = self._crontab("-l")
        if ran.code and _NOTHING in ran.err:
            return ""
        return must(ran, "read your crontab").out

    def _write(self, text: str) -> None:
        must(self._crontab("-", text=text), "write your crontab")

    def _crontab(self, argument: str, text: str = "") -> Ran:
        return self.run(("env", "LC_ALL=C", "crontab", argument), text)


def cron_line(entry: Entry) -> str:
    """Return the line of the crontab; its end, a comment for the shell, names the entry."""
    times, looks = cron_times(entry.times)
    command = " ".join(map(quoted, entry.due() if looks else entry.command))
    return f"{times} {command} {_mark(entry.name)}"


def cron_times(times: Times) -> tuple[str, bool]:
    """Return minutes and hours as crontab(5) writes them, and whether they are looks only."""
    if times.every == HOUR:
        return "0 * * * *", False
    if times.every < HOUR:
        return f"*/{times.every} * * * *" if times.every > 1 else "* * * * *", False
    first = times.at % _LOOKS
    return f"{first}-59/{_LOOKS} * * * *" if first else f"*/{_LOOKS} * * * *", True


def quoted(argument: str) -> str:
    r"""Return an argument for the shell, in a line of a crontab.

    Cron makes a new line of `%` unless it stands behind a backslash, within quotes, too. Crons
    differ in what they make of `\\`, so no backslash of the argument is ever before another, or
    before a `%`: the quotes are closed and opened again between them.
    """
    parts = (part.replace("\\", "\\''").replace("%", "\\%") for part in argument.split("'"))
    return "'" + "'\"'\"'".join(parts) + "'"


def with_line(crontab: str, name: str, line: str | None) -> str:
    """Return a crontab in which the line of an entry is this one, or none; the rest stays."""
    mark = _mark(name)
    lines = crontab.removesuffix("\n").split("\n") if crontab else []
    lines = [each for each in lines if not each.rstrip().endswith(mark)]
    lines += [] if line is None else [line]
    return "".join(f"{each}\n" for each in lines)


def _mark(name: str) -> str:
    return f"# flashcards {name}"
