"""The way into an Anki that is running, by its add-on AnkiConnect.

AnkiConnect knows notes by id alone, and an id can belong to somebody else's note. So none that the
ledger remembers is ever used: notes are searched by their field `Id`, and the field is read back.
Two of its actions are not for us: `removeEmptyNotes` deletes every notetype without notes, the
user's own too, and none clears single empty cards.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from msgspec import Struct

from flashcards.config.options import SyncOptions
from flashcards.delivery.values import AnkiCard, Found
from flashcards.delivery.ways import NoWay
from flashcards.delivery.wire import (
    VERSION,
    NobodyThereError,
    RefusedError,
    Wire,
    is_loopback,
)
from flashcards.diagnostics import FlashcardsError
from flashcards.removals import anki_searches

GREETING = 10.0
"""Seconds to wait for the first answer."""

IMPORTING = 1800.0
"""Seconds. Ten thousand flashcards take a quarter of one; gigabytes of pictures take minutes."""

AT_ONCE = 500
"""Cards or notes in one request, so that Anki's window is not held up."""

_ANY_ID = "Id:_*"
"""The search for every note that has something in a field `Id`."""


class ConnectWay(Struct, frozen=True):
    """AnkiConnect, which has answered."""

    wire: Wire
    profile: str
    name: str = "AnkiConnect"

    @contextmanager
    def opened(self, *, to_write: bool) -> Iterator[ConnectedAnki]:
        """Use the collection that is open; backups are made by Anki itself while it runs."""
        del to_write
        yield ConnectedAnki(self.wire)


def greet(options: SyncOptions) -> ConnectWay | None:
    """Return the way by AnkiConnect; None if nobody listens.

    Raises `NoWay` if Anki has another profile open than the one to deliver to, and
    `FlashcardsError` if what answers cannot be used.
    """
    if not options.elsewhere and not is_loopback(options.address):
        raise FlashcardsError(
            f"{options.address} is another computer",
            "if Anki is to be reached there, set `elsewhere = true` in the table [sync]",
        )
    wire = Wire(options.address, options.key)
    try:
        version = wire("version", patience=GREETING)
        profile = _open_profile(wire)
    except NobodyThereError:
        return None
    if not isinstance(version, int) or version < VERSION:
        raise FlashcardsError(
            f"AnkiConnect speaks version {version}, and {VERSION} is needed",
            "update the add-on: Tools > Add-ons > Check for Updates",
        )
    if options.profile and profile and options.profile != profile:
        raise NoWay(
            f"Anki has the profile {profile} open, and not {options.profile}",
            f"switch to {options.profile}: File > Switch Profile",
        )
    return ConnectWay(wire, profile or options.profile)


def _open_profile(wire: Wire) -> str:
    try:
        profile = wire("getActiveProfile")
    except RefusedError:  # an AnkiConnect from before 2024 cannot say
        return ""
    if not isinstance(profile, str) or not profile:
        raise NoWay("Anki asks which profile to open", "open one, and run the sync again")
    return profile


class ConnectedAnki(Struct, frozen=True):
    """The collection that is open in Anki."""

    wire: Wire

    def bring(self, package: Path) -> str:
        """Import a package; AnkiConnect does not say what came of it."""
        try:
            imported = self.wire("importPackage", patience=IMPORTING, path=str(package.resolve()))
        except RefusedError as error:
            raise FlashcardsError(
                error.message,
                f"is {package} a file that Anki can read? In a container it may not see it:"
                " flashcards sync VAULT DECK.apkg names another place for it",
            ) from error
        if imported is not True:
            raise FlashcardsError("Anki has no collection open", "open a profile there")
        return ""

    def look(self, guids: Collection[str]) -> tuple[Found, ...]:
        """Return the Anki notes whose field `Id` was read and is one of these guids."""
        searches = [_ANY_ID] if len(guids) > AT_ONCE else list(anki_searches(sorted(guids)))
        filtered = self._ids("findCards", f"deck:filtered {_ANY_ID}")
        notes = [note for search in searches for note in self._ids("findNotes", search)]
        return tuple(
            found for some in _some(notes) for found in self._read(some, guids, set(filtered))
        )

    def takes(self, deck: str) -> bool:
        """Tell whether cards can be put into a deck: AnkiConnect would spoil a filtered one."""
        with _understood("getDeckConfig"):
            options = self.wire("getDeckConfig", deck=deck)
            return not (options and options.get("dyn"))

    def move(self, cards: Sequence[int], deck: str) -> None:
        """Put cards into a deck, which is made if it is not there."""
        for some in _some(cards):
            self.wire("changeDeck", cards=some, deck=deck)

    def suspend(self, cards: Sequence[int]) -> None:
        """Have cards asked no longer."""
        for some in _some(cards):
            self.wire("suspend", cards=some)

    def wake(self, cards: Sequence[int]) -> None:
        """Have suspended cards asked again."""
        for some in _some(cards):
            self.wire("unsuspend", cards=some)

    def tag(self, notes: Sequence[int], tag: str) -> None:
        """Give Anki notes a tag more."""
        for some in _some(notes):
            self.wire("addTags", notes=some, tags=tag)

    def untag(self, notes: Sequence[int], tag: str) -> None:
        """Take a tag from Anki notes."""
        for some in _some(notes):
            self.wire("removeTags", notes=some, tags=tag)

    def delete(self, notes: Sequence[int]) -> None:
        """Delete Anki notes with their cards and reviews."""
        for some in _some(notes):
            self.wire("deleteNotes", notes=some)

    def clear(self, cards: Sequence[int]) -> None:
        """Never asked for: `look` says of no card that it is empty."""
        raise NotImplementedError

    def _ids(self, action: str, search: str) -> list[int]:
        with _understood(action):
            return [int(number) for number in self.wire(action, query=search)]

    def _read(
        self, notes: list[int], guids: Collection[str], filtered: Container[int]
    ) -> list[Found]:
        with _understood("notesInfo"):
            read = [each for each in self.wire("notesInfo", notes=notes) if each]
            ours = [each for each in read if _id_field(each) in guids]
            cards = self._cards([card for each in ours for card in each["cards"]], filtered)
            return [
                Found(
                    guid=_id_field(each),
                    note_id=int(each["noteId"]),
                    tags=tuple(each["tags"]),
                    cards=tuple(cards[card] for card in each["cards"]),
                )
                for each in ours
            ]

    def _cards(self, cards: list[int], filtered: Container[int]) -> dict[int, AnkiCard]:
        if not cards:
            return {}
        by_deck = self.wire("getDecks", cards=cards)
        decks = {card: deck for deck, ids in by_deck.items() for card in ids}
        suspended = dict(zip(cards, self.wire("areSuspended", cards=cards), strict=True))
        return {
            card: AnkiCard(card, decks[card], bool(suspended[card]), card in filtered)
            for card in cards
        }


def _id_field(note: dict[str, Any]) -> str:
    """Return a guid; those of other tools have characters that HTML writes otherwise."""
    return unescape(str(note["fields"].get("Id", {"value": ""})["value"]))


def _some(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])


@contextmanager
def _understood(action: str) -> Iterator[None]:
    """Take what does not look like an answer for what it is."""
    try:
        yield
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise FlashcardsError(
            f"AnkiConnect's answer to `{action}` cannot be understood",
            "update the add-on: Tools > Add-ons > Check for Updates",
        ) from error
