"""Anki notes that must get our notetype first: which, and by what search they are found in Anki.

Anki itself changes notetypes and keeps all cards with their reviews: Notes > Change Notetype, for
the notes of one notetype at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from flashcards.adopting.values import Pair
from flashcards.collection import CollectionNote, CollectionNotetype
from flashcards.diagnostics import Span
from flashcards.model import AnkiNote, Kind, Texts
from flashcards.notetypes import NOTETYPES, Notetype
from flashcards.package import PackageContents, PackagedNote, write_package

_IN_ONE_SEARCH = 1000
"""Ids; Anki's search field takes 32,767 characters, and an id has fourteen with its comma."""

_TAG = "flashcards::adopt"
_SAYS = "This Anki note only brings a notetype. Delete it when all is adopted."
_OF_KIND = {notetype.kind: notetype for notetype in NOTETYPES}


class Change(Struct, frozen=True):
    """The Anki notes of one notetype that are to get one of ours."""

    old: CollectionNotetype
    new: Notetype
    notes: tuple[CollectionNote, ...]

    @property
    def searches(self) -> Iterator[str]:
        """Searches for Anki's browser that find exactly these Anki notes, a thousand each."""
        ids = sorted(note.id for note in self.notes)
        for start in range(0, len(ids), _IN_ONE_SEARCH):
            yield f"nid:{','.join(map(str, ids[start : start + _IN_ONE_SEARCH]))}"

    @property
    def fills_reversed(self) -> bool:
        """Whether Anki's window would put another field into `Reversed`, which makes cards.

        It maps fields by their names, and those that are left over in their order.
        """
        if self.new.kind is not Kind.BASIC:
            return False
        left = [name for name in self.old.fields if name not in self.new.field_names]
        free = [name for name in self.new.field_names if name not in self.old.fields]
        return "Reversed" in free[: len(left)]

    @property
    def has_second_cards(self) -> bool:
        """Whether notes of them have a card the other way round, blank until the next import."""
        return self.new.kind is Kind.BASIC and any(1 in note.ords for note in self.notes)

    @property
    def unmatched(self) -> dict[str, int]:
        """How many of them say something in a field that ours have no place for, by its name."""
        names = self.old.fields[2 if self.new.kind is Kind.BASIC else 1 :]
        counts = {
            name: sum(bool(note.field(name).strip()) for note in self.notes) for name in names
        }
        return {name: count for name, count in counts.items() if count}


def changes_to_make(pairs: Iterable[Pair]) -> tuple[Change, ...]:
    """Return the changes of notetypes in Anki that must be made before the pairs can be adopted."""
    groups: defaultdict[int, list[CollectionNote]] = defaultdict(list)
    for pair in pairs:
        if not pair.is_ours:
            groups[pair.note.notetype.id].append(pair.note)
    return tuple(
        Change(notes[0].notetype, _OF_KIND[notes[0].notetype.kind], tuple(notes))
        for _, notes in sorted(groups.items())
    )


def write_notetypes(path: Path, kinds: Iterable[Kind], deck: str, now: int) -> None:
    """Write a package that brings our notetypes of some kinds into Anki, on one note each.

    `now` is in seconds since 1970. Raises `FlashcardsError` if it cannot be written.
    """
    notes = tuple(
        PackagedNote(_bringing(kind, deck), now * 1000 + 512 * place, now, 0)
        for place, kind in enumerate(sorted(kinds))
    )
    times = {each.note.kind: now for each in notes}
    write_package(path, PackageContents(notes, times, now), None)


def _bringing(kind: Kind, deck: str) -> AnkiNote:
    guid = f"flashcards-brings-{kind.value}"
    first = "Front" if kind is Kind.BASIC else "Text"
    text = _SAYS if kind is Kind.BASIC else f"{{{{c1::{_SAYS}}}}}"
    fields = dict.fromkeys(_OF_KIND[kind].field_names, "") | {first: text, "Id": guid}
    return AnkiNote(guid, kind, Texts.of(fields), (0,), deck, (_TAG,), (), Span("", 1, 1), "")
