"""A way into Anki: what both of them can do, so that a delivery is the same by either."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from flashcards.delivery.values import Found


class NoWay(Exception):  # noqa: N818 - it is no error: Anki is not there, or must be left alone
    """Anki cannot be reached now. The user has only to open, close or update it, or to import."""

    def __init__(self, reason: str, step: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.step = step
        """What to do, other than importing the package by hand."""


class Anki(Protocol):
    """An open collection. Each raises `FlashcardsError` if Anki fails."""

    def bring(self, package: Path) -> str:
        """Import a package, and return what Anki says of it in a few words, or nothing."""

    def look(self, guids: Collection[str]) -> tuple[Found, ...]:
        """Return the Anki notes whose field `Id` was read and is one of these guids."""

    def takes(self, deck: str) -> bool:
        """Tell whether cards can be put into a deck: not if there is a filtered one of its name."""

    def move(self, cards: Sequence[int], deck: str) -> None:
        """Put cards into a deck, which is made if it is not there."""

    def suspend(self, cards: Sequence[int]) -> None:
        """Have cards asked no longer."""

    def wake(self, cards: Sequence[int]) -> None:
        """Have suspended cards asked again."""

    def tag(self, notes: Sequence[int], tag: str) -> None:
        """Give Anki notes a tag more."""

    def untag(self, notes: Sequence[int], tag: str) -> None:
        """Take a tag from Anki notes."""

    def delete(self, notes: Sequence[int]) -> None:
        """Delete Anki notes with their cards and reviews."""

    def clear(self, cards: Sequence[int]) -> None:
        """Delete single cards, and never a whole Anki note."""


class Way(Protocol):
    """One way into a profile of Anki."""

    @property
    def name(self) -> str:
        """For people: `AnkiConnect`."""

    @property
    def profile(self) -> str:
        """The profile's name; empty if it cannot be told."""

    def opened(self, *, to_write: bool) -> AbstractContextManager[Anki]:
        """Open the collection, with Anki's own backup first if it is going to be written to.

        Raises `NoWay` if Anki must be left alone.
        """
