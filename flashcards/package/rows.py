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
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cache.store import NO_DATABASE
from flashcards.model import Kind
from flashcards.model.texts import SEPARATOR
from flashcards.notetypes import FieldSpec, Notetype, TemplateSpec
from flashcards.package.cards import TO_BE_SYNCED, Row, card_rows
from flashcards.package.contents import PackageContents, PackagedNote
from flashcards.package.whole import not_read_back

_PICTURE = re.compile(r"<img [^<>]*?src=\"([^\"<>]*)\"[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")

_MADE_BY_ANKI = 11
"""Levels of a deck: of a deeper one Anki makes no missing parents, and refuses the whole package
("deck nesting level too deep")."""


class CollectionRows(Struct, frozen=True):
    """What a collection is made from, row by row; each is read once."""

    notes: Iterable[Row]
    cards: Iterable[Row]
    decks: Iterable[str]
    """Of all its cards."""

    contents: PackageContents
    """For all that is not of one note."""

    earlier: Path | None = None
    """A collection of which it is made as well."""

    is_spare: bool = False
    """Whether nobody else has need of that one: it may be taken away."""

    gone: frozenset[int] = frozenset()
    """The ids of the notes in that one which do not go on."""


def rows_of(contents: PackageContents) -> CollectionRows:
    """Return the rows of contents."""
    decks = {each.note.deck for each in contents.notes}
    notes, cards = note_rows(contents), card_rows(contents, deck_ids(decks))
    return CollectionRows(notes, cards, decks, contents)


def rows_again(
    file: Path,
    gone: frozenset[int],
    decks: Iterable[str],
    contents: PackageContents,
    *,
    is_spare: bool = False,
) -> CollectionRows:
    """Return the rows of a collection that was written before, and those of contents.

    `gone` are the ids of the notes in it that do not go on, `decks` those of its other cards;
    `is_spare` says that nobody else has need of its file.
    """
    added = rows_of(contents)
    together = {*decks, *added.decks}
    return replace(added, decks=together, earlier=file, is_spare=is_spare, gone=gone)


def first_id_in(file: Path, gone: Container[int]) -> int | None:
    """Return the lowest id of the notes in a collection but for some; None if there is no other.

    Raises `NotReadBackError` if it is damaged.
    """
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            ids = database.execute("select id from notes order by id")
            return next((id_ for (id_,) in ids if id_ not in gone), None)
    except NO_DATABASE as error:
        raise not_read_back(str(error)) from error


def deck_ids(names: Iterable[str]) -> dict[str, int]:
    """Return an id for each deck, the same in every package.

    Anki knows decks by name alone, in any case, so spellings of one deck share an id.
    """
    return {name: _deck_id(name) for name in sorted(_with_parents(names))}


def _with_parents(names: Iterable[str]) -> set[str]:
    """Return decks, and those above the deep ones, which Anki would not make by itself."""
    found = set(names)
    for deck in tuple(found):
        levels = deck.split("::")
        if len(levels) > _MADE_BY_ANKI:
            found.update("::".join(levels[:count]) for count in range(1, len(levels)))
    return found


def deck_rows(ids: Mapping[str, int], created: int) -> dict[str, object]:
    """Return what the `decks` column holds: the decks with cards, and Anki's empty default."""
    import genanki  # noqa: PLC0415  # a tenth of a second that other commands need not wait for

    return {
        # No description: one in the package would replace the user's at every import.
        str(id_): genanki.Deck(id_, name, description="").to_json() | {"mod": created}
        for id_, name in sorted(_names(ids).items())
    }


def deck_names(names: Iterable[str]) -> set[str]:
    """Return the names of the decks that `deck_rows` makes for decks with cards."""
    return set(_names(deck_ids(names)).values())


def _names(ids: Mapping[str, int]) -> dict[int, str]:
    return {1: "Default"} | {id_: name for name, id_ in sorted(ids.items(), reverse=True)}


def notetype_rows(contents: PackageContents, occurring: Container[int]) -> dict[str, object]:
    """Return what the `models` column holds: the notetypes that occur, told by their ids."""
    return {
        # `req` says which fields a card needs; Anki works that out itself.
        str(notetype.id): _model(notetype).to_json(contents.notetype_modified[notetype.kind], None)
        | {"req": []}
        for notetype in contents.notetypes
        if notetype.id in occurring
    }


def note_rows(contents: PackageContents) -> Iterator[Row]:
    """Yield the rows of `notes`, in the order of their ids."""
    notetypes = {notetype.kind: notetype.id for notetype in contents.notetypes}
    for packaged in _sorted(contents.notes):
        yield _note_row(packaged, notetypes[packaged.note.kind])


def _note_row(packaged: PackagedNote, notetype: int) -> Row:
    note = packaged.note
    fields = note.fields.joined
    sort_text = _sort_text(fields.partition(SEPARATOR)[0])
    return (
        packaged.note_id,
        note.guid,
        notetype,
        packaged.modified,
        TO_BE_SYNCED,
        f" {' '.join(sorted(note.tags))} " if note.tags else "",
        fields,
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
