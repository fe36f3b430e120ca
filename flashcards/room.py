"""Is there room on the disk for what is going to be written: asked before anything is."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from flashcards.diagnostics import FlashcardsError


def free_bytes(folder: Path) -> int | None:
    """Return how much can still be written below a folder; None if nobody knows.

    Some network file systems say that they have no size at all.
    """
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return usage.free if usage.total else None


def check_room(needs: Mapping[Path, int]) -> None:
    """Raise `FlashcardsError` if a disk has less room than is needed, in bytes by folder.

    A folder that is not there yet will be in the one above it. Folders on one disk share its room.
    """
    together: dict[int, list[Path]] = defaultdict(list)
    for folder in needs:
        together[existing(folder).stat().st_dev].append(folder)
    for folders in together.values():
        needed = sum(needs[folder] for folder in folders)
        free = free_bytes(existing(folders[0]))
        if free is not None and free < needed:
            raise FlashcardsError(
                f"the disk is too full for an export: {megabytes(free)} are free in {folders[0]},"
                f" and about {megabytes(needed)} are needed",
                "nothing was written; make room, or name a place on another disk",
            )


def existing(folder: Path) -> Path:
    """Return a folder, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def megabytes(count: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{count / 1_000_000:,.1f} MB" if count < 10**9 else f"{count / 10**9:,.1f} GB"


def sizes(root: Path, paths: Mapping[str, str]) -> int:
    """Return how many bytes files below a folder have; what is gone has none."""
    total = 0
    for path in paths.values():
        try:
            total += os.stat(f"{root}/{path}").st_size  # noqa: PTH116 - thousands of them
        except OSError:
            continue
    return total
