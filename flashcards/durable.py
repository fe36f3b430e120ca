"""Files that are there whole or not at all, also after a crash or a power cut.

A file is written under another name in the folder where it belongs, made durable, and renamed. A
rename within one folder is one step; the folder must be made durable as well, or a power cut may
bring the old file back. Files of the cache need none of this: what is damaged there is made again.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Name a file beside another one, for writing; what is left of it in the end is removed."""
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def remove_leftovers(path: Path) -> None:
    """Remove what killed runs left beside a file; only while nobody else is writing it.

    Beside a file that was to be a database SQLite may have left a journal of its own.
    """
    target = Path(os.path.realpath(path))
    for leftover in target.parent.glob(f".{glob.escape(target.name)}.*.tmp*"):
        with suppress(OSError):
            leftover.unlink()


def flush(output: IO[bytes]) -> None:
    """Have what was written to an open file on the disk before anything else is done."""
    output.flush()
    os.fsync(output.fileno())


def put_in_place(file: Path, target: Path) -> None:
    """Rename a durable file; whoever looks sees the old one or the new one.

    Raises `OSError` only if nothing was renamed.
    """
    file.replace(target)
    make_durable(target.parent)


def make_durable(folder: Path) -> None:
    """Have the names in a folder on the disk.

    Windows cannot open a folder, and needs no such thing; some network folders refuse it. By then
    the files are in their places, so that it is no reason to say that they are not.
    """
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def move(file: Path, target: Path) -> None:
    """Have a file that is not durable in another place; on another disk it is a copy."""
    try:
        file.rename(target)
    except OSError:
        shutil.copyfile(file, target)


def write_whole(
    target: Path, content: Iterable[bytes | memoryview], mode: int | None = None
) -> None:
    """Write a file, piece by piece; one that is there already is replaced.

    `mode` are its permissions; None keeps those of the file that is there.
    Raises `OSError` if it cannot be written; the file is then as it was.
    """
    with beside(target) as temporary:
        opener = partial(os.open, mode=0o666 if mode is None else mode)
        with open(temporary, "xb", opener=opener) as output:
            output.writelines(content)
            flush(output)
        if mode is None:
            with suppress(FileNotFoundError):
                temporary.chmod(target.stat().st_mode & 0o7777)
        put_in_place(temporary, target)
