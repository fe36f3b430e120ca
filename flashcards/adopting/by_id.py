"""Flashcards at which ids stand in; the Anki notes of those ids, or why not, out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from flashcards.adopting.texts import are_alike, likeness, said, shown, words
from flashcards.adopting.values import Pair, Refused
from flashcards.anki_ids import WithIds
from flashcards.collection import CollectionNote
from flashcards.model import AnkiNote, Kind

Notes = Mapping[int, CollectionNote]

_CARDS_OF_OURS = 2
_SHOWN = 60


class Rivals:
    """The flashcards that may be adopted, as far as they may be meant by another one's id."""

    def __init__(self, anki_notes: Iterable[AnkiNote]) -> None:
        """Take what the flashcards would be in Anki as new ones."""
        self.questions: set[str] = set()
        self.by_path: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
        for each in anki_notes:
            self.questions.add(asked(each))
            self.by_path[each.span.path].append(_words(each))


class Found(Struct, frozen=True):
    """What ids say."""

    pairs: list[Pair]
    refused: list[Refused]
    """What must not be paired with anything."""

    misled: list[Refused]
    """Flashcards whose ids lead nowhere, or to something else: they may be found by what they
    ask, and so may the Anki note."""


def find_by_id(
    named: Sequence[WithIds],
    rivals: Rivals,
    notes: Notes,
    free: Notes,
    *,
    trust_ids: bool,
) -> Found:
    """Find the Anki note of each flashcard with an id.

    `rivals` are the flashcards that may be adopted, `free` the notes that no flashcard has yet.
    """
    guids = Counter(note.guid for note in notes.values())
    found = Found([], [], [])
    taken: dict[int, AnkiNote] = {}
    for each in _own_first(named, free):
        number = next((number for number in each.ids if number in notes), None)
        if number is None:
            found.misled.append(Refused(each.rendered, _nowhere(each)))
            continue
        note, anki_note = notes[number], each.rendered.anki_note
        misled = "" if trust_ids else _misled(note, anki_note, rivals)
        if misled:
            found.misled.append(Refused(each.rendered, misled))
            continue
        reason = (
            _taken(number, taken)
            or (_foreign(number) if number not in free else "")
            or (_doubled(note) if guids[note.guid] > 1 else "")
            or reason_against(note, anki_note)
        )
        if reason:
            found.refused.append(Refused(each.rendered, reason))
        else:
            taken[number] = anki_note
            found.pairs.append(Pair(each.rendered, note, by_id=True, is_sure=True))
    return found


def _own_first(named: Sequence[WithIds], notes: Notes) -> list[WithIds]:
    """Put first, of those that share an id, the one that asks what the Anki note asks."""
    uses: defaultdict[int, int] = defaultdict(int)
    for each in named:
        for number in each.ids:
            uses[number] += 1

    def is_other(each: WithIds) -> bool:
        number = next((number for number in each.ids if number in notes), None)
        if number is None or uses[number] == 1:
            return False
        return not are_alike(asked(each.rendered.anki_note), said(notes[number].fields[0]))

    return sorted(named, key=is_other)


def reason_against(note: CollectionNote, anki_note: AnkiNote | None = None) -> str:
    """Return why an Anki note cannot be taken over at all, or not by this flashcard; or nothing."""
    kind = note.notetype.kind
    if anki_note is not None and kind is not anki_note.kind:
        here, there = (
            ("basic", "a cloze note") if kind is Kind.CLOZE else ("cloze", "no cloze note")
        )
        return (
            f"the Anki note {note.id} is {there} ({note.notetype.name}), and the flashcard is"
            f" a {here} one: Anki cannot turn one into the other"
        )
    if not note.ords or not note.guid:
        return f"the Anki note {note.id} has no {'guid' if note.ords else 'cards'}"
    if kind is Kind.BASIC and any(ordinal >= _CARDS_OF_OURS for ordinal in note.ords):
        return (
            f"the Anki note {note.id} ({note.notetype.name}) has {len(note.ords)} cards, and our"
            " notetype two: the reviews of the others would be lost"
        )
    return ""


def _nowhere(each: WithIds) -> str:
    numbers = ", ".join(map(str, each.ids))
    return (
        f"there is no Anki note {numbers}: it was deleted, or the collection is another profile's"
    )


def _taken(number: int, taken: Mapping[int, AnkiNote]) -> str:
    if number not in taken:
        return ""
    span = taken[number].span
    return f"the id {number} stands at the flashcard in {span}, too, which has the Anki note"


def _foreign(number: int) -> str:
    return f"the Anki note {number} belongs to another flashcard of this vault already"


def _doubled(note: CollectionNote) -> str:
    return f"two Anki notes have the guid of {note.id}, so that nobody knows which one is meant"


def _misled(note: CollectionNote, anki_note: AnkiNote, rivals: Rivals) -> str:
    """Return why an id stands at the wrong flashcard; or nothing.

    inka2 writes ids above flashcards, others below. So an id belongs to another one if that asks
    exactly what the Anki note asks, or is more like it and stands in the same vault note.
    """
    question = said(note.fields[0])
    if question == asked(anki_note):
        return ""
    theirs, ours = words(" ".join(map(said, note.fields))), _words(anki_note)
    fits = not theirs or not ours or bool(theirs & ours)
    others = rivals.by_path[anki_note.span.path]
    nearest = max((likeness(theirs, other) for other in others), default=0.0)
    if fits and question not in rivals.questions and nearest <= likeness(theirs, ours):
        return ""
    text = shown(note.fields[0])
    text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return (
        f"the Anki note {note.id} says something else: “{text}” (--trust-ids takes it all the same)"
    )


_TEXTS = frozenset({"Front", "Back", "Text", "Extra"})


def _words(anki_note: AnkiNote) -> frozenset[str]:
    texts = (said(text) for name, text in anki_note.fields.items() if name in _TEXTS)
    return words(" ".join(texts))


def asked(anki_note: AnkiNote) -> str:
    """Return what a flashcard asks, normalised."""
    return said(anki_note.fields.get("Front") or anki_note.fields.get("Text", ""))
