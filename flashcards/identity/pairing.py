"""The best pairing of two sides: the one with the highest total, not the first that is found."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

Scores = Mapping[tuple[int, int], float]

_MOST_EXACT = 40
"""On the smaller side. With more that hang together, the best pair is taken, then the next."""


def best_pairs(scores: Scores) -> dict[int, int]:
    """Pair left with right, each once, so that the sum of the scores is the highest.

    Only pairs that have a score are made.
    """
    pairs: dict[int, int] = {}
    for lefts, rights in _hanging_together(scores):
        if len(lefts) == len(rights) == 1:
            pairs[lefts[0]] = rights[0]
        elif min(len(lefts), len(rights)) > _MOST_EXACT:
            pairs.update(_one_after_another(scores, set(lefts)))
        else:
            pairs.update(_exactly(scores, lefts, rights))
    return pairs


def _hanging_together(scores: Scores) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the parts that share no candidate with each other: each can be solved alone."""
    of_left: defaultdict[int, list[int]] = defaultdict(list)
    of_right: defaultdict[int, list[int]] = defaultdict(list)
    for left, right in scores:
        of_left[left].append(right)
        of_right[right].append(left)
    seen: set[int] = set()
    for first in sorted(of_left):
        if first in seen:
            continue
        lefts, rights, ahead = {first}, set[int](), [first]
        while ahead:
            for right in of_left[ahead.pop()]:
                if right not in rights:
                    rights.add(right)
                    ahead += [left for left in of_right[right] if left not in lefts]
                    lefts.update(of_right[right])
        seen |= lefts
        yield sorted(lefts), sorted(rights)


def _one_after_another(scores: Scores, lefts: set[int]) -> dict[int, int]:
    ranked = sorted((-score, pair) for pair, score in scores.items() if pair[0] in lefts)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, (left, right) in ranked:
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs


def _exactly(scores: Scores, lefts: list[int], rights: list[int]) -> dict[int, int]:
    swapped = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if swapped else (lefts, rights)
    costs = [
        [-scores.get((column, row) if swapped else (row, column), 0.0) for column in columns]
        for row in rows
    ]
    found = [(rows[row], columns[column]) for column, row in enumerate(_assign(costs)) if row >= 0]
    pairs = ((column, row) if swapped else (row, column) for row, column in found)
    return {left: right for left, right in pairs if (left, right) in scores}


def _assign(costs: list[list[float]]) -> list[int]:
    """Return the row of each column, -1 for none; there are at least as many columns as rows.

    The Hungarian method: rows come in one at a time, and each may push others to their next best
    column along the cheapest chain.
    """
    table = _Table(costs, [-1] * len(costs[0]), [0.0] * len(costs), [0.0] * len(costs[0]))
    for row in range(len(costs)):
        table.bring_in(row)
    return table.row_of


class _Table(Struct):
    costs: list[list[float]]
    row_of: list[int]
    row_price: list[float]
    column_price: list[float]

    def bring_in(self, row: int) -> None:
        slack = [math.inf] * len(self.row_of)
        came_from = [-1] * len(self.row_of)
        reached: list[int] = []
        ahead = set(range(len(self.row_of)))
        at, column = row, -1
        while at >= 0:
            for other in ahead:
                cost = self.costs[at][other] - self.row_price[at] - self.column_price[other]
                if cost < slack[other]:
                    slack[other], came_from[other] = cost, column
            column = min(ahead, key=lambda each: (slack[each], each))
            self._reprice(row, slack, slack[column], reached, ahead)
            ahead.remove(column)
            reached.append(column)
            at = self.row_of[column]
        while column >= 0:
            before = came_from[column]
            self.row_of[column] = self.row_of[before] if before >= 0 else row
            column = before

    def _reprice(
        self, row: int, slack: list[float], step: float, reached: list[int], ahead: set[int]
    ) -> None:
        self.row_price[row] += step
        for column in reached:
            self.row_price[self.row_of[column]] += step
            self.column_price[column] -= step
        for column in ahead:
            slack[column] -= step
