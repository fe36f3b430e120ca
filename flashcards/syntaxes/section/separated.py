"""`question :: answer`, on a line or in a list item with all that belongs to it."""

from __future__ import annotations

import re

from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes.section.draft import Reading, Scene, two_sided, unparsed
from flashcards.syntaxes.section.elements import Role, Row
from flashcards.syntaxes.section.labels import match_label

DIALECT = "separated"

_OPEN_CLOZE = re.compile(r"\{\{c\d{1,4}\Z")
_LONGEST_OPENING = len("{{c1234")


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Split one line, or the first line of a list item; the item's other lines go to the back."""
    element = row[at]
    head = element.head
    found = find_divider(head, scene.options.separators)
    if found is None or element.role not in {Role.SEPARATED, Role.QUESTION}:
        return None
    start, end = found
    if _OPEN_CLOZE.search(head, max(0, start - _LONGEST_OPENING), start):
        return None  # a cloze that is never closed
    label = match_label(head[:start], scene.questions)
    front = label.rest if label else head[:start]
    back = head[end:].strip()
    below = element.body.partition("\n")[2] if element.is_item else ""
    back = f"{back}\n{below}" if back and below else back or below
    separator = head[start:end]
    if not front.strip() or not back.strip():
        side, place = ("answer", "after") if front.strip() else ("question", "before")
        message = f"there is no {side} {place} `{separator}`"
        hint = f"write `question {separator} answer` on one line"
        return Reading(at + 1, (unparsed(scene, element, message, hint),))
    made = two_sided(DIALECT, (element,), scene, front, back)
    made.reversed = separator in scene.options.reversed_separators
    return Reading(at + 1, (made,))
