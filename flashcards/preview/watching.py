"""A vault's folder in, a stamp that differs after every save out: cheap, so that it can be polled.

What is looked at is what a build reads: the files of the vault, the settings of Obsidian's
plugins, and files that were named from elsewhere. Obsidian's own window state is none of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_SETTINGS = ".obsidian"
_WINDOWS = (".", "workspace")

Stamp = frozenset[tuple[str, int, int]]
"""Path, time of the last change in nanoseconds, size; of each file."""


def stamp(root: Path, others: Iterable[Path] = ()) -> Stamp:
    """Return the stamp of a vault as it is now."""
    return frozenset((*_files(str(root)), *_named(others)))


def _files(root: str) -> Iterator[tuple[str, int, int]]:
    folders = [root]
    while folders:
        try:
            folder = folders.pop()
            left_out = _WINDOWS if folder.endswith(_SETTINGS) else (".",)
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if _is_read(entry):
                            folders.append(entry.path)
                    elif not entry.name.startswith(left_out):
                        status = entry.stat()
                        yield entry.path, status.st_mtime_ns, status.st_size
        except OSError:
            continue  # it went away while we looked, and the next stamp will differ


def _is_read(folder: os.DirEntry[str]) -> bool:
    return not folder.name.startswith(".") or folder.name == _SETTINGS


def _named(files: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        yield str(file), status.st_mtime_ns, status.st_size
