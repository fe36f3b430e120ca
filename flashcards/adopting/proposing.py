"""A build and a collection in; who may go on with whom, and who not and why, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from msgspec import Struct

from flashcards.adopting.by_id import Rivals, find_by_id, reason_against
from flashcards.adopting.by_question import find_by_question
from flashcards.adopting.values import Pair, Refused
from flashcards.anki_ids import WithIds, with_ids
from flashcards.collection import Collection, CollectionNote
from flashcards.ledger import LedgerEntry
from flashcards.model import Rendered
from flashcards.pipeline import Build

_FIELD_OF_OURS = "Id"


class Proposal(Struct, frozen=True):
    """What there is to adopt."""

    pairs: tuple[Pair, ...]
    """In the author's order."""

    refused: tuple[Refused, ...]
    """With an id, or several Anki notes that ask the same, and none to go on with."""

    new: int
    """Flashcards that no Anki note is like."""

    exported: int
    """Flashcards with ids that were exported as Anki notes of their own before."""

    is_other_profile: bool
    """Whether not one of the ids is there, so that the collection is surely another one."""


def propose(built: Build, collection: Collection, *, trust_ids: bool = False) -> Proposal:
    """Find the Anki notes that other tools made of flashcards which were never exported.

    With `trust_ids` an id counts even if the Anki note says something else altogether.
    """
    known = built.before.entries if built.before else {}
    new = [each for each in built.rendered if each.anki_note.guid not in known]
    free = {id_: note for id_, note in collection.notes.items() if note.guid not in known}
    named = list(with_ids(built.rendered, built.vault_notes))
    by_id = find_by_id(
        [each for each in named if each.rendered.anki_note.guid not in known],
        Rivals(each.anki_note for each in new),
        collection.notes,
        free,
        trust_ids=trust_ids,
    )
    settled = {id(pair.rendered) for pair in by_id.pairs}
    settled |= {id(each.rendered) for each in by_id.refused}
    taken = {pair.note.id for pair in by_id.pairs}
    left = [each for each in new if id(each) not in settled]
    by_question, unclear = find_by_question(left, list(_candidates(free.values(), taken)))
    pairs = (*by_id.pairs, *by_question)
    found = {id(pair.rendered) for pair in pairs}
    refused = [*by_id.refused, *unclear]
    told = {id(each.rendered) for each in refused}
    refused += [each for each in by_id.misled if id(each.rendered) not in found | told]
    return Proposal(
        pairs=_in_order(pairs, new),
        refused=tuple(refused),
        new=len(new) - len(found) - len(refused),
        exported=_exported(named, known),
        is_other_profile=bool(named) and all(not _is_there(each, collection) for each in named),
    )


def _is_there(each: WithIds, collection: Collection) -> bool:
    return any(number in collection.notes for number in each.ids)


def _exported(named: Iterable[WithIds], known: Mapping[str, LedgerEntry]) -> int:
    """Count the flashcards with ids that Anki has as notes of their own."""
    guids = (each.rendered.anki_note.guid for each in named)
    return sum(guid in known and known[guid].adopted is None for guid in guids)


def _candidates(notes: Iterable[CollectionNote], taken: set[int]) -> Iterator[CollectionNote]:
    """Yield the Anki notes that may be a flashcard's, though no id says so."""
    for note in notes:
        is_of_vault = note.field(_FIELD_OF_OURS) in {note.guid, escape(note.guid)}
        if note.id not in taken and not is_of_vault and not reason_against(note):
            yield note


def _in_order(pairs: Iterable[Pair], rendered: Iterable[Rendered]) -> tuple[Pair, ...]:
    places = {id(each): place for place, each in enumerate(rendered)}
    return tuple(sorted(pairs, key=lambda pair: places[id(pair.rendered)]))
