"""What the systems' schedulers have in common: an entry in, and programs that are started."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError
from flashcards.durable import write_whole
from flashcards.scheduling.times import Times

PREFIX = "vault-flashcards"
"""Before the name of each schedule, where a system keeps those of other programs, too."""

_PATIENCE = 60.0
"""Seconds for a program of the system; they take none."""


class Ran(Struct, frozen=True):
    """How a program ended, and what it said."""

    code: int
    out: str = ""
    err: str = ""


class Runner(Protocol):
    """Starts a program of the operating system and waits for it."""

    def __call__(
        self, command: Sequence[str], text: str = "", environment: Mapping[str, str] | None = None
    ) -> Ran:
        """Run a command with a text as its input; code 127 if there is no such program."""


def run_program(
    command: Sequence[str], text: str = "", environment: Mapping[str, str] | None = None
) -> Ran:
    """Run a program, in this environment or else in ours."""
    try:
        ran = subprocess.run(  # noqa: S603 - the commands are ours, each argument by itself
            list(command),
            input=os.fsencode(text),
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            env=environment,
            cwd=Path.home().anchor or None,
        )
    except FileNotFoundError as error:
        return Ran(127, err=f"{error.filename}: not there")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(126, err=str(error))
    return Ran(ran.returncode, os.fsdecode(ran.stdout), os.fsdecode(ran.stderr))


class Entry(Struct, frozen=True):
    """What a system's scheduler is told."""

    name: str
    """ASCII letters, digits and dashes."""

    times: Times
    command: tuple[str, ...]
    """The program, by its full path, and its arguments."""

    about: str
    """One line for people who look at the system's own list."""

    def due(self) -> tuple[str, ...]:
        """Return the command for systems that start it too often: it looks whether it is time."""
        return (*self.command, "--due")


class System(Protocol):
    """A scheduler that an operating system has."""

    @property
    def name(self) -> str:
        """As `--system` takes it."""

    def shown(self, entry: Entry) -> str:
        """Return what `add` would write, and where."""

    def add(self, entry: Entry) -> None:
        """Write an entry, in the place of one with the same name. Raises `FlashcardsError`."""

    def remove(self, name: str) -> None:
        """Remove an entry, if it is there. Raises `FlashcardsError`."""

    def has(self, name: str) -> bool:
        """Tell whether an entry is there."""


def must(ran: Ran, doing: str) -> Ran:
    """Return how a program ended; raise `FlashcardsError` if it could not do what it was to."""
    if ran.code:
        said = " ".join((ran.err or ran.out).split())
        raise FlashcardsError(f"cannot {doing}: {said or f'it ended with {ran.code}'}")
    return ran


def write(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all, and its folder. Raises `FlashcardsError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, [content], mode=0o600)  # options may hold a key
    except OSError as error:
        raise FlashcardsError(f"cannot write {path}: {_why(error)}") from error


def delete(path: Path) -> None:
    """Delete a file, if it is there. Raises `FlashcardsError`."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FlashcardsError(f"cannot delete {path}: {_why(error)}") from error


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
