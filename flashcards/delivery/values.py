"""What Anki has, what it was given, and what is to be done there, as values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field


class AnkiCard(Struct, frozen=True):
    """One card in Anki."""

    id: int
    deck: str
    suspended: bool = False
    filtered: bool = False
    """Whether it is in a filtered deck, from which Anki will put it back."""


class Found(Struct, frozen=True):
    """One Anki note whose field `Id` was read, and is that of a flashcard of ours."""

    guid: str
    """What stands in its field `Id`."""

    note_id: int
    tags: tuple[str, ...]
    cards: tuple[AnkiCard, ...]
    is_ours: bool = False
    """Whether its guid was read as well, so that it cannot be a copy that the user made."""

    empty: Mapping[int, int] | None = None
    """Its cards that show nothing: ordinal by id. None if that cannot be told this way."""


class Delivered(Struct, frozen=True):
    """What is remembered of one flashcard that was brought to Anki."""

    decks: tuple[str, ...]
    """Where sync put, or may have put, its cards. Those that lie elsewhere the user moved."""

    ords: tuple[int, ...]
    """The cards that Anki was given, dropped ones too until they are known to be cleared."""

    suspended: tuple[int, ...] = ()
    """Ids of the cards that sync suspended, because the flashcard was gone."""


class Record(Struct, frozen=True):
    """What is remembered of the deliveries into one profile of Anki on one computer."""

    package: str = ""
    """The digest of the package that was imported last; empty if none is known."""

    notes: Mapping[str, Delivered] = field(default_factory=lambda: MappingProxyType({}))
    """By guid."""


class Move(Struct, frozen=True):
    """Cards go where the vault says now."""

    guid: str
    path: str
    cards: tuple[int, ...]
    source: str
    target: str


class Suspend(Struct, frozen=True):
    """What is gone from the vault is no longer asked, and tagged."""

    guid: str
    path: str
    note_id: int
    cards: tuple[int, ...]
    """Those that are not suspended yet."""


class Restore(Struct, frozen=True):
    """What came back into the vault is asked again: the cards that sync had suspended."""

    guid: str
    path: str
    note_id: int
    cards: tuple[int, ...]


class Delete(Struct, frozen=True):
    """What is gone from the vault is deleted, with its reviews."""

    guid: str
    path: str
    note_id: int


class Clear(Struct, frozen=True):
    """Cards that show nothing any more, as those of dropped clozes do, are deleted."""

    guid: str
    path: str
    cards: tuple[int, ...]


Act = Move | Suspend | Restore | Delete | Clear


class Left(Struct, frozen=True):
    """What sync would do and does not, and why."""

    guid: str
    path: str
    reason: str


class Plan(Struct, frozen=True):
    """What is to be done in Anki after the import, and what is known then."""

    acts: tuple[Act, ...]
    left: tuple[Left, ...]
    begun: Mapping[str, Delivered]
    """What to remember before the acts, in case that they end half-way; by guid."""

    done: Mapping[str, Delivered | None]
    """What to remember after them; None to forget. By guid."""

    dealt_with: frozenset[str]
    """Guids of what is gone from the vault and then needs nobody's attention in Anki."""
