"""What the last export of a vault was made of, vault note by vault note, as plain rows.

Beside the rows lies a database with the Anki notes of that export, as they went into its package.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flashcards.cache.states import state_of
from flashcards.cache.store import DAMAGE, Store
from flashcards.cache.values import DamagedError

_AT_ONCE = 500


class Exported:
    """The last export, for reading; `DamagedError` if something of it is not as it was kept."""

    def __init__(self, database: sqlite3.Connection, notes: Path) -> None:
        """Take the open cache, and the database with the Anki notes."""
        self._database = database
        self.notes = notes

    def value(self, key: str) -> Any:
        """Return a plain value that was kept."""
        return _plain(self._ask("select value from exported where key = ?", key))

    def content(self, key: str) -> bytes:
        """Return bytes that were kept; none if they were not."""
        found = self._ask("select value from exported where key = ?", key)
        return bytes(found[0][0]) if found and isinstance(found[0][0], bytes) else b""

    def files(self) -> dict[str, str]:
        """Return the state of every file of the vault, by full path."""
        return dict(self._ask("select path, state from files"))

    def parts(self, paths: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what is remembered of vault notes, by path."""
        query = "select path, content from parts where path in"
        for path, content in self._of(query, paths):
            yield path, _plain([(content,)])

    def told(self) -> Iterator[tuple[str, bytes]]:
        """Yield what there is to mend in each vault note in which there is something."""
        yield from self._ask("select path, told from parts where told != x''")

    def users(self, sort: str, names: Sequence[str]) -> Iterator[str]:
        """Yield the paths of the vault notes that use one of the names."""
        query = "select path from uses where sort = ? and name in"
        for (path,) in self._of(query, names, sort):
            yield path

    def used(self, sort: str) -> list[tuple[str, str]]:
        """Return name and path of every use of a sort."""
        query = "select name, path from uses where sort = ?"
        return self._ask(query, sort)

    def count_of(self, word: str) -> int:
        """Return in how many entries of the ledger a word is."""
        query = "select count from words where word = ?"
        found = self._ask(query, word)
        return int(found[0][0]) if found else 0

    def _of(self, query: str, names: Sequence[str], *first: str) -> Iterator[tuple[Any, ...]]:
        for at in range(0, len(names), _AT_ONCE):
            some = names[at : at + _AT_ONCE]
            places = ", ".join("?" * len(some))
            yield from self._ask(f"{query} ({places})", *first, *some)

    def _ask(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(query, values).fetchall()
        except DAMAGE as error:
            raise DamagedError(str(error)) from error


def _plain(rows: Sequence[tuple[Any, ...]]) -> Any:
    """Return the value that a row holds as JSON."""
    try:
        ((text,),) = rows
        return json.loads(text)
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


@contextmanager
def last_exported(store: Store) -> Iterator[Exported | None]:
    """Open what is known of the last export; None if nothing is, or if it does not fit together."""
    with store.opened() as database:
        exported = Exported(database, notes_of(store)) if database else None
        yield exported if exported and _fits(exported) else None


def _fits(exported: Exported) -> bool:
    """Tell whether the database with the Anki notes is the one that was kept."""
    try:
        return bool(exported.value("kept") == state_of(str(exported.notes)))
    except DamagedError:  # or there was no export yet
        return False


def notes_of(store: Store) -> Path:
    """Return where the Anki notes of the last export are."""
    return store.file.with_suffix(".notes")
