"""Contents -> the bytes of a collection: one SQLite database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from flashcards.package.rows import CollectionRows, Row, deck_ids, deck_rows, notetype_rows
from flashcards.package.schema import APPLICATION_ID, DECK_PRESETS, INDEXES, PREFERENCES, TABLES

# The page size is SQLite's default of today; `secure_delete` blanks what would be left over from
# pages that were split, which differs between versions of SQLite.
_SETTINGS = f"""
pragma journal_mode = off;
pragma synchronous = off;
pragma locking_mode = exclusive;
pragma page_size = 4096;
pragma secure_delete = on;
pragma application_id = {APPLICATION_ID};
"""


def collection_bytes(rows: CollectionRows, file: Path) -> bytes:
    """Return the database that a package holds; the same bytes for the same contents.

    It is made in `file`, which must not be there yet: in memory it would take twice its size.
    """
    with closing(sqlite3.connect(file)) as database:
        database.executescript(_SETTINGS + TABLES)
        _insert(database, "col", 13, [_col_row(rows)])
        _insert(database, "notes", 11, rows.notes)
        _insert(database, "cards", 18, rows.cards)
        _insert(database, "flashcards_ledger", 1, ((line,) for line in rows.contents.ledger_lines))
        database.commit()
        database.executescript(INDEXES)
    return file.read_bytes()


def _insert(database: sqlite3.Connection, table: str, columns: int, rows: Iterable[Row]) -> None:
    places = ", ".join("?" * columns)
    database.executemany(f"insert into {table} values ({places})", rows)  # noqa: S608  # our names


def _col_row(rows: CollectionRows) -> Row:
    contents = rows.contents
    return (
        1,
        contents.created,
        contents.created * 1000,  # changed
        contents.created * 1000,  # schema changed
        11,  # version of the schema
        0,
        0,
        0,  # never synced
        _json(PREFERENCES),
        _json(notetype_rows(contents, rows.kinds)),
        _json(deck_rows(deck_ids(rows.decks), contents.created)),
        _json(DECK_PRESETS),
        "{}",  # tags; an empty text makes Anki refuse the package
    )


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
