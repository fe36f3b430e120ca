"""What goes into a package, as values."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from flashcards.ledger import NO_TEXT, LedgerText
from flashcards.model import AnkiNote, Kind, Schedule
from flashcards.notetypes import NOTETYPES, Notetype


class PackagedNote(Struct, frozen=True):
    """One Anki note with what only the ledger knows of it."""

    note: AnkiNote

    note_id: int
    """Milliseconds since 1970, unique; the 511 numbers after it are kept for its cards."""

    modified: int
    """Seconds since 1970. Anki takes over a note only if this is later than what it has."""

    due: int
    """The note's place among the new cards."""

    schedules: Mapping[int, Schedule] = field(default_factory=dict)
    """What another tool knew of its cards, by ordinal; the others are new."""

    @property
    def card_ids(self) -> tuple[int, ...]:
        """The ids of its cards, in the order of their ordinals."""
        return tuple(self.note_id + 1 + ordinal for ordinal in self.note.ords)


class PackageContents(Struct, frozen=True):
    """Everything a package is made from; the order of the notes does not matter."""

    notes: tuple[PackagedNote, ...]

    notetype_modified: Mapping[Kind, int]
    """Seconds since 1970, for each kind that occurs."""

    created: int
    """Seconds since 1970 that the package itself bears; Anki makes no use of it."""

    ledger: LedgerText = NO_TEXT
    """Its text, in a file of our own that Anki does not look at: a lost one is rebuilt from it."""

    notetypes: tuple[Notetype, ...] = NOTETYPES
    """One of each kind; the user's own CSS may have been added."""

    @property
    def attachments(self) -> dict[str, str]:
        """Path in the vault by name in the package, sorted by name."""
        named = {media.name: media.path for each in self.notes for media in each.note.media}
        return dict(sorted(named.items()))
