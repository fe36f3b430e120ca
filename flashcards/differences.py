"""What changed, with the words that changed: the last package and the new Anki notes compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from flashcards.changes import Change, ChangeKind
from flashcards.inline import shown_text
from flashcards.ledger import LedgerEntry, digest
from flashcards.model import AnkiNote, Rendered
from flashcards.word_diff import Op, Words, readable, word_diff


class FieldDifference(Struct, frozen=True):
    """One field that is not as it was."""

    name: str
    before: str | None
    """HTML; None if there was no such Anki note, or its last text is not known."""

    after: str | None
    """HTML; None if the Anki note is gone from the vault."""

    words: Words = ()
    """Empty unless both texts are known."""


class Difference(Struct, frozen=True):
    """One Anki note that an export would change, or would say something about."""

    change: Change
    question: str
    """For people: what it asks, on one line, or the beginning of its text."""

    fields: tuple[FieldDifference, ...]
    beside: tuple[tuple[str, Words], ...]
    """What else is not as it was: `tags`, `cards`, `deck`."""

    deck: str
    """The new one; of a removed flashcard the last."""

    matched_by: str = ""
    """How it was recognised; empty if it is gone."""


Fields = Mapping[str, str]


def find_differences(
    changes: Sequence[Change],
    rendered: Iterable[Rendered],
    fields: Mapping[str, Fields],
    entries: Mapping[str, LedgerEntry],
) -> tuple[Difference, ...]:
    """Return what changed, in the order of `changes`, without what did not.

    Takes what flashcards are now; the fields of the last package by guid, which may be none; and
    the ledger's entries from before, which tell what the fields do not.
    """
    notes = {each.anki_note.guid: each for each in rendered}
    found = []
    for change in changes:
        before, entry = fields.get(change.guid), entries.get(change.guid)
        if change.kind is ChangeKind.REMOVED:
            found.append(_gone(change, before or {}, entry))
        elif change.kind is not ChangeKind.UNCHANGED:
            found.append(_changed(change, notes[change.guid], before, entry))
    return tuple(found)


def _gone(change: Change, before: Fields, entry: LedgerEntry | None) -> Difference:
    question = readable(before.get("Front", "") or before.get("Text", ""))
    return Difference(
        change,
        question or (entry.question or entry.answer if entry else ""),
        tuple(FieldDifference(name, html, None) for name, html in before.items() if html),
        (),
        entry.deck if entry else "",
    )


def _changed(
    change: Change, rendered: Rendered, before: Fields | None, entry: LedgerEntry | None
) -> Difference:
    note = rendered.anki_note
    return Difference(
        change,
        " ".join(shown_text(rendered.flashcard.question).split())
        or readable(note.fields.get("Text", "")),
        tuple(_field_differences(note, before, entry)),
        tuple(_beside(note, entry)) if entry else (),
        note.deck,
        note.matched_by,
    )


def _field_differences(
    note: AnkiNote, before: Fields | None, entry: LedgerEntry | None
) -> Iterator[FieldDifference]:
    for name, html in note.fields.items():
        if before is not None:
            was = before.get(name, "")
            if was != html:
                yield FieldDifference(name, was, html, word_diff(was, html))
        elif entry is None:
            if html:
                yield FieldDifference(name, None, html)
        elif entry.fields.get(name) != digest(html):
            yield FieldDifference(name, None, html)


def _beside(note: AnkiNote, entry: LedgerEntry) -> Iterator[tuple[str, Words]]:
    if note.tags != entry.tags:
        gone = [tag for tag in entry.tags if tag not in note.tags]
        come = [tag for tag in note.tags if tag not in entry.tags]
        yield "tags", _replaced(" ".join(gone), " ".join(come))
    if note.ords != entry.ords:
        yield "cards", _replaced(str(len(entry.ords)), str(len(note.ords)))
    if note.deck != entry.deck:
        yield "deck", _replaced(entry.deck, note.deck)


def _replaced(gone: str, come: str) -> Words:
    return tuple((op, text) for op, text in ((Op.OLD, gone), (Op.NEW, come)) if text)
