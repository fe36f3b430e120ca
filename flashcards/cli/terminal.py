"""What depends on where the output goes: progress, width, colours, characters."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from typing import Self, TextIO

import click


class Progress:
    """One line on the terminal that is written over; nothing for what takes under a second."""

    def __init__(
        self, stream: TextIO, *, shown: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._shown = shown
        self._clock = clock
        self._next = clock() + 1.0
        self._width = 0
        self._doing = ""
        self._began = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def __call__(self, doing: str, done: int, total: int) -> None:
        if not self._shown:
            return
        now = self._clock()
        if doing != self._doing:
            self._doing, self._began = doing, now
        if now < self._next:
            return
        self._next = now + 0.1
        left = time_left(now - self._began, done, total)
        line = f"{doing} {done:,} of {total:,}{left and f', {left}'}"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = max(self._width, len(line))


_ENOUGH_TO_GUESS = 1.0
"""In seconds; what began just now may go on quite otherwise."""


def time_left(passed: float, done: int, total: int) -> str:
    """Say how long the rest will take if it goes on as so far; empty if nobody can tell yet.

    `passed` is in seconds.
    """
    if passed < _ENOUGH_TO_GUESS or not 0 < done <= total:
        return ""
    seconds = round(passed * (total - done) / done)
    if seconds < 60:
        return f"{seconds} s left"
    minutes = round(seconds / 60)
    return f"{minutes} min left" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min left"


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether people watch a stream; one that was closed (`>&-`) is None."""
    return stream is not None and stream.isatty()


def print_anything() -> None:
    """Show `?` for what an output cannot encode, such as `→` on a Windows pipe, and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(line: str, *, err: bool = False) -> None:
    """Print a line in which names and words of the vault stand."""
    click.echo(harmless(line), err=err)


def harmless(line: str) -> str:
    r"""Return a line that moves no cursor and turns no text around; of colours it may have any.

    A file may be called `\x1b[2J`, which clears the screen, or look like another one's name.
    """
    return _CONTROL.sub(lambda found: f"<{ord(found[0]):04X}>", line)


def utf_8(json_line: str) -> bytes:
    r"""JSON is UTF-8 whatever the terminal is; half a character becomes JSON's own `\u....`."""
    return json_line.encode("utf-8", "backslashreplace")


def terminal_width() -> int:
    """Return the columns to fill: a terminal's own, or enough to read when there is none."""
    return shutil.get_terminal_size((100, 24)).columns if is_terminal(sys.stdout) else 120


def has_colours(stream: TextIO | None) -> bool:
    """Tell whether to colour what goes to a stream: a terminal, unless NO_COLOR (no-color.org)."""
    no_colour = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not no_colour and is_terminal(stream)


# Of the escapes those of colours stay, which are ours; then what changes the direction of writing.
_CONTROL = re.compile(
    "\x1b(?!\\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)

_COLOURS = {": error: ": "red", ": warning: ": "yellow", ": info: ": "blue"}


def coloured(line: str, stream: TextIO | None = None) -> str:
    """Colour the severity of a line that goes to a stream, otherwise to the output."""
    if not has_colours(stream or sys.stdout):
        return line
    for severity, colour in _COLOURS.items():
        before, found, after = line.partition(severity)
        if found:
            return f"{before}: {click.style(severity[2:-2], fg=colour, bold=True)}: {after}"
    return click.style(line, dim=True)
