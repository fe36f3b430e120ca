"""What depends on where the output goes: progress, width, colours, characters."""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from typing import Self, TextIO

import click


class Progress:
    """One line on the terminal that is written over; nothing for what takes under a second."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self._stream = stream
        self._shown = shown
        self._next = time.monotonic() + 1.0
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()

    def __call__(self, doing: str, done: int, total: int) -> None:
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 0.1
        line = f"{doing} {done:,} of {total:,}"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = max(self._width, len(line))


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether people watch a stream; one that was closed (`>&-`) is None."""
    return stream is not None and stream.isatty()


def print_anything() -> None:
    """Show `?` for what an output cannot encode, such as `→` on a Windows pipe, and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def utf_8(json_line: str) -> bytes:
    r"""JSON is UTF-8 whatever the terminal is; half a character becomes JSON's own `\u....`."""
    return json_line.encode("utf-8", "backslashreplace")


def terminal_width() -> int:
    """Return the columns to fill: a terminal's own, or enough to read when there is none."""
    return shutil.get_terminal_size((100, 24)).columns if is_terminal(sys.stdout) else 120


_COLOURS = {": error: ": "red", ": warning: ": "yellow", ": info: ": "blue"}


def coloured(line: str) -> str:
    """Colour the severity on a terminal, unless NO_COLOR is set (no-color.org)."""
    if os.environ.get("NO_COLOR") or not is_terminal(sys.stdout):
        return line
    for severity, colour in _COLOURS.items():
        before, found, after = line.partition(severity)
        if found:
            return f"{before}: {click.style(severity[2:-2], fg=colour, bold=True)}: {after}"
    return click.style(line, dim=True)
