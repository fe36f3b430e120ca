"""Flashcards in quotations and callouts of other kinds: not read, and the author is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.diagnostics import Diagnostic
from flashcards.model import Callout, Passage
from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes.section.draft import Scene, unparsed
from flashcards.syntaxes.section.elements import Element
from flashcards.syntaxes.section.labels import match_label

_ASKING = frozenset({"question", "faq", "help", "qa", "card", "flashcard", "anki"})
"""Types of callouts whose title asks."""

_QUOTE_MARKS = " \t>"
_FENCE = re.compile(r"(?:```|~~~)")


def quoted(element: Element, scene: Scene) -> Iterator[Diagnostic]:
    """Yield a warning for a quotation that holds a flashcard, or a callout that is one."""
    match element.block:
        case Callout() as callout:
            lines = [callout.title, *callout.body.split("\n")]
            if callout.type in _ASKING and callout.title and callout.body.strip():
                message = f"the callout `[!{callout.type}]` is no flashcard"
                hint = "write the question and the answer as text: `Q: …` and below it `A: …`"
                yield unparsed(scene, element, message, hint)
                return
        case Passage(source=source) if source.lstrip().startswith(">"):
            lines = source.split("\n")
        case _:
            return
    if _holds_flashcard(lines, scene):
        what = "callout" if isinstance(element.block, Callout) else "quotation"
        message = f"the flashcard in this {what} is not read"
        yield unparsed(scene, element, message, "write it as text, without the `>`")


def _holds_flashcard(lines: list[str], scene: Scene) -> bool:
    """Say whether a line divides, or one with the label of an answer stands below one that asks."""
    has_question = in_code = False
    for quoted_line in lines:
        line = quoted_line.lstrip(_QUOTE_MARKS)
        in_code ^= bool(_FENCE.match(line))
        if in_code:
            continue
        if has_question and match_label(line, scene.answers):
            return True
        has_question = has_question or match_label(line, scene.questions) is not None
        found = find_divider(line, scene.options.separators)
        if found and line[: found[0]].strip() and line[found[1] :].strip():
            return True
    return False
