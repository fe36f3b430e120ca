"""The acts of a plan, carried out in Anki: many at once, the ones that cannot be undone last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from flashcards.delivery.values import Act, Clear, Delete, Left, Move, Restore, Suspend
from flashcards.delivery.ways import Anki
from flashcards.tombstones import REMOVED_TAG

T = TypeVar("T", Clear, Delete, Move, Restore, Suspend)


def carry_out(acts: Sequence[Act], anki: Anki) -> tuple[Left, ...]:
    """Do in Anki what was planned, and return what it could not take.

    Raises `FlashcardsError` if Anki fails; what was done until then is done.
    """
    if restores := _of(Restore, acts):
        anki.wake([card for act in restores for card in act.cards])
        anki.untag([act.note_id for act in restores], REMOVED_TAG)
    if suspends := _of(Suspend, acts):
        anki.suspend([card for act in suspends for card in act.cards])
        anki.tag([act.note_id for act in suspends], REMOVED_TAG)
    left = tuple(_move(_of(Move, acts), anki))
    if clears := _of(Clear, acts):
        anki.clear([card for act in clears for card in act.cards])
    if deletes := _of(Delete, acts):
        anki.delete([act.note_id for act in deletes])
    return left


def _of(kind: type[T], acts: Sequence[Act]) -> list[T]:
    return [act for act in acts if isinstance(act, kind)]


def _move(moves: Sequence[Move], anki: Anki) -> Iterator[Left]:
    for target in dict.fromkeys(move.target for move in moves):
        there = [move for move in moves if move.target == target]
        if anki.takes(target):
            anki.move([card for move in there for card in move.cards], target)
            continue
        reason = f"{target} is a filtered deck in Anki, which takes no cards: rename it there"
        yield from (Left(move.guid, move.path, reason) for move in there)
