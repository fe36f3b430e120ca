"""What obsidian-spaced-repetition wrote beside a flashcard in, a schedule for each card out.

`<!--SR:!2026-10-01,12,250-->`: due, interval in days, ease in percent; a group for each card.
Older: one group without `!`, and dates as `01-10-2026` or `Thu Oct 01 2026`.
`!fsrs,` and due, interval, stability, difficulty, state, reviews, lapses, step, last review; days
are moments there, in UTC. A card that was never reviewed has `2000-01-01`, or `fsrs,-`, in its
place. (docs/en/algorithms.md and the source of the plugin.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

from flashcards.model import Cloze, Flashcard, Identified, Kind, Schedule, Stage

ROLLOVER = timedelta(hours=4)
"""Into the night, Anki's day is still the day before; its default."""

NEVER = date(2000, 1, 1)
"""Stands where the card beside it was reviewed, and this one was not."""

_PLUGIN = "obsidian-spaced-repetition"
_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%a %b %d %Y")
_FSRS_EASE = 250
"""FSRS has no ease; this is what Anki and the plugin begin with, should FSRS be switched off."""

_STAGES = {"1": Stage.LEARNING, "2": Stage.REVIEW, "3": Stage.RELEARNING}
_NEW = "0"
_LONGEST = 36_500
"""Days; Anki's own limit, a hundred years."""

_EASES = (130, 6_500)
"""The least that both programs know, and the most that fits into Anki's column."""

_GROUP = re.compile(r"!?([^!]+)")


class UnreadScheduleError(ValueError):
    """A group that is no schedule."""


def card_schedules(each: Identified, zone: tzinfo | None = UTC) -> Mapping[int, Schedule]:
    """Return the schedules that stand beside a flashcard, by the ordinal of Anki's card.

    Days begin and end in `zone`; None: as on this computer. What cannot be read is left out;
    `unread_groups` has it.
    """
    found: dict[int, Schedule] = {}
    for ordinal, group in zip(_ordinals(each), _groups(each.flashcard), strict=False):
        try:
            schedule = read_schedule(group, zone)
        except UnreadScheduleError:
            continue
        if schedule is not None:
            found.setdefault(ordinal, schedule)
    return found


def unread_groups(flashcard: Flashcard) -> Iterator[str]:
    """Yield what stands in place of a schedule and is none."""
    for group in _groups(flashcard):
        try:
            read_schedule(group)
        except UnreadScheduleError:
            yield group


def _groups(flashcard: Flashcard) -> Iterator[str]:
    for mark in flashcard.foreign:
        if mark.plugin == _PLUGIN and mark.kind == "schedule":
            yield from (group.strip() for group in _GROUP.findall(mark.value))


def _ordinals(each: Identified) -> tuple[int, ...]:
    """Return the ordinals in the plugin's order: by number if the clozes have some, else by place.

    Marks like `==ash;;x==` count as numbers, of the cards that ask.
    """
    if each.flashcard.kind is Kind.BASIC:
        return (0, 1) if each.flashcard.reversed else (0,)
    firsts: dict[int, Cloze] = {}
    for cloze in sorted(each.clozes, key=lambda cloze: (cloze.start, cloze.number or 0)):
        firsts.setdefault(cloze.group, cloze)
    groups = list(firsts)
    if all(cloze.number is not None for cloze in firsts.values()):
        groups.sort(key=lambda group: firsts[group].number or 0)
    return tuple(each.numbers[group] - 1 for group in groups)


def read_schedule(group: str, zone: tzinfo | None = UTC) -> Schedule | None:
    """Read one card's group; None if the card was never reviewed.

    Raises `UnreadScheduleError` for anything else.
    """
    values = [value.strip() for value in group.split(",")]
    try:
        if values[0].lower() == "fsrs":
            return _fsrs(values[1:], zone)
        return _sm2(values)
    except (ValueError, OverflowError, OSError) as error:
        raise UnreadScheduleError(group) from error


def _sm2(values: Iterable[str]) -> Schedule | None:
    written, interval, ease = values
    due = _day(written)
    if due == NEVER:
        return None
    least, most = _EASES
    return Schedule(due, _interval(interval), min(max(round(_number(ease)), least), most))


def _fsrs(values: list[str], zone: tzinfo | None) -> Schedule | None:
    due, interval, stability, difficulty, state, reviews, lapses, _, *last = values
    if due == "-" or state == _NEW or due.startswith(NEVER.isoformat()):
        return None
    if state not in _STAGES:
        raise ValueError(state)
    stable, difficult = _number(stability), _number(difficulty)
    knows = stable > 0 and difficult > 0
    return Schedule(
        due=_day_of(_moment(due), zone),
        interval=_interval(interval),
        ease=_FSRS_EASE,
        stage=_STAGES[state],
        stability=round(stable, 4) if knows else None,
        difficulty=round(min(max(difficult, 1.0), 10.0), 3) if knows else None,
        reviews=min(int(reviews), 65_535),
        lapses=min(int(lapses), 65_535),
        reviewed=int(_moment(last[0]).timestamp()) if last and last[0] != "-" else None,
    )


def _day(written: str) -> date:
    for form in _FORMATS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  # a day, no moment
        except ValueError:
            continue
    raise ValueError(written)


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day_of(moment: datetime, zone: tzinfo | None) -> date:
    return (moment.astimezone(zone) - ROLLOVER).date()


def _interval(written: str) -> int:
    return min(max(round(_number(written)), 1), _LONGEST)


def _number(written: str) -> float:
    number = float(written)
    if not math.isfinite(number) or number < 0:
        raise ValueError(written)
    return number
