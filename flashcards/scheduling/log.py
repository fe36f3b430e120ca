"""Lines in, a log file that never grows large out."""

from __future__ import annotations

import logging
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flashcards.diagnostics import FlashcardsError

LARGEST = 256 * 1024
"""Bytes of a log, after which a new one is begun."""

OLDER = 3
"""Logs that are kept beside it."""


def append(log: Path, *lines: str, largest: int = LARGEST) -> None:
    """Write lines with the time of day. Raises `FlashcardsError`."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log, maxBytes=largest, backupCount=OLDER, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FlashcardsError(f"cannot write the log {log}: {why}") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    try:
        for line in lines:
            handler.handle(logging.LogRecord("", logging.INFO, "", 0, line, None, None))
    finally:
        handler.close()


def tail(log: Path, lines: int) -> list[str]:
    """Return the last lines of a log and the one before it. Raises `FlashcardsError`."""
    last: deque[str] = deque(maxlen=lines)
    try:
        for path in (log.with_name(f"{log.name}.1"), log):
            if path.exists():
                with path.open(encoding="utf-8", errors="replace") as file:
                    last.extend(line.rstrip("\n") for line in file)
    except OSError as error:
        raise FlashcardsError(f"cannot read the log {log}: {error.strerror or error}") from error
    return list(last)
