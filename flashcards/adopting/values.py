"""A flashcard and the Anki note that it may go on with."""

from __future__ import annotations

from msgspec import Struct

from flashcards.collection import CollectionNote
from flashcards.model import AnkiNote, Rendered
from flashcards.notetypes import NOTETYPES

_OURS = frozenset(notetype.id for notetype in NOTETYPES)


class Pair(Struct, frozen=True):
    """A flashcard and an Anki note that are the same."""

    rendered: Rendered
    note: CollectionNote
    by_id: bool
    """Whether the other tool says so; else they ask the same."""

    is_sure: bool

    @property
    def anki_note(self) -> AnkiNote:
        """What the flashcard would be in Anki as a new one."""
        return self.rendered.anki_note

    @property
    def is_ours(self) -> bool:
        """Whether the Anki note has our notetype, so that an import updates it."""
        return self.note.notetype.id in _OURS


class Refused(Struct, frozen=True):
    """A flashcard that cannot go on with an Anki note, and why."""

    rendered: Rendered
    reason: str
