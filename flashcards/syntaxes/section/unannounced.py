"""Questions whose answers nothing announces: not read, since prose asks like that, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.diagnostics import Diagnostic
from flashcards.syntaxes.section.draft import Scene, unparsed
from flashcards.syntaxes.section.elements import Element, Role, Row

_BOLD_QUESTION = re.compile(
    r"(?P<question>(?P<mark>\*\*|__)[^*_]+[?？](?P=mark))\s+(?P<answer>\S.*)"
)
_ASKS = ("?", "？")


def unannounced(row: Row, start: int, end: int, scene: Scene) -> Iterator[Diagnostic]:
    """Yield a warning for prose from `start` to `end` that asks, with what may be the answer."""
    element = row[start]
    if not element.is_line or start in row.pairs.foreign:
        return  # of a list item each line is looked at; other languages are told of elsewhere
    head = element.head.strip()
    if "?" not in head and "？" not in head:
        return
    if match := _BOLD_QUESTION.fullmatch(head):
        message = f"nothing divides question and answer in `{head}`"
        separator = scene.options.basic_separators[0] if scene.options.basic_separators else "::"
        hint = f"write `{match['question']} {separator} {match['answer']}`"
        yield unparsed(scene, element, message, hint)
    elif _asks(head) and _has_answer(row, start, end):
        marker = scene.options.basic_markers[0] if scene.options.basic_markers else "?"
        message = f"nothing says that an answer follows `{head}`"
        hint = (
            f"write `{marker}` on a line of its own between question and answer, "
            "or `Q:` and `A:` before them"
        )
        yield unparsed(scene, element, message, hint)


def _has_answer(row: Row, start: int, end: int) -> bool:
    """Say whether lines stand right below, or a list does, that ask and hide nothing."""
    below = end
    if end == start + 1 and end < len(row) and not row.gaps[end]:
        while below < len(row) and row[below].is_item:
            below += 1
    return below > start + 1 and all(_is_plain(row[at]) for at in range(start + 1, below))


def _is_plain(element: Element) -> bool:
    marks = ("==", "{{c", "::", ";;")
    is_text = element.role is Role.TEXT and not any(mark in element.text for mark in marks)
    return is_text and not _asks(element.head)


def _asks(line: str) -> bool:
    return line.rstrip(" *_").endswith(_ASKS)
