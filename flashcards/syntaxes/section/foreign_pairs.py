"""Questions and answers with the labels of a language that is not set: `Frage:` and `Antwort:`.

They are no flashcards, but the author is told which language to set. A label of one letter (`R :`
in French) says little: it counts beside one that is read, or below a line that asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from flashcards.syntaxes._languages import LANGUAGES, is_word
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.elements import Element, Role
from flashcards.syntaxes.section.labels import label_word, match_label

_MAY_ASK = frozenset({Role.TEXT, Role.QUESTION})
_MAY_ANSWER = frozenset({Role.TEXT, Role.ANSWER})


def find_foreign_pairs(
    elements: Sequence[Element], options: SyntaxOptions
) -> Mapping[int, tuple[int, str]]:
    """Map where a question stands to where its answer does, with the language's code."""
    found: dict[int, tuple[int, str]] = {}
    waiting: dict[str, int] = {}  # the nearest answer below, by language
    for index in range(len(elements) - 1, -1, -1):
        element = elements[index]
        codes = _languages(element, options, 0) if element.role in _MAY_ASK and waiting else ()
        pair = next(
            (
                (waiting[code], code)
                for code in codes
                if code in waiting and _belong(element, elements[waiting[code]], code)
            ),
            None,
        )
        if pair:
            found[index] = pair
        if pair or element.role not in _MAY_ANSWER:
            waiting.clear()
        else:
            waiting |= dict.fromkeys(_languages(element, options, 1), index)
    return found


def _belong(question: Element, answer: Element, code: str) -> bool:
    """Say whether a pair is more than two letters by chance."""
    language = LANGUAGES[code]
    in_words = match_label(question.head, _whole(language.questions)) and match_label(
        answer.head, _whole(language.answers)
    )
    is_half_read = (question.role is Role.QUESTION) != (answer.role is Role.ANSWER)
    return bool(in_words) or is_half_read or question.head.rstrip(" *_").endswith(("?", "？"))


def _whole(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(is_word, labels))


def _languages(element: Element, options: SyntaxOptions, side: int) -> tuple[str, ...]:
    """Return the languages, of those that are not set, in which the line begins with a label."""
    if ":" not in element.text and "：" not in element.text:
        return ()  # as most have none
    if not (element.is_line or element.is_item):
        return ()
    word = label_word(element.head, _labels("", options.languages)[side])
    return _languages_of(word, options.languages, side) if word else ()


@lru_cache(maxsize=1 << 10)
def _languages_of(word: str, languages: tuple[str, ...], side: int) -> tuple[str, ...]:
    """Return the languages that have a label, as it is written somewhere."""
    is_label = re.compile(re.escape(word), re.IGNORECASE).fullmatch
    return tuple(code for code in LANGUAGES if any(map(is_label, _labels(code, languages)[side])))


@lru_cache(maxsize=64)
def _labels(code: str, languages: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the labels of a language that is not set, or of all of them."""
    codes = [each for each in LANGUAGES if each not in languages and code in {"", each}]
    questions = (word for each in codes for word in LANGUAGES[each].questions)
    answers = (word for each in codes for word in LANGUAGES[each].answers)
    return tuple(dict.fromkeys(questions)), tuple(dict.fromkeys(answers))
