"""Anki's cloze numbers: the reviews of a card hang on them, so a text keeps the one it had.

A cloze is known again by its text, then by the words around it, then by a similar text. All else
is new and goes above every number ever used here, since a number in use before belongs to a card
with another text and its reviews.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, product

from msgspec import Struct

from flashcards.hiding import group_texts
from flashcards.identity.cloze_places import (
    Hidden,
    Places,
    around,
    occurrences,
    places_before,
    places_now,
)
from flashcards.identity.cloze_texts import by_text
from flashcards.identity.pairing import best_pairs
from flashcards.identity.similarity import similarity
from flashcards.model import Cloze

ENOUGH_AROUND = 3
"""Words around a cloze that must be the same, if all that it hides is another text. Where the text
begins or ends counts as one: a cloze that is the whole text has nothing around it."""

ALIKE = 0.5

_OWN = 0.01
_MOST_COMPARED = 2_500


class ChangedNumber(Struct, frozen=True):
    """A cloze that has another number in Anki than the author wrote."""

    cloze: Cloze
    written: int
    kept: int


def number_clozes(
    clozes: Sequence[Cloze],
    text: str,
    remembered: Mapping[int, tuple[str, ...]],
    remembered_text: str,
) -> dict[int, int]:
    """Give each group of clozes in the Markdown `text` its number in Anki.

    `remembered` is what every number ever used has hidden, `remembered_text` the normalised text
    at the last export. The author's own number holds when it is first seen.
    """
    texts = group_texts(clozes)
    wanted = _authors_numbers(clozes)
    if not remembered and not wanted:
        return {group: number for number, group in enumerate(texts, 1)}
    numbers = by_text(texts, remembered, wanted)
    if len(numbers) < len(texts) and len(numbers) < len(remembered):
        before = places_before(remembered, remembered_text)
        numbers = _by_places(numbers, before, places_now(clozes, text), wanted)
    return _in_order(texts, _with_new(texts, numbers, wanted, remembered), wanted)


def _with_new(
    texts: Iterable[int],
    known: Mapping[int, int],
    wanted: Mapping[int, int],
    remembered: Iterable[int],
) -> dict[int, int]:
    """Give new groups their author's number, if that was never used, or the next one."""
    numbers = dict(known)
    taken = {*remembered, *numbers.values()}
    for group, number in wanted.items():
        if group not in numbers and number not in taken:
            numbers[group] = number
            taken.add(number)
    following = count(max(taken, default=0) + 1)
    return numbers | {group: next(following) for group in texts if group not in numbers}


def _in_order(
    texts: Mapping[int, tuple[str, ...]], numbers: Mapping[int, int], wanted: Mapping[int, int]
) -> dict[int, int]:
    """Give groups that hide the same their numbers as the next export will give them."""
    alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for group in texts:
        alike[texts[group]].append(group)
    settled: dict[int, int] = {}
    for groups in alike.values():
        free = {numbers[group] for group in groups}
        own = {group: wanted[group] for group in groups if wanted.get(group) in free}
        others = [group for group in groups if group not in own]
        settled |= own | dict(zip(others, sorted(free.difference(own.values())), strict=True))
    return settled


def changed_numbers(
    clozes: Iterable[Cloze], numbers: Mapping[int, int]
) -> tuple[ChangedNumber, ...]:
    """Return the first cloze of each group whose own number is not the one that it keeps."""
    changed: dict[int, ChangedNumber] = {}
    for cloze in clozes:
        kept = numbers[cloze.group]
        if cloze.number is not None and cloze.number != kept:
            changed.setdefault(cloze.group, ChangedNumber(cloze, cloze.number, kept))
    return tuple(changed.values())


def _authors_numbers(clozes: Iterable[Cloze]) -> dict[int, int]:
    return {cloze.group: cloze.number for cloze in clozes if cloze.number is not None}


def _by_places(
    known: Mapping[int, int], before: Places, now: Places, wanted: Mapping[int, int]
) -> dict[int, int]:
    """Pair what has no number yet with the numbers that nobody took, as well as can be.

    A text that still stands there, no longer hidden, was dropped: nothing takes its place.
    """
    numbers = dict(known)
    dropped = {
        each.key
        for each in before.hidden
        if len(occurrences(each.text, now.shown)) >= before.count(each.text)
    }
    for likeness in (_by_place, _by_likeness):
        taken = dropped.union(numbers.values())
        left = [each for each in now.hidden if each.key not in numbers]
        free = [each for each in before.hidden if each.key not in taken]
        scores: dict[tuple[int, int], float] = {}
        for one, other in product(left, free) if len(left) * len(free) <= _MOST_COMPARED else ():
            if score := likeness(one, other):
                pair = (one.key, other.key)
                own = _OWN * (wanted.get(one.key) == other.key)
                scores[pair] = max(scores.get(pair, 0), score + own)
        numbers |= best_pairs(scores)
    return numbers


def _by_place(one: Hidden, other: Hidden) -> float:
    """Count the same words around two clozes; there must be some on either side."""
    left, right = around(one, other)
    return (left + right) if left and right and left + right >= ENOUGH_AROUND else 0.0


def _by_likeness(one: Hidden, other: Hidden) -> float:
    alike = similarity(one.text, other.text)
    left, right = around(one, other)
    grown = one.text in other.text or other.text in one.text
    if alike >= ALIKE or (grown and (left or right)):
        return alike + _OWN * (left + right)
    return 0.0
