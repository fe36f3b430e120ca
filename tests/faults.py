"""Exports that go wrong: in a process of its own, each fault in a copy of it.

`python faults.py VAULT DECK kill|interrupt|error [OPTION...]` exports once, with these options, for
every step that an export takes on the disk - a file opened for writing, renamed, removed, made
durable, a database opened - and has that step kill the process, be interrupted (Ctrl-C), or fail as
on a broken disk. After each it says what is there, and what the next export makes of it, without
options. A step below none of the two folders is none of ours.

`python faults.py VAULT DECK record` exports once, and says each step.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

from flashcards.cli import main_group
from flashcards.diagnostics import FlashcardsError
from flashcards.memory import remember
from flashcards.memory_files import memory_of
from flashcards.package import read_package

NOW = 1_750_000_000
KILLED, UNDISTURBED = 137, 99

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "60606000000005000109a2c9f70000000049454e44ae426082"
)
EARLIER = "## Flashcards\nWhat? :: That ![[a.png]]\nWho? :: Her\nWhen? :: Now\n"
LATER = "## Flashcards\nWhat? :: This ![[a.png]]\nWho? :: Her\nHow? :: So\n"
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_fsync = os.fsync


Step = Callable[[str, str, str], None]
"""Told of each: what is done, to which file, and where it goes; inodes of what is made durable."""


def watch(folders: tuple[Path, ...], step: Step) -> None:
    """Tell of each step on the disk below the folders, before it is done; it cannot be undone."""
    below = tuple(map(str, folders))

    def see(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            seen = bool(int(str(arguments[2] or 0)) & _WRITING)
        else:
            seen = event in {"os.rename", "os.remove", "os.mkdir", "os.chmod", "sqlite3.connect"}
        if not seen:
            return  # of other events the arguments may be values that are still being made
        paths = [os.fsdecode(str(each)).removeprefix("file://") for each in arguments[:2]]
        if paths[0].startswith(below):
            step(event, paths[0], paths[-1])

    def fsync(descriptor: int) -> None:
        step("fsync", str(os.fstat(descriptor).st_ino), "")
        _fsync(descriptor)

    sys.addaudithook(see)
    os.fsync = fsync


class Fault:
    """Lets one step of an export go wrong."""

    def __init__(self, wrong: int, fault: str) -> None:
        self.left = wrong
        self.fault = fault

    def __call__(self, *_: str) -> None:
        self.left -= 1
        if self.left == 0:
            if self.fault == "kill":
                os._exit(KILLED)
            if self.fault == "interrupt":
                raise KeyboardInterrupt
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def in_copy(act: Callable[[], None]) -> int:
    """Run it in a copy of this process; return its exit code."""
    child = os.fork()
    if child == 0:
        code = 70
        with contextlib.suppress(BaseException):
            code = _code_of(act)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _code_of(act: Callable[[], None]) -> int:
    try:
        act()
    except FlashcardsError:
        return 2
    except click.Abort:
        return 130
    return 0


def export(vault: Path, deck: Path, *more: str) -> None:
    main_group.main(["export", str(vault), str(deck), "-q", *more], standalone_mode=False)


def digests(vault: Path, deck: Path) -> dict[str, str]:
    """Return what an export leaves behind, by name, as digests."""
    files = [*deck.parent.glob("*"), *(vault / ".flashcards").glob("*")]
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in files
        if path.is_file() and not path.name.startswith(("lock", ".deck", ".last", ".ledger"))
    }


def sound(vault: Path, deck: Path) -> bool:
    """Tell whether package and ledger can be read, and go with each other."""
    known, _ = remember(memory_of(vault, package=deck))
    package = read_package(deck)
    return package is not None and known is not None and known.package == package.digest


def prepared(vault: Path, deck: Path) -> None:
    """Make a vault that was exported and then edited: one flashcard changed, one gone, one new."""
    for folder in (vault, deck.parent):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    (vault / "a.png").write_bytes(PNG)
    (vault / "a.md").write_text(EARLIER)
    os.environ["SOURCE_DATE_EPOCH"] = str(NOW)
    export(vault, deck)
    os.environ["SOURCE_DATE_EPOCH"] = str(NOW + 60)
    (vault / "a.md").write_text(LATER)


def record(vault: Path, deck: Path) -> None:
    """Print each step of a first export and of one of changes as a line of JSON."""
    steps: list[tuple[str, str, str]] = []

    def step(event: str, path: str, to: str) -> None:
        steps.append((event, str(Path(path).stat().st_ino) if event == "os.rename" else path, to))

    watch((vault, deck.parent), step)
    prepared(vault, deck)
    export(vault, deck)
    for each in steps:
        print(json.dumps(each))  # noqa: T201


def main(vault: Path, deck: Path, fault: str, *options: str) -> None:
    """Print a line of JSON for each step that goes wrong, and at last for one that does not."""
    number, code = 0, 0
    while code != UNDISTURBED:
        number += 1
        prepared(vault, deck)

        def go_wrong(number: int = number) -> None:
            step = Fault(number, fault)
            watch((vault, deck.parent), step)
            export(vault, deck, *options)
            if step.left > 0:
                os._exit(UNDISTURBED)

        code = in_copy(go_wrong)
        said = {"step": number, "code": code, "package": digests(vault, deck)[deck.name]}
        said["sound"] = sound(vault, deck)
        said["next"] = in_copy(lambda: export(vault, deck))
        print(json.dumps({**said, "healed": digests(vault, deck)}), flush=True)  # noqa: T201


if __name__ == "__main__":
    given = Path(sys.argv[1]), Path(sys.argv[2])
    if sys.argv[3] == "record":
        record(*given)
    else:
        main(*given, *sys.argv[3:])
