"""A collection's database -> its Anki notes.

Schema 11 keeps notetypes and decks as JSON in the one row of `col`; from schema 15 on they have
tables of their own, whose names are compared by Anki's collation `unicase`.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flashcards.cache.store import NO_DATABASE
from flashcards.collection.values import Collection, CollectionNote, CollectionNotetype
from flashcards.diagnostics import FlashcardsError
from flashcards.model import Kind

NEWEST_SCHEMA = 18

_CLOZE = b"\x08\x01"
"""How the settings of a cloze notetype begin: field 1, the kind, is 1; of others it is left out."""


def open_database(file: Path, path: Path) -> sqlite3.Connection:
    """Open a collection for reading alone; `path` stands in messages.

    Nothing is written beside it, either. Raises `FlashcardsError` if it is broken.
    """
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    database.create_collation("unicase", _unicase)
    try:
        (said,) = database.execute("pragma quick_check(1)").fetchone()
    except NO_DATABASE as error:
        database.close()
        raise _broken(path, error) from error
    if said != "ok":
        database.close()
        raise _broken(path, said)
    return database


def read_database(database: sqlite3.Connection, path: Path) -> Collection:
    """Read a collection that is open; `path` stands in messages.

    Raises `FlashcardsError` if a newer Anki made it, or if it lacks what a collection has.
    """
    try:
        (schema,) = database.execute("select ver from col").fetchone()
        if schema > NEWEST_SCHEMA:
            raise FlashcardsError(
                f"a newer Anki than this program knows made {path} (schema {schema})",
                'upgrade this program, or export with "Support older Anki versions" ticked',
            )
        notetypes = {each.id: each for each in _notetypes(database)}
        notes = {each.id: each for each in _notes(database, notetypes)}
    except (*NO_DATABASE, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(path, error) from error
    return Collection(notes, notetypes)


def _unicase(one: str, other: str) -> int:
    folded, against = one.casefold(), other.casefold()
    return (folded > against) - (folded < against)


def _broken(path: Path, error: object) -> FlashcardsError:
    return FlashcardsError(
        f"{path} is no whole collection of Anki: {str(error) or 'it is damaged'}",
        "nothing was changed; export the collection again",
    )


def _has_tables(database: sqlite3.Connection) -> bool:
    query = "select count() from sqlite_master where type = 'table' and name = 'notetypes'"
    return bool(database.execute(query).fetchone()[0])


def _notetypes(database: sqlite3.Connection) -> Iterator[CollectionNotetype]:
    if not _has_tables(database):
        (models,) = database.execute("select models from col").fetchone()
        yield from map(_notetype_of_json, json.loads(models).values())
        return
    fields = _names(database, "fields")
    templates = _names(database, "templates")
    for id_, name, config in database.execute("select id, name, config from notetypes"):
        kind = Kind.CLOZE if bytes(config).startswith(_CLOZE) else Kind.BASIC
        yield CollectionNotetype(id_, name, kind, tuple(fields[id_]), tuple(templates[id_]))


def _names(database: sqlite3.Connection, table: str) -> Mapping[int, list[str]]:
    """Return the names of what notetypes have, in their order."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = f"select ntid, name from {table} order by ntid, ord"  # noqa: S608  # our own words
    for notetype, name in database.execute(query):
        found[notetype].append(name)
    return found


def _notetype_of_json(model: Mapping[str, Any]) -> CollectionNotetype:
    return CollectionNotetype(
        id=int(model["id"]),
        name=str(model["name"]),
        kind=Kind.CLOZE if model["type"] else Kind.BASIC,
        fields=tuple(str(each["name"]) for each in model["flds"]),
        templates=tuple(str(each["name"]) for each in model["tmpls"]),
    )


def _notes(
    database: sqlite3.Connection, notetypes: Mapping[int, CollectionNotetype]
) -> Iterator[CollectionNote]:
    decks = _decks(database)
    cards: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for note, ordinal, deck, home in database.execute(
        "select nid, ord, did, odid from cards order by nid, ord"
    ):
        cards[note].append((ordinal, home or deck))  # a filtered deck holds it for a while
    reviews = Counter(dict(database.execute(_REVIEWS)))
    for id_, guid, notetype, modified, fields in database.execute(
        "select id, guid, mid, mod, flds from notes"
    ):
        own = cards[id_]
        yield CollectionNote(
            id=id_,
            guid=str(guid),
            notetype=notetypes[notetype],
            modified=modified,
            fields=tuple(fields.split("\x1f")),
            ords=tuple(ordinal for ordinal, _ in own),
            deck=decks.get(own[0][1], "") if own else "",
            reviews=reviews[id_],
        )


# `ease` is 0 for what nobody answered: rescheduling, or cards that were set back.
_REVIEWS = """
select nid, count() from revlog join cards on cards.id = revlog.cid where ease > 0 group by nid
"""


def _decks(database: sqlite3.Connection) -> dict[int, str]:
    if _has_tables(database):
        rows = database.execute("select id, name from decks")
        return {id_: name.replace("\x1f", "::") for id_, name in rows}
    (decks,) = database.execute("select decks from col").fetchone()
    return {int(id_): str(deck["name"]) for id_, deck in json.loads(decks).items()}
