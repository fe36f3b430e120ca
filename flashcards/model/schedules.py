"""How far the learning of one card has come, as another tool left it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from flashcards.pickled import pickled, pickled_by_value


@pickled_by_value
class Stage(StrEnum):
    """How a card is being learnt; one that was never reviewed has no schedule at all."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"
    """It was forgotten, and is in its first steps again."""


@pickled
class Schedule(Struct, frozen=True, gc=False):
    """When one card is due, and what a scheduler goes on from."""

    due: date
    """The day on which it is asked next, as the learner counts days."""

    interval: int
    """Days between the last review and `due`."""

    ease: int
    """In percent: by how much an interval grows with a good answer."""

    stage: Stage = Stage.REVIEW
    stability: float | None = None
    """FSRS: in how many days the chance to remember falls to 90 %; None: not known."""

    difficulty: float | None = None
    """FSRS: from 1 to 10; None: not known."""

    reviews: int = 0
    lapses: int = 0
    reviewed: int | None = None
    """When it was last reviewed, in seconds since 1970; None: not known."""
