"""Pairs in, what the ledger remembers of them out: as if we had made the Anki notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from flashcards.adopting.texts import clozes_in
from flashcards.adopting.values import Pair
from flashcards.deck_names import whole_deck_name
from flashcards.ledger import Ledger, LedgerEntry
from flashcards.model import Kind
from flashcards.pipeline import Build

_BOTH = (0, 1)


def adopted_entries(built: Build, pairs: Iterable[Pair]) -> Ledger:
    """Return the ledger of before with an entry for each pair, under the Anki note's own guid.

    Anki has other fields than ours there, so that the next export updates the Anki note, with a
    later `mod` than the one it has.
    """
    base = built.before or replace(
        built.ledger, entries=MappingProxyType({}), notetypes=MappingProxyType({}), serial=0
    )
    entries = dict(base.entries)
    for pair in pairs:
        entries[pair.note.guid] = _entry(built.ledger.entries[pair.anki_note.guid], pair)
    return replace(base, entries=MappingProxyType(entries))


def _entry(as_new: LedgerEntry, pair: Pair) -> LedgerEntry:
    note = pair.note
    return replace(
        as_new,
        guid=note.guid,
        clozes=_clozes(pair),
        deck=whole_deck_name(note.deck) or as_new.deck,
        tags=(),
        media=(),
        fields=MappingProxyType({}),
        modified=note.modified,
        ords=note.ords if pair.anki_note.kind is Kind.CLOZE else _BOTH[: 1 + (1 in note.ords)],
        schedules=MappingProxyType({}),
        adopted=note.id,
    )


def _clozes(pair: Pair) -> Mapping[int, tuple[str, ...]]:
    """Return what Anki's numbers hide, in the words of the flashcard where it hides the same.

    A number that hides several texts, each of which is a cloze of its own here, goes to the first.
    """
    anki_note = pair.anki_note
    if anki_note.kind is not Kind.CLOZE:
        return MappingProxyType({})
    ours = dict(clozes_in(anki_note.fields["Text"]))
    hidden = pair.rendered.identified.hidden
    clozes: dict[int, tuple[str, ...]] = {}
    for number, texts in clozes_in(pair.note.fields[0]).items():
        same = _same(texts, ours)
        clozes[number] = texts if same is None else hidden[same]
        if same is not None:
            del ours[same]
    return MappingProxyType(clozes)


def _same(texts: tuple[str, ...], ours: Mapping[int, tuple[str, ...]]) -> int | None:
    equal = (number for number, own in ours.items() if sorted(own) == sorted(texts))
    within = (number for number, own in ours.items() if set(own) <= set(texts))
    return next(equal, None) or next(within, None)
