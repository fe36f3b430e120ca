"""Files in, whether they are as they were out: by size and times, and by content where times lie.

Two writes within one tick of a file system's clock leave the same size and times behind, so a file
that was written shortly before it was looked at is known by its content, too. Git calls such an
entry of its index racy and does the same.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use, that of FAT."""

_PIECE = 1 << 20

_FLEETING = {"lock", "lock.holder", "delivered.jsonl"}
"""Names in our folder that come and go, and that no export reads."""


class States(Struct, frozen=True):
    """How files were when they were looked at."""

    digest: str
    """Of the path, the size and the times of each."""

    recent: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """A digest of the content of each that was written shortly before, by path."""

    def still_hold(self, now: States) -> bool:
        """Tell whether the files that were looked at `now` are as they were."""
        return self.digest == now.digest and all(
            content_digest(path) == digest for path, digest in self.recent.items()
        )


def look(listed: Sequence[tuple[str, str]], now: int) -> States:
    """Return how files are, given as path and state; `now` is in nanoseconds since 1970."""
    text = "\n".join(f"{path}\0{state}" for path, state in listed)
    digest = hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    recent = {path: content_digest(path) for path, state in listed if written(state) > now - TICK}
    return States(digest, MappingProxyType(recent))


def tree(root: str, ours: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the path and the state of every file below a folder, but for dot files and folders.

    Links are followed within the folder: what stands elsewhere is no part of it, and may be the
    whole computer. Of files that are `ours`, which each export writes, only the path counts.
    What cannot be looked at is a state as well: what is mended later is then seen.
    """
    folders, seen = [root], set[tuple[int, int]]()
    inside = os.path.realpath(root)
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            yield folder, f"unreadable {error.errno}"
            continue
        for entry in found:
            if entry.path in ours:
                yield entry.path, "ours"
            elif _is_folder(entry):
                folders += _only_once(entry, seen, inside)
                yield entry.path, "folder"
            else:
                yield entry.path, _state_of_entry(entry, inside)


def state_of(path: str) -> str:
    """Return the state of a file, or which names are in a folder; what is missing has one, too."""
    try:
        status = os.stat(path)  # noqa: PTH116 - thousands of them
        if stat.S_ISDIR(status.st_mode):
            return "folder " + "/".join(sorted(set(os.listdir(path)) - _FLEETING))  # noqa: PTH208
        return _state(status)
    except (OSError, ValueError):
        return "missing"


def written(state: str) -> int:
    """Return when a file was written last, in nanoseconds since 1970; 0 if it is none."""
    size, _, times = state.partition(" ")
    return max(map(int, times.split())) if size.isdecimal() else 0


def full_path(path: Path) -> str:
    """Return a full path as text; what is a link stays one."""
    return os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - text is wanted


def content_digest(path: str) -> str:
    """Return a digest of what a file holds; empty if it cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - thousands of them
            while piece := file.read(_PIECE):
                digest.update(piece)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def _only_once(entry: os.DirEntry[str], seen: set[tuple[int, int]], inside: str) -> list[str]:
    """Return a folder to look into; one that links lead to again and again, once."""
    if entry.is_symlink():
        if not Path(os.path.realpath(entry.path)).is_relative_to(inside):
            return []
        try:
            status = entry.stat()
        except OSError:
            return []
        if (status.st_dev, status.st_ino) in seen:
            return []
        seen.add((status.st_dev, status.st_ino))
    return [entry.path]


def _state_of_entry(entry: os.DirEntry[str], inside: str) -> str:
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if not Path(target).is_relative_to(inside):
            return f"link to {target}"
    try:
        return _state(entry.stat())
    except OSError as error:
        return f"unreadable {error.errno}"


def _state(status: os.stat_result) -> str:
    if not stat.S_ISREG(status.st_mode):
        return f"no file {status.st_mode}"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
