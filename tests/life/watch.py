"""What an import did to a collection, held against what it should have done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from anki.collection import ImportAnkiPackageOptions
from anki_backend import ALWAYS, Anki, Imported, RenderedCard

from flashcards.inline import plain
from flashcards.model import AnkiNote, Kind, Rendered
from flashcards.pipeline import Build
from life.vault import Flashcard
from life.words import Text, texts

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All of a note that Anki takes over."""

    fields: tuple[str, ...]
    tags: frozenset[str]
    media: frozenset[str]
    ords: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Packaged:
    """A note in a package."""

    content: Content
    modified: int


@dataclass(frozen=True, slots=True)
class InAnki:
    """A note in a collection."""

    modified: int
    fields: tuple[str, ...]
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A collection at one moment."""

    notes: Mapping[str, InAnki]
    cards: Mapping[object, Row]
    """Every column of every card, by its id."""

    history: frozenset[Row]


def packaged(built: Build) -> dict[str, Packaged]:
    """Return what a package made of a build holds."""
    entries = built.ledger.entries
    notes = (each.anki_note for each in built.rendered)
    return {note.guid: Packaged(_content(note), entries[note.guid].modified) for note in notes}


def snapshot(anki: Anki) -> Snapshot:
    """Read everything that an import could change."""
    db = anki.collection.db
    assert db is not None
    notes = db.execute("select guid, mod, flds, tags from notes")
    return Snapshot(
        {
            guid: InAnki(modified, tuple(fields.split("\x1f")), frozenset(tags.split()))
            for guid, modified, fields, tags in notes
        },
        {row[0]: tuple(row) for row in db.execute("select * from cards")},
        frozenset(tuple(row) for row in db.execute("select * from revlog")),
    )


def check_untouched(before: Snapshot, after: Snapshot) -> None:
    """Assert that every card has its schedule and every review is there, byte for byte."""
    assert {card: after.cards.get(card) for card in before.cards} == before.cards
    assert after.history == before.history


def check_import(
    before: Snapshot,
    after: Snapshot,
    package: Mapping[str, Packaged],
    options: ImportAnkiPackageOptions,
    log: Imported,
) -> None:
    """Assert that what is newer was taken over whole, and all else was left as it was."""
    newer = {
        guid
        for guid, note in package.items()
        if guid in before.notes and _wins(note.modified, before.notes[guid].modified, options)
    }
    new = package.keys() - before.notes.keys()
    assert after.notes.keys() == before.notes.keys() | package.keys()
    for guid, note in after.notes.items():
        if guid in newer | new:
            content = package[guid].content
            assert (note.fields, note.tags) == (content.fields, content.tags)
        else:
            assert note == before.notes[guid]
    assert log == Imported(len(new), len(newer), len(package) - len(new) - len(newer))


def check_cards(anki: Anki, package: Mapping[str, Packaged]) -> None:
    """Assert that every card of the package is there, and the database in order."""
    ordinals = anki.ordinals()
    for guid, note in package.items():
        assert set(note.content.ords) <= set(ordinals[guid])
    text, fine = anki.collection.fix_integrity()
    assert fine, text


def check_questions(
    cards: Iterable[RenderedCard],
    notes: Mapping[str, tuple[Flashcard, Rendered]],
) -> None:
    """Assert that no question side shows what it asks for."""
    for card in cards:
        if card.guid not in notes:
            continue
        flashcard, rendered = notes[card.guid]
        note = rendered.anki_note
        if card.ordinal not in note.ords:  # a card of a dropped cloze, for Tools > Empty Cards
            continue
        visible = " ".join(_visible(card.question))
        if note.kind is Kind.CLOZE:
            hidden = {plain(text) for text in rendered.identified.hidden[card.ordinal + 1]}
            left = _left_standing(flashcard.question)
            shown = {each for each in hidden if _stands(each, visible) and not _stands(each, left)}
            assert not shown, f"{shown} stands in {card.question}"
        else:
            asked = flashcard.question if card.ordinal else flashcard.answer
            given_away = _stands(" ".join(texts(asked)), visible)
            assert not given_away, f"{asked} stands in {card.question}"


def check_text(flashcard: Flashcard, note: AnkiNote) -> None:
    """Assert that an Anki note says what the vault says."""
    visible = {*_visible(" ".join(note.fields.values()))}
    assert {*texts(flashcard.question), *texts(flashcard.answer)} <= visible


def _content(note: AnkiNote) -> Content:
    return Content(
        tuple(note.fields.values()),
        frozenset(note.tags),
        frozenset(media.name for media in note.media),
        note.ords,
    )


def _wins(ours: int, theirs: int, options: ImportAnkiPackageOptions) -> bool:
    return ours != theirs if options is ALWAYS else ours > theirs


def _visible(html: str) -> list[str]:
    bare = unescape(re.sub(r"<[^>]*>|\{\{c\d+::|\}\}", " ", html))
    return re.findall(r"\w+", bare.casefold())


def _stands(words: str, text: str) -> bool:
    return f" {words} " in f" {text} "


def _left_standing(text: Text) -> str:
    """Return what an author who marked some words left unmarked on purpose."""
    if all(each.cloze is None for each in text):
        return ""
    return " ".join(each.text for each in text if each.cloze is None)
