"""What a sync says to people and to programs: text and JSON, never printed here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flashcards.delivery import (
    Act,
    Clear,
    Delete,
    Move,
    Outcome,
    Restore,
    Suspend,
)
from flashcards.tombstones import REMOVED_TAG

MOST_LEFT = 10
"""Lines about what was left; the rest is counted."""


def outcome_lines(outcome: Outcome, package: Path, *, rehearsed: bool = False) -> Iterator[str]:
    """Yield what a sync did in Anki, or would do, or what the user has to do instead."""
    if not outcome.delivered:
        yield f"{'would not be' if rehearsed else 'not'} delivered: {outcome.reason}"
        yield f"  to deliver it: {outcome.step}"
        if not rehearsed:
            yield f"  or import it by hand, in Anki by File > Import: {package}"
        return
    done = tuple(_done(outcome))
    if not done and not outcome.left and not outcome.withheld:
        yield "nothing to deliver: Anki has it all"
        return
    yield f"{_where(outcome)}{', as it would be' if rehearsed else ''}"
    yield from done
    yield from _left(outcome)
    if outcome.withheld:
        yield f"  withheld   {outcome.withheld} deletions, which are more than the limit:"
        yield "             --allow-deletions makes them, `deletions` in [sync] is the limit"


def outcome_json(outcome: Outcome, package: Path, changes: str) -> Iterator[str]:
    """Yield one JSON object for each act and for what was left, then one for the whole."""
    for act in outcome.acts:
        yield _json(_act(act))
    for left in outcome.left:
        yield _json({"act": "left", "guid": left.guid, "path": left.path, "reason": left.reason})
    yield _json(
        {
            "delivered": outcome.delivered,
            "package": str(package),
            "changes": changes,
            "way": outcome.way,
            "profile": outcome.profile,
            "imported": outcome.imported,
            "anki_says": outcome.said,
            "withheld": outcome.withheld,
            "reason": outcome.reason,
            "step": outcome.step,
        }
    )


def outcome_phrase(outcome: Outcome) -> str:
    """Return an outcome in one phrase, for a log: `delivered: imported, 2 moved`."""
    if not outcome.delivered:
        return f"not delivered: {outcome.reason}"
    counts = Counter(_WORDS[type(act)] for act in outcome.acts)
    parts = (["imported"] if outcome.imported else []) + [f"{n} {w}" for w, n in counts.items()]
    if outcome.withheld:
        parts.append(f"{outcome.withheld} deletions withheld")
    return f"delivered: {', '.join(parts)}" if parts else "nothing to deliver"


_WORDS: dict[type[Act], str] = {
    Move: "moved",
    Suspend: "suspended",
    Restore: "restored",
    Delete: "deleted",
    Clear: "cleared",
}


def _where(outcome: Outcome) -> str:
    profile = f", profile {outcome.profile}" if outcome.profile else ""
    return f"Anki{profile} (by {outcome.way})"


def _done(outcome: Outcome) -> Iterator[str]:
    if outcome.imported:
        yield f"  imported   {outcome.said or 'the package'}"
    moved = Counter[str]()
    for act in outcome.acts:
        if isinstance(act, Move):
            moved[act.target] += len(act.cards)
    for deck, cards in sorted(moved.items()):
        yield f"  moved      {_count(cards, 'card')} to {deck}"
    counts = Counter(type(act) for act in outcome.acts)
    for kind, what in _SAID.items():
        if counts[kind]:
            yield f"  {_WORDS[kind]:<9}  {_count(counts[kind], 'flashcard')} {what}"
    if empty := sum(len(act.cards) for act in outcome.acts if isinstance(act, Clear)):
        yield f"  cleared    {_count(empty, 'empty card')}"


_SAID: dict[type[Act], str] = {
    Suspend: f"gone from the vault; tagged {REMOVED_TAG}",
    Restore: "that came back into the vault",
    Delete: "gone from the vault",
}


def _left(outcome: Outcome) -> Iterator[str]:
    for left in outcome.left[:MOST_LEFT]:
        yield f"  left       {left.path}: {left.reason}"
    if (more := len(outcome.left) - MOST_LEFT) > 0:
        yield f"             and {more} more"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _act(act: Act) -> dict[str, Any]:
    known = {"act": _NAMES[type(act)], "guid": act.guid, "path": act.path}
    match act:
        case Move(cards=cards, source=source, target=target):
            return {**known, "cards": list(cards), "from": source, "to": target}
        case Delete(note_id=note_id):
            return {**known, "note_id": note_id}
        case Suspend(cards=cards) | Restore(cards=cards) | Clear(cards=cards):
            return {**known, "cards": list(cards)}


_NAMES: dict[type[Act], str] = {
    Move: "move",
    Suspend: "suspend",
    Restore: "restore",
    Delete: "delete",
    Clear: "clear",
}


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)
