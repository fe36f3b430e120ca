"""A collection, and what an earlier one had -> the rows that are new or newer.

What a package leaves out stays as it is in Anki. So a package of these does what the whole one
does, wherever the earlier one was imported.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cache.store import NO_DATABASE
from flashcards.ledger import NO_TEXT
from flashcards.model import Kind
from flashcards.package.cards import Row
from flashcards.package.contents import PackageContents
from flashcards.package.rows import CollectionRows
from flashcards.package.whole import not_read_back


class Before(Struct, frozen=True):
    """When things of an earlier package were modified, in seconds since 1970."""

    notes: Mapping[str, int]
    """By guid."""

    notetypes: Mapping[Kind, int]


class Since(Struct, frozen=True):
    """What is new or newer."""

    rows: CollectionRows
    count: int
    """Of Anki notes."""

    fields: tuple[str, ...]
    """Of all of them, to look for the names of media in."""


def rows_since(file: Path, before: Before, contents: PackageContents) -> Since:
    """Return the rows of a collection that are new or newer; `contents` are those of all of it.

    Raises `NotReadBackError` if the collection, which was just written, cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            return _since(database, before, contents)
    except (OSError, *NO_DATABASE) as error:
        raise not_read_back(str(error)) from error


def _since(database: sqlite3.Connection, before: Before, contents: PackageContents) -> Since:
    newer = {id_ for id_, guid, mod in _notes(database) if before.notes.get(guid, 0) < mod}
    wanted = newer | set(_bearers(database, before, contents, newer))
    fields = tuple(text for id_, text in _fields(database) if id_ in wanted)
    decks = _decks(database, wanted)
    notes = _rows(database, "notes", "id", wanted)
    cards = _rows(database, "cards", "nid", wanted)
    bare = replace(contents, notes=(), ledger=NO_TEXT)  # only a whole package remembers
    return Since(CollectionRows(notes, cards, decks, bare), len(newer), fields)


def _bearers(
    database: sqlite3.Connection, before: Before, contents: PackageContents, newer: set[int]
) -> Iterator[int]:
    """Yield a note of each notetype that is newer: Anki takes a notetype only along with a note."""
    for notetype in contents.notetypes:
        if before.notetypes.get(notetype.kind, 0) < contents.notetype_modified.get(
            notetype.kind, 0
        ):
            ids = [id_ for (id_,) in database.execute(_OF_NOTETYPE, (notetype.id,))]
            if newer.isdisjoint(ids):
                yield from ids[:1]


_OF_NOTETYPE = "select id from notes where mid = ? order by id"


def _notes(database: sqlite3.Connection) -> Iterator[tuple[int, str, int]]:
    yield from database.execute("select id, guid, mod from notes")


def _fields(database: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    yield from database.execute("select id, flds from notes")


def _rows(database: sqlite3.Connection, table: str, note: str, wanted: set[int]) -> list[Row]:
    """Return the rows of some notes; `note` is the column that names the note."""
    query = f"select * from {table} where {note} = ? order by id"  # noqa: S608 - our own names
    return [row for id_ in sorted(wanted) for row in database.execute(query, (id_,))]


def _decks(database: sqlite3.Connection, notes: set[int]) -> set[str]:
    """Return the names of the decks in which notes have cards."""
    (decks,) = database.execute("select decks from col").fetchone()
    names = {int(id_): deck["name"] for id_, deck in json.loads(decks).items()}
    return {
        names[deck]
        for note, deck in database.execute("select nid, did from cards")
        if note in notes
    }
