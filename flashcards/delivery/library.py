"""The way into a collection that is closed, by Anki's own library: the one door to it.

The package `anki` comes with the extra `vault-flashcards[anki]`. It is AGPL, so that nothing else
imports it, and this module does so only when there is no other way to deliver.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from flashcards.delivery.profiles import COLLECTION, Profile, schema_of
from flashcards.delivery.values import AnkiCard, Found
from flashcards.delivery.ways import NoWay
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from anki.collection import Collection as AnkiCollection

_IMPORT_CHOICES = (
    "mergeNotetypes",
    "updateNotes",
    "updateNotetypes",
    "withDeckConfigs",
    "withScheduling",
)
"""What the import dialog offers next time; Anki keeps the last choice in the collection."""


def is_installed() -> bool:
    """Tell whether Anki's library is there, without loading it."""
    try:
        version("anki")
    except PackageNotFoundError:
        return False
    return True


class LibraryWay(Struct, frozen=True):
    """The collection of a profile, while Anki is closed."""

    found: Profile
    name: str = "Anki's own library"

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self.found.name

    @contextmanager
    def opened(self, *, to_write: bool) -> Iterator[ClosedAnki]:
        """Open the collection, with Anki's own backup first if it is going to be written to.

        Raises `NoWay` if Anki has it open, or if the library does not fit it.
        """
        _refuse_other_schema(self.found.collection)
        collection = _open(self.found.collection)
        try:
            if to_write:
                _back_up(collection, self.found.folder / "backups")
            with _errors_told():
                yield ClosedAnki(collection)
        finally:
            collection.close()


class ClosedAnki(Struct, frozen=True):
    """A collection that we have opened."""

    collection: AnkiCollection

    def bring(self, package: Path) -> str:
        """Import a package as the dialog does by default, and say what Anki made of it."""
        from anki.collection import ImportAnkiPackageRequest  # noqa: PLC0415 - the door

        kept = {key: self.collection.get_config(key) for key in _IMPORT_CHOICES}
        try:
            request = ImportAnkiPackageRequest(package_path=str(package.resolve()))
            log = self.collection.import_anki_package(request).log
        finally:
            for key, value in kept.items():
                _set_or_remove(self.collection, key, value)
        counts = {"new": log.new, "updated": log.updated, "refused": log.conflicting}
        return ", ".join(f"{len(notes)} {word}" for word, notes in counts.items() if notes)

    def look(self, guids: Collection[str]) -> tuple[Found, ...]:
        """Return the Anki notes whose guid and field `Id` are both one of these."""
        empty = self._empty_cards()
        return tuple(
            self._found(note_id, guid, empty.get(note_id, {}))
            for guid in sorted(guids)
            for note_id in self._db.list("select id from notes where guid = ?", guid)
            if self._says(note_id, guid)
        )

    def takes(self, deck: str) -> bool:
        """Tell whether cards can be put into a deck."""
        there = self.collection.decks.by_name(deck)
        return not (there and there["dyn"])

    def move(self, cards: Sequence[int], deck: str) -> None:
        """Put cards into a deck, which is made if it is not there."""
        deck_id = self.collection.decks.id(deck)
        assert deck_id is not None, deck
        self.collection.set_deck([_id(card) for card in cards], deck_id)

    def suspend(self, cards: Sequence[int]) -> None:
        """Have cards asked no longer."""
        self.collection.sched.suspend_cards([_id(card) for card in cards])

    def wake(self, cards: Sequence[int]) -> None:
        """Have suspended cards asked again."""
        self.collection.sched.unsuspend_cards([_id(card) for card in cards])

    def tag(self, notes: Sequence[int], tag: str) -> None:
        """Give Anki notes a tag more."""
        self.collection.tags.bulk_add([_id(note) for note in notes], tag)

    def untag(self, notes: Sequence[int], tag: str) -> None:
        """Take a tag from Anki notes."""
        self.collection.tags.bulk_remove([_id(note) for note in notes], tag)

    def delete(self, notes: Sequence[int]) -> None:
        """Delete Anki notes with their cards and reviews."""
        self.collection.remove_notes([_id(note) for note in notes])

    def clear(self, cards: Sequence[int]) -> None:
        """Delete single cards; `look` names none that is the last of its Anki note."""
        self.collection.remove_cards_and_orphaned_notes([_id(card) for card in cards])

    @property
    def _db(self) -> Any:
        assert self.collection.db is not None
        return self.collection.db

    def _says(self, note_id: int, guid: str) -> bool:
        note = self.collection.get_note(_id(note_id))
        return "Id" in note and unescape(note["Id"]) == guid

    def _found(self, note_id: int, guid: str, empty: dict[int, int]) -> Found:
        note = self.collection.get_note(_id(note_id))
        rows = self._db.all("select id, did, queue, odid from cards where nid = ?", note_id)
        cards = tuple(
            AnkiCard(card, self.collection.decks.name(deck), queue == -1, bool(home))
            for card, deck, queue, home in rows
        )
        return Found(guid, note_id, tuple(note.tags), cards, is_ours=True, empty=empty)

    def _empty_cards(self) -> dict[int, dict[int, int]]:
        """Return which cards show nothing: ordinals by id, by note; a note's last is kept."""
        report = self.collection.get_empty_cards()
        return {
            each.note_id: {card: self._ordinal(card) for card in each.card_ids}
            for each in report.notes
            if not each.will_delete_note
        }

    def _ordinal(self, card: int) -> int:
        return int(self._db.scalar("select ord from cards where id = ?", card))


def _id(number: int) -> Any:
    """Pass on a number as one of the kinds of ids that Anki's library tells apart."""
    return number


def _set_or_remove(collection: AnkiCollection, key: str, value: object) -> None:
    if value is None:
        collection.remove_config(key)
    else:
        collection.set_config(key, value)


def _open(path: Path) -> AnkiCollection:
    from anki.collection import Collection as AnkiCollection  # noqa: PLC0415 - the door
    from anki.errors import AnkiException  # noqa: PLC0415 - the door

    try:
        return AnkiCollection(str(path))
    except AnkiException as error:
        if "already open" in str(error):
            raise NoWay(
                "Anki has the collection open, and AnkiConnect does not answer",
                "close Anki, or install AnkiConnect in it (Tools > Add-ons, code 2055492159)",
            ) from error
        raise NoWay(
            f"Anki's library cannot open {path}: {error}",
            "open it in Anki: Tools > Check Database",
        ) from error


def _refuse_other_schema(collection: Path) -> None:
    """Raise `NoWay` if opening the collection would fail, or keep the user's Anki from doing so."""
    theirs = schema_of(collection)
    if theirs is None:  # open in Anki, or damaged: opening it says which
        return
    ours = _own_schema()
    if theirs > ours:
        raise NoWay(
            "the collection is of a newer version of Anki than the library here",
            "pip install --upgrade 'vault-flashcards[anki]'",
        )
    if theirs < ours:
        raise NoWay(
            "the collection is of an older version of Anki, which could not open it afterwards",
            "open it once with a current Anki, or install the package `anki` of your own version",
        )


def _own_schema() -> int:
    """Return the version of the tables that the library makes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / COLLECTION
        _open(path).close()
        return schema_of(path) or 0


def _back_up(collection: AnkiCollection, folder: Path) -> None:
    """Have Anki make one of its own backups, unless nothing changed since the last."""
    from anki.errors import AnkiException  # noqa: PLC0415 - the door

    try:
        folder.mkdir(exist_ok=True)
        collection.create_backup(backup_folder=str(folder), force=True, wait_for_completion=True)
    except (AnkiException, OSError) as error:
        raise FlashcardsError(
            f"Anki's backup could not be made in {folder}: {error}",
            "nothing was changed in Anki; is the disk full?",
        ) from error


@contextmanager
def _errors_told() -> Iterator[None]:
    from anki.errors import AnkiException  # noqa: PLC0415 - the door

    try:
        yield
    except AnkiException as error:
        raise FlashcardsError(
            f"Anki's library could not go on: {error}",
            "its backup is in the profile's folder `backups`; run the sync again",
        ) from error
