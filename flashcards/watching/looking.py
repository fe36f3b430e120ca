"""A vault and the files named from elsewhere in, how they are now out: cheap enough to be repeated.

What is looked at is what an export compares to find out that nothing has changed
(`cache.states.tree`), but for the names that editors and sync programs write under.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from flashcards.cache.states import full_path, state_of, tree
from flashcards.watching.unfinished import is_temporary, unfinished


class Look(Struct, frozen=True):
    """How everything that is read was at one moment."""

    files: frozenset[tuple[str, str]] = frozenset()
    """Path, and size and times, of each file that matters."""

    others: frozenset[tuple[str, str]] = frozenset()
    """The same of files that are named from elsewhere, there or not."""

    unfinished: frozenset[tuple[str, int]] = frozenset()
    """Files with temporary names that somebody is writing, and how large they are."""

    @property
    def there(self) -> bool:
        """Whether there is a vault with anything in it: the place of a drive may be left empty."""
        return bool(self.files)

    def is_as(self, before: Look | None) -> bool:
        """Tell whether nothing that matters has changed since an earlier look.

        A file that nobody had named then is no change: it was read by whoever named it.
        """
        if before is None or self.files != before.files:
            return False
        then = dict(before.others)
        return all(then.get(path, state) == state for path, state in self.others)

    def rests(self, before: Look) -> bool:
        """Tell whether nothing was written since an earlier look, and nobody is about to."""
        is_same = self.files == before.files and self.others == before.others
        return is_same and not self.unfinished


class Watched(Struct):
    """A vault, and what else an export of it reads."""

    root: Path
    always: frozenset[str] = frozenset()
    """Full paths of files from elsewhere that the user has named: settings, libraries."""

    ours: frozenset[str] = frozenset()
    """Full paths of what the export writes, which is never an edit."""

    clock: Callable[[], float] = time.time
    """Seconds since 1970, as files have them."""

    others: frozenset[str] = frozenset()
    """Full paths of all files that are looked at beside the vault's."""

    def __post_init__(self) -> None:
        self.name(())

    def name(self, others: Iterable[str]) -> None:
        """Look at these files, too, from now on, and no longer at those that were named before."""
        named = {*self.always, *others}
        self.others = frozenset(full_path(Path(each)) for each in named) - self.ours

    def look(self) -> Look:
        """Look at everything once."""
        root = str(self.root)
        if not self.root.is_dir():
            return Look(others=self._others())
        files = (
            (path, state)
            for path, state in tree(root, self.ours)
            if state not in _NO_FILE and not is_temporary(os.path.basename(path))  # noqa: PTH119
        )
        return Look(frozenset(files), self._others(), frozenset(unfinished(root, self.clock())))

    def _others(self) -> frozenset[tuple[str, str]]:
        return frozenset((path, state_of(path)) for path in self.others)


_NO_FILE = {"folder", "ours"}
