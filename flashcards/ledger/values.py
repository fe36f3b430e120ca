"""What is remembered of one vault, and of each Anki note that was ever exported from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from flashcards.model import Kind, Schedule

NOTE_ID_STEP = 512
"""Between two note ids, in milliseconds: room for the ids of all cards a note can have.

Anki makes at most 500 cards of a cloze note, and a card's id is its note's id + 1 + ord.
"""


NO_CLOZES: Mapping[int, tuple[str, ...]] = MappingProxyType({})
NO_SCHEDULES: Mapping[int, Schedule] = MappingProxyType({})
"""Shared by all entries without any: most have none."""


class NotetypeStamp(Struct, frozen=True, gc=False):
    """When Anki must look at a notetype again."""

    digest: str
    """Of its templates and its styling."""

    modified: int
    """Anki's `mod`, in seconds since 1970."""


class LedgerEntry(Struct, frozen=True, gc=False):
    """One Anki note, as last exported."""

    guid: str
    kind: Kind
    anchor: str
    """By which the flashcard is recognised: its vault note, and its block id or what it asks."""

    vault_note: str
    """What names its vault note: `permalink:/cards/insulin/`, or `path:Cards/Insulin.md`."""

    names: tuple[str, ...]
    """What names it within the vault note, the surest first: `^block-id`, `id:1566052191670`."""

    path: str
    position: int
    """Its place among the flashcards of its vault note, from 0."""

    question: str
    answer: str
    """Both normalised, to recognise the flashcard after an edit."""

    clozes: Mapping[int, tuple[str, ...]]
    """Hidden Markdown by Anki's number; numbers out of use stay reserved for their text."""

    chosen: tuple[tuple[str, ...], ...]
    """What a quote without marks hides, by cloze: it was chosen once and is kept."""

    deck: str
    tags: tuple[str, ...]
    media: tuple[str, ...]
    fields: Mapping[str, str]
    """A digest of the HTML of each field that is not empty."""

    modified: int
    """Anki's `mod`, in seconds since 1970: when its content last changed."""

    note_id: int
    """Anki's id of the note, in milliseconds since 1970."""

    ords: tuple[int, ...]
    due: int
    """The position among Anki's new cards."""

    retired: int | None = None
    """When the flashcard was found to be gone, in seconds since 1970."""

    acknowledged: bool = False
    """Whether the user said that the retired note was dealt with in Anki."""

    schedules: Mapping[int, Schedule] = field(default_factory=lambda: NO_SCHEDULES)
    """What another tool knew of a card, by ordinal, when the card was first exported: it is never
    looked at again, since Anki goes on from there."""

    adopted: int | None = None
    """Anki's own id of the note, if another tool made it and its guid was taken over."""


class Ledger(Struct, frozen=True, gc=False):
    """Everything remembered about one vault."""

    vault_id: str
    vault_name: str
    root_deck: str
    entries: Mapping[str, LedgerEntry] = field(default_factory=lambda: MappingProxyType({}))
    """By guid."""

    notetypes: Mapping[Kind, NotetypeStamp] = field(default_factory=lambda: MappingProxyType({}))
    serial: int = 0
    """Counts the releases of the notetypes that went out, so that an older program never
    replaces newer templates."""

    plugins: frozenset[str] = frozenset()
    """The syntaxes of plugins that were read: they go on, even if the plugin is switched off."""

    package: str = ""
    """The digest of the package that this ledger goes with; empty in the package itself."""
