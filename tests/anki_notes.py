"""Anki notes for tests about packages, with as little said as possible."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from flashcards.diagnostics import Span
from flashcards.media import package_name
from flashcards.model import AnkiNote, Flashcard, Identified, Kind, Media, Rendered, Texts
from flashcards.notetypes import NOTETYPES
from flashcards.package import PackageContents, PackagedNote

THEN = 1_700_000_000
"""The seconds at which everything here was exported first."""


def anki_note(
    kind: Kind,
    guid: str,
    fields: Mapping[str, str],
    *,
    ords: tuple[int, ...] = (0,),
    deck: str = "Vault",
    tags: tuple[str, ...] = (),
    media: tuple[tuple[str, str], ...] = (),
) -> AnkiNote:
    """Return an Anki note; fields that are not given are empty, `Id` is the guid."""
    names = next(each.field_names for each in NOTETYPES if each.kind is kind)
    return AnkiNote(
        guid=guid,
        kind=kind,
        fields=Texts.of(dict.fromkeys(names, "") | {"Id": guid} | dict(fields)),
        ords=ords,
        deck=deck,
        tags=tags,
        media=tuple(Media(name, path) for name, path in media),
        span=Span(f"{guid}.md", 1, 1),
        matched_by="new",
    )


def rendered(note: AnkiNote) -> Rendered:
    """Return an Anki note with a flashcard of which it was made."""
    flashcard = Flashcard("section", note.kind, dict(note.fields), note.span)
    identified = Identified(
        flashcard, note.guid, (), {}, note.matched_by, note.deck, note.tags, "Cells"
    )
    return Rendered(identified, note)


def basic(guid: str, fields: Mapping[str, str] | None = None, **rest: object) -> AnkiNote:
    """Return a question and its answer."""
    asked = {"Front": f"{guid}?", "Back": "so", **(fields or {})}
    return anki_note(Kind.BASIC, guid, asked, **rest)


def cloze(guid: str, text: str, *ords: int, **rest: object) -> AnkiNote:
    """Return a text with gaps."""
    return anki_note(Kind.CLOZE, guid, {"Text": text}, ords=ords, **rest)


def media_name(path: str, content: bytes) -> str:
    """Return the name that a file of the vault gets in a package."""
    return package_name(path, sha256(content).hexdigest())


def packaged(*notes: AnkiNote, modified: Mapping[str, int] | None = None) -> PackageContents:
    """Return the contents of a package; `modified` gives later times by guid."""
    later = modified or {}
    return PackageContents(
        notes=tuple(
            PackagedNote(note, THEN * 1000 + 512 * place, later.get(note.guid, THEN), place)
            for place, note in enumerate(notes)
        ),
        notetype_modified=dict.fromkeys(Kind, THEN),
        created=THEN,
    )


def changed(note: AnkiNote, **fields: str) -> AnkiNote:
    """Return the note with some fields changed."""
    return replace(note, fields=Texts.of({**note.fields, **fields}))


def database(package: Path) -> sqlite3.Connection:
    """Open the collection in a package."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(package) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    return connection
