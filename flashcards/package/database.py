"""Rows -> a collection: one SQLite database, the same bytes for the same rows."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from flashcards.durable import move
from flashcards.package.cards import Row
from flashcards.package.rows import (
    CollectionRows,
    deck_ids,
    deck_names,
    deck_rows,
    notetype_rows,
)
from flashcards.package.schema import (
    APPLICATION_ID,
    CALENDAR,
    DECK_PRESETS,
    FIRST_MOMENT,
    INDEXES,
    PREFERENCES,
    TABLES,
)

# The page size is SQLite's default of today; `secure_delete` blanks what would be left over from
# pages that were split, which differs between versions of SQLite.
_SETTINGS = """
pragma journal_mode = off;
pragma synchronous = off;
pragma locking_mode = exclusive;
pragma page_size = 4096;
pragma secure_delete = on;
"""


def write_collection(rows: CollectionRows, work: Path, file: Path) -> None:
    """Write the database that a package holds to `file`; `work` is for what comes before it.

    SQLite's VACUUM copies it row by row in the order of ids, so that its bytes tell what is in it
    and not how it came there: whether from rows that were all made anew, or from an earlier
    collection of which some were replaced. Neither file may be there yet.
    """
    with closing(_opened(rows, work)) as database:
        gone = [(id_,) for id_ in sorted(rows.gone)]
        database.executemany("delete from notes where id = ?", gone)
        database.executemany("delete from cards where nid = ?", gone)
        _insert(database, "notes", 11, rows.notes)
        _insert(database, "cards", 18, rows.cards)
        notetypes, begin = frozenset(_notetypes_in(database, rows)), _first_moment(database, rows)
        if not _says_the_same(database, rows, notetypes, begin):
            database.execute("delete from col")
            _insert(database, "col", 13, [_col_row(rows, notetypes, begin)])
        database.commit()
        if rows.earlier is None:
            database.executescript(INDEXES)
        database.execute("pragma schema_version = 1")  # VACUUM counts on from there
        database.execute("vacuum into ?", (str(file),))


def _opened(rows: CollectionRows, work: Path) -> sqlite3.Connection:
    """Open an empty collection, or an earlier one: a file takes less memory than one in memory."""
    if rows.earlier is None:
        return _afresh(work)
    (move if rows.is_spare else shutil.copyfile)(rows.earlier, work)
    return _prepared(work, _SETTINGS)


def _afresh(work: Path) -> sqlite3.Connection:
    return _prepared(work, f"{_SETTINGS}{TABLES}pragma application_id = {APPLICATION_ID};")


def _prepared(work: Path, script: str) -> sqlite3.Connection:
    database = sqlite3.connect(work)
    try:
        database.executescript(script)
    except BaseException:  # an earlier one may be damaged
        database.close()
        raise
    return database


def _first_moment(database: sqlite3.Connection, rows: CollectionRows) -> int:
    """Return from when on days are counted; it matters only if a card is anything but new."""
    scheduled = database.execute("select 1 from cards where type <> 0 limit 1").fetchone()
    return rows.contents.created if scheduled is None else FIRST_MOMENT


def _says_the_same(
    database: sqlite3.Connection, rows: CollectionRows, notetypes: frozenset[int], begin: int
) -> bool:
    """Tell whether an earlier collection has the same decks and notetypes, from the same time.

    A notetype is another whenever its time is, so that they need not be made to be compared.
    """
    found = database.execute("select crt, mod, models, decks from col").fetchone()
    if found is None or found[:2] != (begin, rows.contents.created * 1000):
        return False
    models, decks = (json.loads(text) for text in found[2:])
    modified = {
        str(notetype.id): rows.contents.notetype_modified[notetype.kind]
        for notetype in rows.contents.notetypes
        if notetype.id in notetypes
    }
    return {key: each["mod"] for key, each in models.items()} == modified and {
        each["name"] for each in decks.values()
    } == deck_names(rows.decks)


def _notetypes_in(database: sqlite3.Connection, rows: CollectionRows) -> Iterator[int]:
    for notetype in rows.contents.notetypes:
        query = "select 1 from notes where mid = ? limit 1"
        if database.execute(query, (notetype.id,)).fetchone():
            yield notetype.id


def _insert(database: sqlite3.Connection, table: str, columns: int, rows: Iterable[Row]) -> None:
    places = ", ".join("?" * columns)
    database.executemany(f"insert into {table} values ({places})", rows)  # noqa: S608  # our names


def _col_row(rows: CollectionRows, notetypes: frozenset[int], begin: int) -> Row:
    contents = rows.contents
    return (
        1,
        begin,
        contents.created * 1000,  # changed
        contents.created * 1000,  # schema changed
        11,  # version of the schema
        0,
        0,
        0,  # never synced
        _json(PREFERENCES | CALENDAR if begin == FIRST_MOMENT else PREFERENCES),
        _json(notetype_rows(contents, notetypes)),
        _json(deck_rows(deck_ids(rows.decks), contents.created)),
        _json(DECK_PRESETS),
        "{}",  # tags; an empty text makes Anki refuse the package
    )


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
