"""What a user has: a terminal that shows something and is typed at, and the program by its name."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path


def at_a_terminal(
    arguments: Iterable[str | Path],
    typed: str = "",
    environment: Mapping[str, str] | None = None,
) -> tuple[str, int]:
    """Run `flashcards` at a terminal of its own; return what it showed and its exit code."""
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "flashcards", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **(environment or {})},
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    while piece := _read(ours):
        shown += piece
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), process.wait(timeout=60)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux's way to say that the other side is closed
        return b""


def program_in(folder: Path) -> Path:
    """Put a `flashcards` into a new folder, for the PATH; return the folder."""
    folder.mkdir()
    program = folder / "flashcards"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m flashcards "$@"\n')
    program.chmod(0o755)
    return folder
