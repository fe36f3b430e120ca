"""Anki's cloze numbers: the reviews of a card hang on them, so a text keeps the one it had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flashcards.inline import plain
from flashcards.model import Cloze


def number_clozes(
    clozes: Sequence[Cloze], remembered: Mapping[int, tuple[str, ...]]
) -> dict[int, int]:
    """Give each group of clozes its number in Anki.

    A text keeps the number it had. The author's own number holds when it is first seen. All else
    is new and goes above every number ever used here, since a number in use before belongs to a
    card with another text and its reviews.
    """
    texts = group_texts(clozes)
    numbers = _known_numbers(texts, remembered)
    taken = {*remembered, *numbers.values()}
    for group, wanted in _authors_numbers(clozes).items():
        if group not in numbers and wanted not in taken:
            numbers[group] = wanted
            taken.add(wanted)
    for group in texts:
        if group not in numbers:
            numbers[group] = max(taken, default=0) + 1
            taken.add(numbers[group])
    return numbers


def group_texts(clozes: Iterable[Cloze]) -> dict[int, tuple[str, ...]]:
    """Return what each group of clozes hides, in the order of the text."""
    texts: dict[int, tuple[str, ...]] = {}
    for cloze in clozes:
        texts[cloze.group] = (*texts.get(cloze.group, ()), cloze.text)
    return texts


def _known_numbers(
    texts: Mapping[int, tuple[str, ...]], remembered: Mapping[int, tuple[str, ...]]
) -> dict[int, int]:
    """Pair groups with numbers of the same texts; then those that share one of several texts."""
    numbers: dict[int, int] = {}
    free = dict(remembered)
    for alike in (tuple.__eq__, _share_a_text):
        for group in [group for group in texts if group not in numbers]:
            number = next((n for n in sorted(free) if alike(texts[group], free[n])), None)
            if number is not None:
                numbers[group] = number
                del free[number]
    return numbers


def _share_a_text(texts: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return not {plain(text) for text in texts}.isdisjoint(plain(text) for text in others)


def _authors_numbers(clozes: Iterable[Cloze]) -> dict[int, int]:
    return {cloze.group: cloze.number for cloze in clozes if cloze.number is not None}
