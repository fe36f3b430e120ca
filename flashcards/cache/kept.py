"""What is kept of an export beside the vault notes: `exported` reads it."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct

from flashcards.cache.exported import Exported, notes_of
from flashcards.cache.states import state_of
from flashcards.cache.store import Store
from flashcards.cache.values import DamagedError
from flashcards.durable import move

_AT_ONCE = 500


class Kept(Struct, frozen=True):
    """Files of an export that lie beside the rows."""

    notes: Path
    """A database with the Anki notes as they went into its package; it may be taken away."""

    blocks: Sequence[tuple[int, Sequence[tuple[int, str, str]]]]
    """Where in its package a file is deflated, and its blocks: how long each is, its digest, and
    that of its piece."""

    digests: Mapping[str, str]
    """Of the packages that it left in their places."""


class PartRow(Struct, frozen=True):
    """What is remembered of one vault note."""

    path: str
    content: str
    """Plain values, as JSON."""

    told: bytes
    """What there is to mend in it; empty if nothing is."""

    uses: tuple[tuple[str, str], ...]
    """By sort and name: what its flashcards depend on, and what they are called."""


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
        if Exported(database, notes_of(store)).value("build") == name:
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
        notes_of(store).unlink(missing_ok=True)


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
    notes = notes_of(store)
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
