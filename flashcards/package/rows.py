"""Contents -> rows: genanki's notetypes and decks, our own notes, as Anki's tables want them.

genanki's `Package` and `Note` are not used: they stamp every note with the present, so that each
import rewrites everything, work out cards by rules that are not quite Anki's, and take longer.
"""

from __future__ import annotations

import hashlib
import html
import re
import sqlite3
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from heapq import merge
from pathlib import Path
from typing import Any

from flashcards.model import Kind
from flashcards.notetypes import FieldSpec, Notetype, TemplateSpec
from flashcards.package.contents import PackageContents, PackagedNote

Row = tuple[int | str, ...]

_TO_BE_SYNCED = -1
_PICTURE = re.compile(r"<img [^<>]*?src=\"([^\"<>]*)\"[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class CollectionRows:
    """What a collection is made from, row by row; each is read once."""

    notes: Iterable[Row]
    """In the order of their ids."""

    cards: Iterable[Row]
    decks: Iterable[str]
    kinds: frozenset[Kind]
    """Of the notes."""

    contents: PackageContents
    """For all that is not of one note."""


def rows_of(contents: PackageContents) -> CollectionRows:
    """Return the rows of contents."""
    decks = {each.note.deck for each in contents.notes}
    return CollectionRows(
        note_rows(contents),
        card_rows(contents, deck_ids(decks)),
        decks,
        frozenset(each.note.kind for each in contents.notes),
        contents,
    )


def rows_again(
    file: Path, gone: Container[int], decks: Iterable[str], contents: PackageContents
) -> CollectionRows:
    """Return the rows of a collection that was written before, without the notes of some ids.

    `decks` are those of all its cards, `contents` those of the new collection.
    """
    found = {note[2] for note in _rows_in(file, "notes", 0, gone)}
    return CollectionRows(
        _rows_in(file, "notes", 0, gone),
        _rows_in(file, "cards", 1, gone),
        decks,
        frozenset(notetype.kind for notetype in contents.notetypes if notetype.id in found),
        contents,
    )


def _rows_in(file: Path, table: str, note_id: int, gone: Container[int]) -> Iterator[Row]:
    """Yield the rows of a table but for some notes; `note_id` is the column that names the note."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        for row in database.execute(f"select * from {table} order by id"):  # noqa: S608 - ours
            if row[note_id] not in gone:
                yield row


def first_id_in(file: Path, gone: Container[int]) -> int | None:
    """Return the lowest id of the notes in a collection but for some; None if there is no other."""
    return next((int(note[0]) for note in _rows_in(file, "notes", 0, gone)), None)


def ledger_lines_in(file: Path) -> list[str]:
    """Return the lines of the ledger that a collection carries."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        query = "select line from flashcards_ledger order by rowid"
        return [line for (line,) in database.execute(query)]


def with_notes(rows: CollectionRows, others: PackageContents) -> CollectionRows:
    """Return rows with those of other notes among them."""
    added = rows_of(others)
    return CollectionRows(
        merge(rows.notes, added.notes, key=_id),
        merge(rows.cards, added.cards, key=_id),
        {*rows.decks, *added.decks},
        rows.kinds | added.kinds,
        rows.contents,
    )


def _id(row: Row) -> int | str:
    return row[0]


def deck_ids(names: Iterable[str]) -> dict[str, int]:
    """Return an id for each deck, the same in every package.

    Anki knows decks by name alone, in any case, so spellings of one deck share an id.
    """
    return {name: _deck_id(name) for name in sorted(set(names))}


def deck_rows(ids: Mapping[str, int], created: int) -> dict[str, object]:
    """Return what the `decks` column holds: the decks with cards, and Anki's empty default."""
    import genanki  # noqa: PLC0415  # a tenth of a second that other commands need not wait for

    names = {1: "Default"} | {id_: name for name, id_ in sorted(ids.items(), reverse=True)}
    return {
        # No description: one in the package would replace the user's at every import.
        str(id_): genanki.Deck(id_, name, description="").to_json() | {"mod": created}
        for id_, name in sorted(names.items())
    }


def notetype_rows(contents: PackageContents, kinds: Container[Kind]) -> dict[str, object]:
    """Return what the `models` column holds: the notetypes of the kinds that occur."""
    return {
        # `req` says which fields a card needs; Anki works that out itself.
        str(notetype.id): _model(notetype).to_json(contents.notetype_modified[notetype.kind], None)
        | {"req": []}
        for notetype in contents.notetypes
        if notetype.kind in kinds
    }


def note_rows(contents: PackageContents) -> Iterator[Row]:
    """Yield the rows of `notes`, in the order of their ids."""
    notetypes = {notetype.kind: notetype.id for notetype in contents.notetypes}
    for packaged in _sorted(contents.notes):
        yield _note_row(packaged, notetypes[packaged.note.kind])


def card_rows(contents: PackageContents, ids: Mapping[str, int]) -> Iterator[Row]:
    """Yield the rows of `cards`: new cards, exactly those that each note says it has."""
    for packaged in _sorted(contents.notes):
        for ordinal, card_id in zip(packaged.note.ords, packaged.card_ids, strict=True):
            yield (
                card_id,
                packaged.note_id,
                ids[packaged.note.deck],
                ordinal,
                packaged.modified,
                _TO_BE_SYNCED,
                0,  # type: new
                0,  # queue: new
                packaged.due,
                *(0,) * 8,  # never reviewed: ivl, factor, reps, lapses, left, odue, odid, flags
                "",
            )


def _note_row(packaged: PackagedNote, notetype: int) -> Row:
    note = packaged.note
    fields = tuple(note.fields.values())
    sort_text = _sort_text(fields[0])
    return (
        packaged.note_id,
        note.guid,
        notetype,
        packaged.modified,
        _TO_BE_SYNCED,
        f" {' '.join(sorted(note.tags))} " if note.tags else "",
        "\x1f".join(fields),
        sort_text,
        _checksum(sort_text),
        0,
        "",
    )


def _checksum(text: str) -> int:
    """Return the number by which Anki finds doubles."""
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:4], "big")


def _model(notetype: Notetype) -> Any:
    import genanki  # noqa: PLC0415  # see deck_rows

    return genanki.Model(
        notetype.id,
        notetype.name,
        fields=[_field(field) for field in notetype.fields],
        templates=[_template(template) for template in notetype.templates],
        css=notetype.css,
        model_type={
            Kind.BASIC: genanki.Model.FRONT_BACK,
            Kind.CLOZE: genanki.Model.CLOZE,
        }[notetype.kind],
    )


def _field(field: FieldSpec) -> dict[str, object]:
    return {
        "name": field.name,
        "id": field.id,
        "font": "Arial",
        "description": field.description,
        "collapsed": field.collapsed,
        # Without the field the notetype would no longer be ours, and updates would end.
        "preventDeletion": True,
    }


def _template(template: TemplateSpec) -> dict[str, object]:
    return {
        "name": template.name,
        "id": template.id,
        "qfmt": template.front,
        "afmt": template.back,
    }


def _deck_id(name: str) -> int:
    folded = unicodedata.normalize("NFC", name).casefold()
    hashed = hashlib.blake2b(folded.encode(), digest_size=6).digest()
    return int.from_bytes(hashed, "big") + 2  # neither 0 nor Anki's default deck


def _sort_text(field: str) -> str:
    """Return the field as Anki sorts by it, and looks for doubles by: text and file names."""
    if "<" in field:
        field = _TAG.sub("", _PICTURE.sub(r" \1 ", field))
    return html.unescape(field).replace("\xa0", " ").strip()


def _sorted(notes: Iterable[PackagedNote]) -> list[PackagedNote]:
    return sorted(notes, key=lambda packaged: packaged.note_id)
