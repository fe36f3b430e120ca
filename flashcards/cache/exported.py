"""What the last export of a vault was made of, vault note by vault note, as plain rows.

Beside the rows lies a database with the Anki notes of that export, as they went into its package.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flashcards.cache.states import state_of
from flashcards.cache.store import DAMAGE, Store
from flashcards.cache.values import DamagedError
from flashcards.durable import move

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """Files of an export that lie beside the rows."""

    notes: Path
    """A database with the Anki notes as they went into its package; it may be taken away."""

    blocks: Sequence[tuple[int, Sequence[tuple[int, str, str]]]]
    """Where in its package a file is deflated, and its blocks: how long each is, its digest, and
    that of its piece."""

    digests: Mapping[str, str]
    """Of the packages that it left in their places."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """What is remembered of one vault note."""

    path: str
    content: str
    """Plain values, as JSON."""

    told: bytes
    """What there is to mend in it; empty if nothing is."""

    uses: tuple[tuple[str, str], ...]
    """By sort and name: what its flashcards depend on, and what they are called."""


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
        exported = Exported(database, _notes(store)) if database else None
        yield exported if exported and _fits(exported) else None


def _fits(exported: Exported) -> bool:
    """Tell whether the database with the Anki notes is the one that was kept."""
    try:
        return bool(exported.value("kept") == state_of(str(exported.notes)))
    except DamagedError:  # or there was no export yet
        return False


def keep_build(
    store: Store,
    values: Mapping[str, object],
    files: Iterable[tuple[str, str]],
    parts: Callable[[], Iterable[PartRow]],
    words: Mapping[str, int],
) -> str:
    """Remember what an export of everything is about to write; the last one is forgotten.

    Returns a name for `keep_written`, empty if nothing is remembered. `parts` are made as they are
    written, so that not all of them are in memory.
    """
    name = secrets.token_hex(8)
    done = False

    def write(database: sqlite3.Connection) -> None:
        nonlocal done
        for table in ("exported", "files", "parts", "uses", "words"):
            database.execute(f"delete from {table}")  # noqa: S608 - our own names
        database.executemany("insert into files values (?, ?)", files)
        made = iter(parts())
        while some := [*islice(made, _AT_ONCE)]:
            _insert_parts(database, some)
        database.executemany("insert into words values (?, ?)", words.items())
        _insert_values(database, {**values, "build": name})
        done = True

    store.write(write)
    return name if done else ""


def keep_written(store: Store, name: str, kept: Kept, values: Mapping[str, object]) -> None:
    """Remember what became of a build that `keep_build` gave a name."""

    def write(database: sqlite3.Connection) -> None:
        if Exported(database, _notes(store)).value("build") == name:
            _insert_values(database, {**values, **taken})

    taken = _take(store, kept)
    if taken:
        with suppress(DamagedError):
            store.write(write)


def keep_changes(
    store: Store,
    kept: Kept,
    values: Mapping[str, object],
    files: tuple[Iterable[tuple[str, str]], Iterable[str]],
    parts: Sequence[PartRow],
    words: Counter[str],
) -> None:
    """Remember an export of some vault notes.

    `files` are those that changed or came with their states, and those that are gone; `words`
    says in how many more entries a word is now.
    """
    now, gone = files

    def write(database: sqlite3.Connection) -> None:
        database.executemany("insert or replace into files values (?, ?)", now)
        database.executemany("delete from files where path = ?", ((path,) for path in gone))
        _delete_parts(database, [part.path for part in parts])
        _insert_parts(database, parts)
        database.executemany(
            "insert into words values (?, ?)"
            " on conflict do update set count = count + excluded.count",
            words.items(),
        )
        _insert_values(database, {**values, **taken})

    taken = _take(store, kept)
    if taken:
        store.write(write)


def forget_exported(store: Store) -> None:
    """Forget the last export: nothing is known of it that could be gone on with."""
    with suppress(OSError):
        _notes(store).unlink(missing_ok=True)


def _delete_parts(database: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Forget vault notes; all uses are looked through for as many of them as go into one query."""
    for at in range(0, len(paths), _AT_ONCE):
        some = paths[at : at + _AT_ONCE]
        places = ", ".join("?" * len(some))
        for table in ("uses", "parts"):
            database.execute(f"delete from {table} where path in ({places})", some)  # noqa: S608


def _insert_parts(database: sqlite3.Connection, parts: Sequence[PartRow]) -> None:
    rows = ((part.path, part.content, part.told) for part in parts)
    database.executemany("insert into parts values (?, ?, ?)", rows)
    uses = sorted((sort, name, part.path) for part in parts for sort, name in part.uses)
    database.executemany("insert into uses values (?, ?, ?)", uses)


def _insert_values(database: sqlite3.Connection, values: Mapping[str, object]) -> None:
    rows = (
        (key, value if isinstance(value, bytes) else json.dumps(value))
        for key, value in values.items()
    )
    database.executemany(
        "insert into exported values (?, ?)"
        " on conflict do update set value = excluded.value where value != excluded.value",
        rows,
    )


def _take(store: Store, kept: Kept) -> dict[str, object]:
    """Put the database beside the cache; return what is to be known of it all, or nothing."""
    notes = _notes(store)
    try:
        notes.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        forget_exported(store)
        move(kept.notes, notes)
    except OSError:
        return {}
    return {
        "kept": state_of(str(notes)),
        "blocks": kept.blocks,
        "digests": dict(kept.digests),
    }


def _notes(store: Store) -> Path:
    return store.file.with_suffix(".notes")
