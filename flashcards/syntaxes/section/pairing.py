"""Labels that count only in twos, since each alone is an ordinary word.

`Front:` with `Back:`, `Prompt:` with `Answer:`, `Q1.` with `A1.`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flashcards.model import Block, ListItem
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.elements import Element, Pairs, Role
from flashcards.syntaxes.section.foreign_pairs import find_foreign_pairs
from flashcards.syntaxes.section.labels import (
    Label,
    answer_labels,
    match_label,
    match_list_label,
    question_labels,
)

FRONTS = ("Front", "Prompt", "Term")
BACKS = ("Back", "Response", "Definition")

_SECOND_CHOICE = re.compile(r"[*_]{0,2}B[.)]")
_STOPS = frozenset(
    {Role.BREAK, Role.OWN, Role.TAGS, Role.QUESTION, Role.SEPARATED, Role.MARKER, Role.END}
)


def match_front(line: str, options: SyntaxOptions) -> Label | None:
    """Read the label of a question that needs an answer of its kind below."""
    return match_label(line, FRONTS) or match_list_label(line, question_labels(options))


def match_back(line: str, options: SyntaxOptions) -> Label | None:
    """Read the label of the answer to such a question."""
    answers = answer_labels(options)
    return match_label(line, BACKS) or match_label(line, answers) or match_list_label(line, answers)


def find_pairs_of_labels(elements: Sequence[Element], options: SyntaxOptions) -> Pairs:
    """Find the lines that ask and the lines that answer them; nothing else may stand between."""
    answers: dict[int, int] = {}
    waiting: int | None = None  # the nearest answer below
    for index in range(len(elements) - 1, -1, -1):
        element = elements[index]
        if element.role in _STOPS:
            waiting = None
        elif element.role is Role.ANSWER:
            waiting = index
        elif element.role is Role.TEXT and element.is_line:
            if waiting is not None and match_front(element.text, options):
                answers[index], waiting = waiting, None
            if match_back(element.text, options) and not _lists_choices(elements, index):
                waiting = index
    unanswered = frozenset(
        index
        for index, element in enumerate(elements)
        if index not in answers and _asks_in_vain(element, options)
    )
    foreign = find_foreign_pairs(elements, options)
    return Pairs(answers, unanswered, foreign, frozenset(at for at, _ in foreign.values()))


def _asks_in_vain(element: Element, options: SyntaxOptions) -> bool:
    if element.role is not Role.TEXT or not element.is_line or "?" not in element.text:
        return False
    label = match_list_label(element.text, question_labels(options))
    return label is not None and label.rest.rstrip("*_ ").endswith("?")


def _lists_choices(elements: Sequence[Element], index: int) -> bool:
    """Say whether `A. ...` is the first of several things to choose from."""
    below = elements[index + 1].head if index + 1 < len(elements) else ""
    return bool(_SECOND_CHOICE.match(below))


def holds_pair(item: ListItem, options: SyntaxOptions) -> bool:
    """Say whether a list item asks `Front: ...` and answers it on a line of its own."""
    head, *below = item.body.split("\n")
    if not below or not match_front(head, options):
        return False
    return any(match_back(line.lstrip(" \t-*+"), options) for line in below)


def find_halves(blocks: Sequence[Block], options: SyntaxOptions) -> Iterator[int]:
    """Yield the first lines of list items that ask `Front: ...`, and of those that answer next."""
    for above, below in pairwise(blocks):
        if isinstance(above, ListItem) and isinstance(below, ListItem):
            asks = match_front(above.body.partition("\n")[0], options)
            if asks and match_back(below.body.partition("\n")[0], options):
                yield from (above.span.line, below.span.line)
