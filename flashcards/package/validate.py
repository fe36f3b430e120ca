"""Contents -> nothing, or `PackageError`: what Anki would refuse is never written.

One bad note makes Anki refuse the whole package. None of these faults is an author's mistake, so
none is a diagnostic; each says that a stage before this one has a bug.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Hashable, Iterator, Sequence
from itertools import islice

from flashcards.decks import MOST_LEVELS
from flashcards.model import AnkiNote, Kind
from flashcards.model.texts import SEPARATOR
from flashcards.package.contents import PackageContents, PackagedNote

MOST_CARDS = 500
"""Of one Anki note: Anki takes no cloze number above it."""

_CLOZE_NUMBERS = re.compile(r"\{\{c([0-9]+(?:,[0-9]+)*)::")

# Anki rewrites every other name: case, length, characters, a leading dot, a dot at the end.
_MEDIA_NAME = re.compile(r"_?[a-z0-9][a-z0-9._-]{0,99}(?<!\.)")

_Named = tuple[str, tuple[str, ...]]
"""The name of a notetype, and those of its fields."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BLANK = re.compile(r"\s")


class PackageError(Exception):
    """A bug of ours: Anki would refuse, lose or garble what was to be written."""


def validate_contents(contents: PackageContents) -> None:
    """Raise `PackageError` with the first faults of the contents; return if there are none."""
    faults = list(islice(_faults(contents), 5))
    if faults:
        raise PackageError("; ".join(faults))


def _faults(contents: PackageContents) -> Iterator[str]:
    notetypes = {each.kind: (each.name, each.field_names) for each in contents.notetypes}
    notes = [each.note for each in contents.notes]
    bad_decks = frozenset(deck for deck in {note.deck for note in notes} if not _is_deck(deck))
    bad_tags = frozenset(
        tag for tag in {tag for note in notes for tag in note.tags} if not _is_tag(tag)
    )
    for packaged in contents.notes:
        notetype = notetypes.get(packaged.note.kind)
        for fault in (*_note_faults(packaged, notetype), *_names(packaged, bad_decks, bad_tags)):
            yield f"{packaged.note.span} ({packaged.note.guid}): {fault}"
    yield from _twice("guid", [note.guid for note in notes])
    yield from _twice("note id", [each.note_id for each in contents.notes])
    yield from _twice("card id", [id_ for each in contents.notes for id_ in each.card_ids])
    for kind in {note.kind for note in notes} - contents.notetype_modified.keys():
        yield f"no time for the notetype of kind {kind}"
    for name, path in contents.attachments.items():
        if not _MEDIA_NAME.fullmatch(name):
            yield f"{path} cannot be called {name!r} in Anki"


def _note_faults(packaged: PackagedNote, notetype: _Named | None) -> Iterator[str]:
    note = packaged.note
    if notetype is None:
        yield f"no notetype of kind {note.kind}"
        return
    if packaged.note_id <= 0 or packaged.modified <= 0 or packaged.due < 0:
        yield f"id {packaged.note_id}, time {packaged.modified} or place {packaged.due} is too low"
    if not note.guid:
        yield "no guid"
    yield from _field_faults(note, *notetype)
    yield from _card_faults(note)


def _names(
    packaged: PackagedNote, bad_decks: Container[str], bad_tags: Container[str]
) -> Iterator[str]:
    if packaged.note.deck in bad_decks:
        yield f"Anki would rename the deck {packaged.note.deck!r}"
    for tag in packaged.note.tags:
        if tag in bad_tags:
            yield f"Anki has no tag {tag!r}"


def _field_faults(note: AnkiNote, notetype: str, names: tuple[str, ...]) -> Iterator[str]:
    if note.fields.names != names:
        yield f"the fields of {notetype} are not {', '.join(note.fields)}"
        return
    if note.fields.packed.count(SEPARATOR.encode()) != len(names) - 1:
        yield "a field has the character that separates fields"
        return
    joined = note.fields.joined
    if not _is_text(joined):
        yield "a field is not text (half of a surrogate pair)"
    if not joined.partition(SEPARATOR)[0].strip():
        yield f"{names[0]} is empty"


def _card_faults(note: AnkiNote) -> Iterator[str]:
    if not note.ords:
        yield "no cards"
    elif note.ords != tuple(sorted(set(note.ords))):
        yield f"cards {note.ords} are not in order"
    elif set(note.ords) != _ords_that_anki_makes(note):
        yield f"cards {note.ords} are not those that Anki would make"


def _ords_that_anki_makes(note: AnkiNote) -> set[int]:
    if note.kind is Kind.BASIC:
        return {0, 1} if note.fields.get("Reversed", "").strip() else {0}
    numbers = {
        min(int(number[:9]), MOST_CARDS)  # as many digits as tell that it is too high
        for together in _CLOZE_NUMBERS.findall(note.fields.get("Text", ""))
        for number in together.split(",")
    }
    return {number - 1 for number in numbers if number}


def _is_deck(deck: str) -> bool:
    """Whether Anki takes the name of a deck as it is."""
    parts = deck.split("::")
    tidy = len(parts) <= MOST_LEVELS and all(part and part == part.strip() for part in parts)
    return tidy and not _CONTROL.search(deck) and _is_text(deck)


def _is_tag(tag: str) -> bool:
    return bool(tag) and not _BLANK.search(tag) and _is_text(tag)


def _twice(what: str, values: Sequence[Hashable]) -> Iterator[str]:
    if len(set(values)) == len(values):
        return
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{count} notes have the {what} {value}"


def _is_text(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
