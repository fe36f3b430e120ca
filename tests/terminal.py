"""A terminal for tests: what a program shows when somebody sits at one, and types."""

from __future__ import annotations

import os
import pty
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
