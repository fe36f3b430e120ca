"""One export of a vault at a time: the second waits, then says who holds the lock.

The lock is the operating system's own, so that a killed export never leaves one behind; the file
beside it only tells people who has it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from flashcards.diagnostics import FlashcardsError

PATIENCE = 60.0
"""Seconds to wait for another export, which takes a few even for a large vault."""


@contextmanager
def exclusive(ledger: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a ledger's folder, which is made if it is not there.

    Raises `FlashcardsError` if another export still holds it after `patience` seconds, or if the
    folder cannot be written to.
    """
    holder = ledger.with_name("lock.holder")
    lock = FileLock(ledger.with_name("lock"))
    try:
        ledger.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise FlashcardsError(
            f"another export of this vault is running: {_told(holder)}",
            "wait until it is done, or end it, and try again",
        ) from error
    except OSError as error:
        raise FlashcardsError(
            f"cannot write to {ledger.parent}: {error.strerror or error}",
            "without its ledger an export would not know which flashcards Anki already has;"
            " --ledger names another place for it",
        ) from error
    try:
        with suppress(OSError):
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}", "utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _told(holder: Path) -> str:
    try:
        return holder.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return "it does not say which process it is"
