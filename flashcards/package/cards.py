"""Contents -> the rows of `cards`: new ones, and those that another tool's schedule comes with.

A row counts once, when Anki gets the card: an import never writes a card that exists. Without
"Import any learning progress" Anki makes a new card of every row, at the place that `pos` names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from flashcards.model import Schedule, Stage
from flashcards.package.contents import PackageContents, PackagedNote

Row = tuple[int | str, ...]

TO_BE_SYNCED = -1
FIRST_DAY = date(2000, 1, 1)
"""From which a package with schedules counts its days; Anki counts on from its own first day."""

_NEW = 0
_TYPES = {Stage.LEARNING: 1, Stage.REVIEW: 2, Stage.RELEARNING: 3}
_REVIEW_QUEUE = 2
_DAY_LEARNING_QUEUE = 3
"""Of learning cards that are due on a day; steps of minutes are long over when one moves."""

_ONE_STEP_LEFT = 1


def card_rows(contents: PackageContents, ids: Mapping[str, int]) -> Iterator[Row]:
    """Yield the rows, exactly those that each note says it has; `ids` are those of the decks."""
    for packaged in sorted(contents.notes, key=lambda packaged: packaged.note_id):
        for ordinal, card_id in zip(packaged.note.ords, packaged.card_ids, strict=True):
            schedule = packaged.schedules.get(ordinal)
            yield (
                card_id,
                packaged.note_id,
                ids[packaged.note.deck],
                ordinal,
                packaged.modified,
                TO_BE_SYNCED,
                *(_never_reviewed(packaged) if schedule is None else _reviewed(schedule, packaged)),
            )


def _never_reviewed(packaged: PackagedNote) -> Row:
    # ivl, factor, reps, lapses, left, odue, odid, flags
    return (_NEW, _NEW, packaged.due, *(0,) * 8, "")


def _reviewed(schedule: Schedule, packaged: PackagedNote) -> Row:
    """Return the columns from `type` on, as Anki has them for a card in that stage."""
    learning = schedule.stage is not Stage.REVIEW
    return (
        _TYPES[schedule.stage],
        _DAY_LEARNING_QUEUE if learning else _REVIEW_QUEUE,
        (schedule.due - FIRST_DAY).days,
        0 if schedule.stage is Stage.LEARNING else schedule.interval,
        schedule.ease * 10,  # per mille
        schedule.reviews,
        schedule.lapses,
        _ONE_STEP_LEFT if learning else 0,
        *(0,) * 3,  # odue, odid, flags
        _data(schedule, packaged.due),
    )


def _data(schedule: Schedule, position: int) -> str:
    """Return what Anki keeps of a card as JSON: its place among new cards, and FSRS' memory."""
    values = {
        "pos": position,
        "s": schedule.stability,
        "d": schedule.difficulty,
        "lrt": schedule.reviewed,
    }
    known = {name: value for name, value in values.items() if value is not None}
    return json.dumps(known, separators=(",", ":"))
