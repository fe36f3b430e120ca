"""What is to be done for one Anki note, as a value."""

from __future__ import annotations

from typing import Self

from msgspec import Struct

from flashcards.delivery.values import Act, Delivered, Left
from flashcards.ledger import LedgerEntry


class Step(Struct, frozen=True):
    """One Anki note's part of a plan."""

    guid: str
    acts: tuple[Act, ...] = ()
    left: tuple[Left, ...] = ()
    begun: Delivered | None = None
    """What to remember before the acts, if that is more than before."""

    done: Delivered | None = None
    """What to remember after them; None to forget it."""

    dealt_with: bool = False
    """Whether what is gone from the vault then needs nobody's attention in Anki."""

    @classmethod
    def leaving(cls, entry: LedgerEntry, known: Delivered | None, reason: str) -> Self:
        """Return a step that does nothing, and says why."""
        return cls(entry.guid, left=(Left(entry.guid, entry.path, reason),), done=known)
