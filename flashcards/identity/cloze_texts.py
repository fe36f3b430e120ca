"""Clozes that are known again by what they hide."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

from flashcards.inline import plain


def by_text(
    texts: Mapping[int, tuple[str, ...]],
    remembered: Mapping[int, tuple[str, ...]],
    wanted: Mapping[int, int],
) -> dict[int, int]:
    """Pair groups with numbers of the same texts; then those that share one of several texts."""
    numbers: dict[int, int] = {}
    if not remembered:  # as of all that is new
        return numbers
    for keys in (_as_written, _as_said, _each_as_said):
        left = {group: keys(texts[group]) for group in texts if group not in numbers}
        taken = set(numbers.values())
        free = {n: keys(remembered[n]) for n in sorted(remembered) if n not in taken}
        for group, its_keys in left.items():
            own = wanted.get(group, -1)
            if own in free and not its_keys.isdisjoint(free[own]):
                numbers[group] = own
                del free[own]
        numbers |= _first_alike({g: left[g] for g in left if g not in numbers}, free)
    return numbers


_Keys = frozenset[tuple[str, ...]]


def _first_alike(left: Mapping[int, _Keys], free: Mapping[int, _Keys]) -> dict[int, int]:
    """Give each group the lowest number that has a key in common with it and is not taken."""
    having: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for number, keys in free.items():
        for key in keys:
            having[key].append(number)
    numbers: dict[int, int] = {}
    taken: set[int] = set()
    for group, keys in left.items():
        queues = [having[key] for key in keys if key in having]
        for queue in queues:
            while queue and queue[0] in taken:
                queue.popleft()
        if first := [queue[0] for queue in queues if queue]:
            numbers[group] = min(first)
            taken.add(numbers[group])
    return numbers


def _as_written(texts: tuple[str, ...]) -> _Keys:
    return frozenset({texts})


def _as_said(texts: tuple[str, ...]) -> _Keys:
    return frozenset({tuple(plain(text) for text in texts)})


def _each_as_said(texts: tuple[str, ...]) -> _Keys:
    return frozenset((said,) for text in texts if (said := plain(text)))
