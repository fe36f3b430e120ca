"""An export in, a package of what changed since an earlier one out: for phones and slow links.

Imported where that earlier one was, it gives the same collection as the whole package does. It
carries no ledger: only a whole package remembers everything.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError
from flashcards.durable import remove_leftovers
from flashcards.ledger import Ledger
from flashcards.memory import ledger_in
from flashcards.memory_files import Memory, removed_package
from flashcards.package import (
    Before,
    check_output,
    digest_in_place,
    is_our_package,
    rows_since,
    staged_rows,
    staged_with,
)
from flashcards.writing import Writing

_NAME = re.compile(r"[a-z0-9._-]+")
"""What names of media in a package are made of."""


class Written(Struct, frozen=True):
    """What became of a package of changes."""

    count: int
    """How many flashcards changed."""

    is_there: bool
    """Whether it was written: also if only the look of the cards changed."""


NOTHING = Written(0, is_there=False)


class ChangesPackage(Struct, frozen=True):
    """Where to write what changed."""

    path: Path
    since: Path | None = None
    """The earlier package; None: the last export."""

    def check(self, memory: Memory) -> None:
        """Raise `FlashcardsError` if it cannot be written, or would overwrite another package."""
        others = [memory.package, memory.package and removed_package(memory.package), self.since]
        same = {os.path.realpath(other) for other in others if other is not None}
        if os.path.realpath(self.path) in same:
            raise FlashcardsError(
                f"{self.path} cannot be the package of changes as well", "give it another name"
            )
        check_output(self.path)

    def write(self, memory: Memory, writing: Writing, root: Path, database: Path) -> Written:
        """Write it, from a database with all Anki notes of the export.

        Before the export replaces what was remembered of the last one. What changed since the
        last export stays in its file until something changes again. Raises `FlashcardsError` if
        the earlier package is none of this vault, or if the file cannot be written.
        """
        remove_leftovers(self.path)
        before = self._before(memory, writing.ledger)
        since = rows_since(database, before, writing.rows.contents)
        if not since.fields:
            if self.since and is_our_package(self.path):
                self.path.unlink()
            return NOTHING
        words = {word for text in since.fields for word in _NAME.findall(text)}
        media = {name: path for name, path in writing.attachments.items() if name in words}
        with (
            staged_rows(self.path, since.rows) as collection,
            staged_with(self.path, collection, media, root) as package,
        ):
            if digest_in_place(self.path) != package.digest:
                package.publish()
        return Written(since.count, is_there=True)

    def _before(self, memory: Memory, ledger: Ledger) -> Before:
        earlier = _of_vault(self.since, ledger) if self.since else _last(memory)
        if earlier is None:
            return Before({}, {})
        return Before(
            {guid: entry.modified for guid, entry in earlier.entries.items()},
            {kind: stamp.modified for kind, stamp in earlier.notetypes.items()},
        )


def _last(memory: Memory) -> Ledger | None:
    return next((found for path in memory.packages if (found := ledger_in(path))), None)


def _of_vault(package: Path, ledger: Ledger) -> Ledger:
    earlier = ledger_in(package)
    if earlier is None:
        raise FlashcardsError(
            f"{package} is no whole package that flashcards wrote",
            "name one that `flashcards export` wrote, as it was imported",
        )
    if earlier.vault_id != ledger.vault_id:
        raise FlashcardsError(
            f"{package} was made from another vault, {earlier.vault_name}",
            "name an earlier package of this vault",
        )
    return earlier
