"""A heading that asks, with the answer below it.

Such headings end with a question mark, have a label (`### Q: ...`, `### Card 1 · ...`), or divide
into question and answer themselves (`### x :: y`). Any other heading is only a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from flashcards.inline import split_tags
from flashcards.model import Comment, Section
from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes._foreign import strip_foreign
from flashcards.syntaxes.section.draft import Draft, Reading, Scene, two_sided, unparsed
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.labelled import answer_end
from flashcards.syntaxes.section.pairing import match_back

DIALECT = "heading"

_RULES_AT_THE_END = re.compile(r"(?>(?:\n[ \t]*\n[ \t]*(?:---|\*\*\*|___)[ \t]*)+)\Z")

CARDS = ("Card", "Flashcard")


class Heading(Struct, frozen=True):
    """What a heading asks."""

    line: Element
    question: str
    """Empty where it only counts: `### Question 1`."""

    answer: str = ""
    """What stands behind a separator."""

    is_title: bool = False
    """Whether it is a title, `### Card: x`, above a question of its own."""

    reversed: bool = False


def read_heading(section: Section, scene: Scene) -> Heading | None:
    """Say what a heading asks; nothing if it only says what is below it."""
    stripped = strip_foreign(section.heading)
    text = stripped.text.strip()
    number = section.span.line
    line = Element(text, number, number, block_id=section.block_id, foreign=stripped.foreign)
    words = split_tags(text)[0].strip()
    for label, is_title in ((CARDS, True), (scene.questions, False)):
        match = _label(label).fullmatch(words)
        if match:
            question = match["numbered"] or match["named"] or ""
            return Heading(line, question.strip(), is_title=is_title)
    found = find_divider(text, scene.options.separators)
    if found and text[: found[0]].strip() and text[found[1] :].strip():
        is_reversed = text[found[0] : found[1]] in scene.options.reversed_separators
        question, answer = text[: found[0]], text[found[1] :].strip()
        return Heading(line, question, answer, reversed=is_reversed)
    asks = words.rstrip(" *_=").endswith(("?", "？"))
    return Heading(line, text) if asks else None


@lru_cache(maxsize=32)
def _label(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match `Card: text`, `Card 1`, `Card 1 · text`, `Q1. text`; a blank alone does not divide."""
    labels = "|".join(re.escape(word) for word in words) or r"(?!)"
    joint = r"[ \t\u00a0\u202f]*(?:[.)·|–—-][ \t]|[:：])"
    return re.compile(
        rf"[*_]{{0,2}}(?:{labels})(?:[ \t]?#?\d{{1,4}}[*_]{{0,2}}(?:{joint}(?P<numbered>.*))?"
        rf"|[*_]{{0,2}}[ \t\u00a0\u202f]*[:：](?P<named>.*))",
        re.IGNORECASE,
    )


def read_answer(heading: Heading, row: Row, scene: Scene) -> tuple[int, Draft] | None:
    """Read the answer that has a label, and what stands between it and the heading."""
    at = _labelled_answer(row, scene)
    label = match_back(row[at].text, scene.options) if at is not None else None
    if at is None or label is None or heading.answer:
        return None
    between = row.text(0, at) if at else ""
    asked = [] if heading.is_title and between else [heading.question]
    front = "\n\n".join(filter(None, (*asked, between)))
    end = answer_end(row, at)
    back = row.text(at, end, label.rest)
    if not front.strip() or not back.strip():
        return None
    return end, _flashcard(heading, front, back, row.elements[:end], scene)


def _labelled_answer(row: Row, scene: Scene) -> int | None:
    """Return the line with the answer's label, if nothing but text stands above it."""
    for index, element in enumerate(row.elements):
        if element.role is Role.ANSWER:
            return index
        if element.role is not Role.TEXT or index in row.pairs.answers:
            return None
        if element.is_line and match_back(element.text, scene.options):
            return index
    return None


def read_text(heading: Heading, row: Row, below: Sequence[Section], scene: Scene) -> Reading | None:
    """Read the text below a heading as its answer, and that of the headings below it."""
    elements = _until_other_flashcards(row.elements)
    texts = Row(tuple(each for each in elements if each.role in {Role.TEXT, Role.BREAK}))
    parts = [heading.answer, texts.text(0, len(texts)) if len(texts) else ""]
    parts += [strip_foreign(section.source).text for section in below]
    back = _RULES_AT_THE_END.sub("", "\n\n".join(filter(str.strip, parts)))
    if not heading.question.strip():
        return _without_question(heading, back, scene)
    if not back:
        return None
    lasts = [Element("", each.span.end_line, each.span.end_line) for each in below[-1:]]
    asked = _flashcard(heading, heading.question, back, (*elements, *lasts), scene)
    asked.reversed = heading.reversed
    return Reading(len(row), (asked,))


def _until_other_flashcards(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Return what stands before a definition or quote, without rules and comments at the end."""
    roles = [each.role for each in elements]
    end = roles.index(Role.OWN) if Role.OWN in roles else len(elements)
    while end and _says_nothing(elements[end - 1]):
        end -= 1
    return elements[:end]


def _says_nothing(element: Element) -> bool:
    is_comment = isinstance(element.block, Comment) and element.role is Role.TEXT
    return is_comment or element.role in _NOT_SHOWN


_NOT_SHOWN = frozenset({Role.BREAK, Role.TAGS, Role.END})


def _without_question(heading: Heading, text: str, scene: Scene) -> Reading | None:
    """Warn of `### Card 1` with text that is in no form of a flashcard."""
    if not text or len(heading.line.text) < _SHORTEST_NAME:
        return None
    message = f"there is no flashcard below `{heading.line.text}`"
    hint = "begin the question with `Q:` and the answer with `A:`, each on a line of its own"
    return Reading(0, (unparsed(scene, heading.line, message, hint),))


_SHORTEST_NAME = 4
"""`Q1` alone may as well be a quarter of a year."""


def _flashcard(
    heading: Heading, front: str, back: str, elements: tuple[Element, ...], scene: Scene
) -> Draft:
    return two_sided(DIALECT, (heading.line, *elements), scene, front, back)
