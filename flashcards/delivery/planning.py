"""What the ledger says and what Anki has in, what is to be done in Anki out; nothing is touched.

A card follows the vault as long as it lies where sync put it. One that lies elsewhere was moved by
the user, and stays there. All of it can run again after any interruption: what was done already is
found done.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from flashcards.delivery.plan_removed import NOT_THERE, plan_gone, plan_restored
from flashcards.delivery.steps import Step
from flashcards.delivery.values import (
    AnkiCard,
    Clear,
    Delivered,
    Found,
    Left,
    Move,
    Plan,
    Record,
)
from flashcards.ledger import LedgerEntry

Entries = Mapping[str, LedgerEntry]


def beforehand(entries: Entries, record: Record) -> Record:
    """Return what to remember before an import: it and the acts may put cards there.

    What was never delivered is taken to lie where the import puts it. If it is in Anki already,
    and elsewhere, then it is the user who put it there, or an earlier import by hand; it stays.
    """
    notes = dict(record.notes)
    for guid, entry in entries.items():
        if entry.retired is None:
            notes[guid] = _to_be_delivered(entry, record.notes.get(guid))
    return replace(record, notes=MappingProxyType(notes))


def to_look_at(entries: Entries, record: Record, removed: str) -> frozenset[str]:
    """Return the guids of what there may be something to do for, besides the import.

    `record` is that of `beforehand`; `removed` the setting: suspend, delete or keep.
    """
    return frozenset(
        guid
        for guid, entry in entries.items()
        if _is_pending(entry, record.notes.get(guid), removed)
        or _may_differ(entry, record.notes.get(guid))
    )


def plan(
    entries: Entries, record: Record, wanted: Iterable[str], found: Sequence[Found], removed: str
) -> Plan:
    """Decide what to do for what was wanted and what was found of it.

    `record` is that of `beforehand`; `removed` the setting: suspend, delete or keep.
    """
    by_guid: dict[str, list[Found]] = {}
    for each in found:
        by_guid.setdefault(each.guid, []).append(each)
    steps = [
        _step(entry, record.notes.get(entry.guid), by_guid.get(entry.guid, ()), removed)
        for entry in sorted(map(entries.__getitem__, wanted), key=_place)
    ]
    return Plan(
        acts=tuple(act for step in steps for act in step.acts),
        left=tuple(left for step in steps for left in step.left),
        begun=MappingProxyType({s.guid: s.begun for s in steps if s.begun is not None}),
        done=MappingProxyType({s.guid: s.done for s in steps}),
        dealt_with=frozenset(step.guid for step in steps if step.dealt_with),
    )


def _is_pending(entry: LedgerEntry, known: Delivered | None, removed: str) -> bool:
    if entry.retired is None or entry.acknowledged or removed == "keep":
        return False
    return known is None or known != NOT_THERE


def _may_differ(entry: LedgerEntry, known: Delivered | None) -> bool:
    if known is None or entry.retired is not None:
        return False
    dropped = set(known.ords) - set(entry.ords)
    return known.decks != (entry.deck,) or bool(dropped or known.suspended)


def _to_be_delivered(entry: LedgerEntry, known: Delivered | None) -> Delivered:
    if known is None:
        # Numbers out of use stay in the ledger: Anki may still have their cards.
        ever = {number - 1 for number in entry.clozes} | set(entry.ords)
        return Delivered((entry.deck,), tuple(sorted(ever)))
    decks = (*(deck for deck in known.decks if deck != entry.deck), entry.deck)
    return replace(known, decks=decks, ords=tuple(sorted({*known.ords, *entry.ords})))


def _place(entry: LedgerEntry) -> tuple[str, int, str]:
    return entry.path, entry.position, entry.guid


def _step(
    entry: LedgerEntry, known: Delivered | None, found: Sequence[Found], removed: str
) -> Step:
    ours = tuple(
        each for each in found if each.is_ours or each.note_id == (entry.adopted or entry.note_id)
    )
    if len(found) > 1 and len(ours) != 1:
        reason = f"{len(found)} Anki notes have its Id, and which one is ours cannot be told"
        return Step.leaving(entry, known, reason)
    note = (*ours, *found, None)[0]
    if entry.retired is not None:
        return plan_gone(entry, known, note, removed, surely=bool(ours))
    assert known is not None, entry.guid
    return _live(entry, known, note)


def _live(entry: LedgerEntry, known: Delivered, note: Found | None) -> Step:
    settled = Delivered((entry.deck,), entry.ords)
    if note is None:  # deleted in Anki; it comes back with the next package
        return Step(entry.guid, done=settled)
    restored = plan_restored(entry, known, note)
    moves = tuple(_moves(entry, known, note.cards))
    waiting = _waits(known, entry, note.cards)
    cleared, left = _cleared(entry, known, note)
    return Step(
        entry.guid,
        acts=(*restored, *moves, *cleared),
        left=(*waiting, *left),
        done=replace(
            settled,
            decks=known.decks if waiting else settled.decks,
            ords=known.ords if left else settled.ords,
        ),
    )


def _moves(entry: LedgerEntry, known: Delivered, cards: Iterable[AnkiCard]) -> Iterator[Move]:
    """Yield a move for each deck where sync had put cards of a note."""
    by_deck: dict[str, list[int]] = {}
    for card in cards:
        if not card.filtered and _is_in(card, known.decks) and not _is_in(card, (entry.deck,)):
            by_deck.setdefault(card.deck, []).append(card.id)
    for deck, ids in by_deck.items():
        yield Move(entry.guid, entry.path, tuple(ids), deck, entry.deck)


def _waits(known: Delivered, entry: LedgerEntry, cards: Iterable[AnkiCard]) -> tuple[Left, ...]:
    if len(known.decks) < 2 or not any(card.filtered for card in cards):
        return ()
    reason = "it is in a filtered deck, and will be moved once Anki has put it back"
    return (Left(entry.guid, entry.path, reason),)


def _is_in(card: AnkiCard, decks: Iterable[str]) -> bool:
    """Tell whether a card lies in one of these decks; Anki takes no account of case."""
    return _same(card.deck) in map(_same, decks)


def _same(deck: str) -> str:
    return unicodedata.normalize("NFC", deck).casefold()


def _cleared(
    entry: LedgerEntry, known: Delivered, note: Found
) -> tuple[tuple[Clear, ...], tuple[Left, ...]]:
    dropped = set(known.ords) - set(entry.ords)
    surplus = len(note.cards) - len(entry.ords)
    if not dropped or surplus <= 0:
        return (), ()
    if note.empty is None:
        reason = "Anki still has cards that it dropped: Tools > Empty Cards there clears them"
        return (), (Left(entry.guid, entry.path, reason),)
    empty = tuple(card for card, ordinal in note.empty.items() if ordinal in dropped)
    return ((Clear(entry.guid, entry.path, empty),) if empty else ()), ()
