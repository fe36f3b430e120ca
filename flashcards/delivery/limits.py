"""How much one sync may delete without being told so."""

from __future__ import annotations

from types import MappingProxyType

from msgspec.structs import replace

from flashcards.delivery.values import Act, Clear, Delete, Plan, Record


def deletions(plan: Plan) -> int:
    """Return how many Anki notes and single cards a plan deletes."""
    return sum(_deleted(act) for act in plan.acts)


def without_deletions(plan: Plan, record: Record) -> Plan:
    """Return a plan that deletes nothing, and still remembers that there is something to delete.

    `record` is what is known before the acts.
    """
    guids = {act.guid for act in plan.acts if _deleted(act)}
    done = {**plan.done, **{guid: record.notes.get(guid) for guid in guids}}
    return replace(
        plan,
        acts=tuple(act for act in plan.acts if not _deleted(act)),
        done=MappingProxyType(done),
        dealt_with=plan.dealt_with - guids,
    )


def _deleted(act: Act) -> int:
    match act:
        case Delete():
            return 1
        case Clear(cards=cards):
            return len(cards)
        case _:
            return 0
