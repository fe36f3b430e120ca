"""Labels that count only in twos, since each alone is an ordinary word.

`Front:` with `Back:`, `Prompt:` with `Answer:`, `Q1.` with `A1.`; and the labels of languages that
are not set, to tell the author so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from flashcards.model import ListItem
from flashcards.syntaxes._languages import LANGUAGES, is_word
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.elements import Element, Pairs, Role
from flashcards.syntaxes.section.labels import (
    Label,
    answer_labels,
    match_label,
    match_list_label,
    question_labels,
)

FRONTS = ("Front", "Prompt", "Term")
BACKS = ("Back", "Response", "Definition")

_READ = ""
"""In place of a language's code: a pair that is read."""

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
    pairs = _PairsFromBelow()
    for index in range(len(elements) - 1, -1, -1):
        element = elements[index]
        if element.role is Role.QUESTION:
            pairs.take_foreign(index)  # `Question :` is English, too
        if element.role in _STOPS:
            pairs.waiting.clear()
        elif element.role is Role.ANSWER:
            pairs.waiting[_READ] = index
        elif element.role is Role.TEXT and (element.is_line or element.is_item):
            if any(code in pairs.waiting for code in _labels(element, options, 0)):
                pairs.take(index, _labels(element, options, 0))
            if not _lists_choices(elements, index):
                pairs.waiting.update(dict.fromkeys(_labels(element, options, 1), index))
    unanswered = frozenset(
        index
        for index, element in enumerate(elements)
        if index not in pairs.answers and _asks_in_vain(element, options)
    )
    return Pairs(pairs.answers, unanswered, pairs.foreign)


class _PairsFromBelow:
    """Pairs as they are found from the last line up."""

    def __init__(self) -> None:
        self.answers: dict[int, int] = {}
        self.foreign: dict[int, tuple[int, str]] = {}
        self.waiting: dict[str, int] = {}
        """The nearest answer below, by language."""

    def take(self, index: int, codes: Iterable[str]) -> None:
        """Give the question the answer that waits for it."""
        found = [code for code in codes if code in self.waiting]
        if _READ in found:
            self.answers[index] = self.waiting[_READ]
        elif found:
            self.foreign[index] = self.waiting[found[0]], found[0]
        self.waiting.clear()

    def take_foreign(self, index: int) -> None:
        """Give a question with a label that is known an answer with one that is not."""
        codes = [code for code in self.waiting if code != _READ]
        if codes:
            self.foreign[index] = self.waiting[codes[0]], codes[0]


def _asks_in_vain(element: Element, options: SyntaxOptions) -> bool:
    if element.role is not Role.TEXT or not element.is_line or "?" not in element.text:
        return False
    label = match_list_label(element.text, question_labels(options))
    return label is not None and label.rest.rstrip("*_ ").endswith("?")


def _lists_choices(elements: Sequence[Element], index: int) -> bool:
    """Say whether `A. ...` is the first of several things to choose from."""
    below = elements[index + 1].head if index + 1 < len(elements) else ""
    return bool(_SECOND_CHOICE.match(below))


def _labels(element: Element, options: SyntaxOptions, side: int) -> Iterator[str]:
    """Yield the languages in which a line begins with a label of the side."""
    match = match_back if side else match_front
    if element.is_line and match(element.text, options):
        yield _READ
    yield from _languages(element.head, options, side)


def _languages(line: str, options: SyntaxOptions, side: int) -> Iterator[str]:
    """Yield the languages, of those that are not set, in which the line begins with a label."""
    if match_label(line, _foreign_words("", options.languages)[side]):
        for code in LANGUAGES:
            if match_label(line, _foreign_words(code, options.languages)[side]):
                yield code


@lru_cache(maxsize=64)
def _foreign_words(
    code: str, languages: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whole words of a language that is not set, or of all of them; letters say little."""
    codes = [each for each in LANGUAGES if each not in languages and code in {"", each}]
    sides = (
        [word for each in codes for word in LANGUAGES[each].questions],
        [word for each in codes for word in LANGUAGES[each].answers],
    )
    questions, answers = (tuple(dict.fromkeys(filter(is_word, side))) for side in sides)
    return questions, answers


def holds_pair(item: ListItem, options: SyntaxOptions) -> bool:
    """Say whether a list item asks `Front: ...` and answers it on a line of its own."""
    head, *below = item.body.split("\n")
    if not below or not match_front(head, options):
        return False
    return any(match_back(line.lstrip(" \t-*+"), options) for line in below)
