"""The header of a table of flashcards: which column asks, which answers, what the others are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from flashcards.inline import plain
from flashcards.syntaxes._languages import LANGUAGES, is_word
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.labels import answer_labels, question_labels

_ASIDE = re.compile(r"[(\[（【][^()\[\]（）【】]*+[)\]）】]")
_EDGES = " \t:：.?？*_#0123456789"
_TAGS = frozenset({"tag", "tags", "schlagwörter", "étiquettes", "etiquetas", "标签", "タグ"})
_NUMBERS = frozenset({"", "no", "nr", "n°", "nº", "№", "number", "id", "card", "flashcard"})

_QUESTION, _ANSWER = "question", "answer"


class Columns(Struct, frozen=True):
    """Where things stand in a row."""

    question: int
    answer: int
    extra: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    """Columns that may only count the rows."""

    tags: tuple[int, ...] = ()


def read_header(header: tuple[str, ...], options: SyntaxOptions) -> Columns | None:
    """Return the columns if one is headed as question and one as answer, in any language."""
    words = [_word(cell) for cell in header]
    known = _sides(question_labels(options), answer_labels(options))
    sides = [known.get(word) for word in words]
    if _QUESTION not in sides or _ANSWER not in sides:
        return None
    question, answer = sides.index(_QUESTION), sides.index(_ANSWER)
    others = [index for index in range(len(words)) if index not in {question, answer}]
    return Columns(
        question,
        answer,
        tuple(i for i in others if words[i] not in _TAGS and words[i] not in _NUMBERS),
        tuple(i for i in others if words[i] in _NUMBERS),
        tuple(i for i in others if words[i] in _TAGS),
    )


def says_flashcards(header: tuple[str, ...]) -> bool:
    """Say whether the header has the very words question and answer, and no terms or the like."""
    sides = {_plain_words().get(_word(cell)) for cell in header}
    return {_QUESTION, _ANSWER} <= sides


def half_header(header: tuple[str, ...]) -> str:
    """Return the cell that says question or answer if there are more columns; else nothing."""
    if len(header) < 2:
        return ""
    return next((cell for cell in header if _word(cell) in _plain_words()), "")


def _word(cell: str) -> str:
    """Return what a header says, without markup, numbers and what stands in brackets."""
    return _ASIDE.sub("", plain(cell)).strip(_EDGES)


@lru_cache(maxsize=8)
def _sides(questions: tuple[str, ...], answers: tuple[str, ...]) -> Mapping[str, str]:
    """Return the side that each word stands for: all languages' words, the letters of those set."""
    known = dict(_plain_words())
    for language in LANGUAGES.values():
        known |= {plain(word): _QUESTION for word in language.fronts}
        known |= {plain(word): _ANSWER for word in language.backs}
    known |= {plain(word): _QUESTION for word in questions}
    return known | {plain(word): _ANSWER for word in answers}


@lru_cache(maxsize=1)
def _plain_words() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for language in LANGUAGES.values():
        known |= {plain(word): _QUESTION for word in language.questions if is_word(word)}
        known |= {plain(word): _ANSWER for word in language.answers if is_word(word)}
    return known
