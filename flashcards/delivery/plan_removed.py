"""What to do in Anki for a flashcard that is gone from the vault, or came back into it."""

from __future__ import annotations

from msgspec.structs import replace

from flashcards.delivery.steps import Step
from flashcards.delivery.values import Act, Delete, Delivered, Found, Restore, Suspend
from flashcards.ledger import LedgerEntry
from flashcards.tombstones import REMOVED_TAG

NOT_THERE = Delivered((), ())
"""What is remembered of one that was gone before it was ever delivered, and was not in Anki."""


def plan_gone(
    entry: LedgerEntry, known: Delivered | None, note: Found | None, removed: str, *, surely: bool
) -> Step:
    """Decide about one that is gone; `removed` is suspend or delete.

    `surely` tells that the Anki note is ours and no copy that the user made of it: what cannot be
    undone is done to no other.
    """
    if note is None and known is None:
        # Deleted long ago, or this is another collection: not ours to say that it is dealt with.
        return Step(entry.guid, done=NOT_THERE)
    if note is None:  # it was there: the user deleted it
        return Step(entry.guid, dealt_with=True)
    if removed == "delete":
        if not surely:
            reason = f"it may be a copy that you made; look at it in Anki: Id:{entry.guid}"
            return Step.leaving(entry, known, f"not deleted: {reason}")
        delete = Delete(entry.guid, entry.path, note.note_id)
        return Step(entry.guid, acts=(delete,), begun=known, dealt_with=True)
    return _suspended(entry, known, note)


def plan_restored(entry: LedgerEntry, known: Delivered, note: Found) -> tuple[Act, ...]:
    """Return how one that came back is asked again; nothing if sync had not suspended it."""
    if not known.suspended:
        return ()
    ours = tuple(card.id for card in note.cards if card.suspended and card.id in known.suspended)
    if not ours and REMOVED_TAG not in note.tags:
        return ()
    return (Restore(entry.guid, entry.path, note.note_id, ours),)


def _suspended(entry: LedgerEntry, known: Delivered | None, note: Found) -> Step:
    awake = tuple(card.id for card in note.cards if not card.suspended)
    before = known or Delivered((entry.deck,), entry.ords)
    # Remembered first: if the program ends in between, it still knows whom to wake.
    after = replace(before, suspended=tuple(sorted({*before.suspended, *awake})))
    if not awake and REMOVED_TAG in note.tags:
        return Step(entry.guid, done=after, dealt_with=True)
    act = Suspend(entry.guid, entry.path, note.note_id, awake)
    return Step(entry.guid, acts=(act,), begun=after, done=after, dealt_with=True)
