"""What the operating system tells about changed files: the door to watchfiles.

It only wakes who waits. Two kinds of folders are listened to: the vault, with all that is below
it, and those that hold a single file, since a program that saves by renaming makes a new file,
which nobody would hear of who listens to the old one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct, field

SETTINGS = ".obsidian"

_GROUPED = 200
"""Milliseconds for which changes in a row are one."""

_STEP = 100
"""Milliseconds between two looks at what the system has told, and whether to stop."""

_ESTABLISHED = 300
"""Milliseconds after which one is told for the first time, if only that nothing has changed."""

_POLLING = 2.0
"""Seconds between looks where the system tells nothing, for all its watches are taken."""


class Ears(Struct):
    """Listens to a vault and to single files; used from one thread."""

    root: Path
    heartbeat: float = 30.0
    """Seconds after which to look without being told."""

    trouble: str = ""
    """Why the system tells nothing, and one has to look every few seconds; empty if it does."""

    _heard: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _listened_to: object = None

    def seconds(self) -> float:
        """Return after how many seconds to look without being told."""
        return min(_POLLING, self.heartbeat) if self.trouble else self.heartbeat

    def wait(self, seconds: float) -> None:
        """Wait until something was heard since the last time, for so many seconds at most."""
        self._heard.wait(seconds)
        self._heard.clear()

    def listen(self, files: Iterable[str]) -> None:
        """Listen to the vault, if it is there, and to these files, given as full paths.

        Call it before each wait: a vault that went away and came back is another folder.
        """
        single = frozenset((*files, str(self.root)))
        folders = frozenset(os.path.dirname(path) for path in single)  # noqa: PTH120 - text
        there = {each: _identity(each) for each in (*folders, str(self.root))}
        wanted = (single, frozenset(there.items()))
        if wanted == self._listened_to:
            return
        self.close()
        self._stop, self._listened_to, self.trouble = threading.Event(), wanted, ""
        root = self.root
        if there[str(root)]:
            self._begin((str(root),), lambda _kind, path: is_read(root, path), recursive=True)
        beside = tuple(sorted(each for each in folders if there[each]))
        if beside:
            self._begin(beside, lambda _kind, path: path in single, recursive=False)

    def close(self) -> None:
        """Listen to nothing any more."""
        self._stop.set()
        self._listened_to = None

    def _begin(
        self, folders: tuple[str, ...], wanted: Callable[[object, str], bool], *, recursive: bool
    ) -> None:
        arguments = (folders, wanted, recursive, self._stop)
        threading.Thread(target=self._hear, args=arguments, daemon=True).start()

    def _hear(
        self,
        folders: tuple[str, ...],
        wanted: Callable[[object, str], bool],
        recursive: bool,
        stop: threading.Event,
    ) -> None:
        """Wake who waits, at every change, and once as soon as changes are told."""
        from watchfiles import watch  # noqa: PLC0415 - most runs have no need of it

        try:
            told = watch(
                *folders,
                watch_filter=wanted,
                debounce=_GROUPED,
                step=_STEP,
                stop_event=stop,
                rust_timeout=_ESTABLISHED,
                yield_on_timeout=True,
                raise_interrupt=False,
                recursive=recursive,
                ignore_permission_denied=True,
            )
            first = True
            for changes in told:
                if changes or first:
                    self._heard.set()  # the first time: what was changed until now is not told
                first = False
        except (OSError, RuntimeError) as error:
            # no more watches (Linux gives each user so many), or the folder has just gone away
            if not stop.is_set():
                self.trouble = str(error)
                self._heard.set()


def is_read(root: Path, path: str) -> bool:
    """Tell whether a path of the vault can matter to an export: windows of Obsidian do not."""
    parts = Path(path).relative_to(root).parts if Path(path).is_relative_to(root) else ()
    if parts[:1] == (SETTINGS,):
        return not (len(parts) > 1 and parts[1].startswith((".", "workspace")))
    return not any(part.startswith(".") for part in parts)


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)  # noqa: PTH116 - text is what is listened to
    except OSError:
        return None
    return status.st_dev, status.st_ino
