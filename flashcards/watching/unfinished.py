"""A vault's folder in, the files of it that somebody is writing just now, out.

Editors write beside a file and rename; sync programs do so for each file that arrives, and git
holds a lock while it changes the working tree. A file that was left behind long ago counts no more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

GRACE = 60.0
"""Seconds for which a temporary file shows that somebody writes: a slow download pauses, too."""

_GIT_LOCK = Path(".git", "index.lock")

_ARRIVING = r"""
      .* \. (?: tmp | temp | part | partial | crdownload | download | !sync )
    | ~syncthing~ .*              # Syncthing on Windows
    | \.goutputstream-.*          # GLib: gedit, Nautilus
    | \.[^/]+ \. (?: [0-9A-Za-z]{6} | ~[0-9a-f]+ )   # rsync; Nextcloud and ownCloud
"""
"""Names of files that will be renamed to something else as soon as they are whole."""

_BESIDE = r"""
      .* ~                        # Emacs, Vim and others keep the last version so
    | .* \. (?: swp | swx )       # Vim, for as long as a file is open
    | \#.* \# | \.\#.*            # Emacs, for as long as it has changes; its lock
    | ~\$ .* | ~WRL \d+ .*        # Office
    | .* ___jb_(?:tmp|old)___     # JetBrains
    | 4913                        # Vim tries whether it may write into a folder
"""
"""Names of files that stay as they are beside what somebody edits, or go away."""

_FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
_IS_ARRIVING = re.compile(_ARRIVING, _FLAGS)
_IS_TEMPORARY = re.compile(f"{_ARRIVING} | {_BESIDE}", _FLAGS)


def is_temporary(name: str) -> bool:
    """Tell by its name whether a file is only there while another one is written or edited."""
    return _IS_TEMPORARY.fullmatch(name) is not None


def unfinished(root: str, now: float) -> Iterator[tuple[str, int]]:
    """Yield path and size of each file that was written in the last minute and is not whole yet.

    `now` is in seconds since 1970.
    """
    for path in (*_arriving_files(root), *_git_locks(root)):
        try:
            status = os.stat(path)  # noqa: PTH116 - text is what the walk yields
        except OSError:
            continue  # it has just been renamed, which the next look sees
        if abs(now - status.st_mtime) < GRACE:
            yield path, status.st_size


def _arriving_files(root: str) -> Iterator[str]:
    """Yield the paths of files with such names, in all folders that are read."""
    folders = [root]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.startswith("."):
                            folders.append(entry.path)
                    elif _IS_ARRIVING.fullmatch(entry.name):
                        yield entry.path
        except OSError:
            continue  # the folder went away while we looked


def _git_locks(root: str) -> Iterator[str]:
    """Yield where git has its lock while it checks out: the vault may be a part of a repository."""
    folder = Path(root)
    return (str(each / _GIT_LOCK) for each in (folder, *folder.parents))
