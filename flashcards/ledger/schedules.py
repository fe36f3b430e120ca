"""Schedules of cards as values of JSON, and back; what nobody knows is left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from flashcards.ledger.values import NO_SCHEDULES
from flashcards.model import Schedule, Stage


def schedule_values(schedules: Mapping[int, Schedule]) -> dict[str, dict[str, Any]]:
    """Return schedules by ordinal as JSON has them."""
    return {str(ordinal): _values(each) for ordinal, each in sorted(schedules.items())}


def read_schedules(values: Mapping[str, Mapping[str, Any]]) -> Mapping[int, Schedule]:
    """Return what `schedule_values` was made from; raises `ValueError` if it is none of ours."""
    schedules = {int(ordinal): _schedule(each) for ordinal, each in values.items()}
    return MappingProxyType(schedules) if schedules else NO_SCHEDULES


def _values(each: Schedule) -> dict[str, Any]:
    known = {
        "stage": each.stage.value if each.stage is not Stage.REVIEW else None,
        "stability": each.stability,
        "difficulty": each.difficulty,
        "reviews": each.reviews or None,
        "lapses": each.lapses or None,
        "reviewed": each.reviewed,
    }
    return {
        "due": each.due.isoformat(),
        "interval": each.interval,
        "ease": each.ease,
        **{name: value for name, value in known.items() if value is not None},
    }


def _schedule(values: Mapping[str, Any]) -> Schedule:
    return Schedule(
        due=date.fromisoformat(values["due"]),
        interval=values["interval"],
        ease=values["ease"],
        stage=Stage(values.get("stage", Stage.REVIEW)),
        stability=values.get("stability"),
        difficulty=values.get("difficulty"),
        reviews=values.get("reviews", 0),
        lapses=values.get("lapses", 0),
        reviewed=values.get("reviewed"),
    )
