"""`question :: answer`, on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from flashcards.inline import split_tags
from flashcards.model import Silent
from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._sheet import Line, LineKind
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, join_ids, take_ids
from flashcards.syntaxes.flashcards_obsidian._lines import is_about_the_file, read_head
from flashcards.syntaxes.flashcards_obsidian._rest import below_line, id_below, rest_of_item
from flashcards.syntaxes.flashcards_obsidian._scene import Scene, with_sides

DIALECT = "separated"
ONE_SIDED = "lines with a separator and nothing on one side of it"
FIELDS = "fields of Dataview"

# Dataview's `[key:: x]` hides no flashcard anyway.
_FIELD_IN_TEXT = re.compile(r"\([\w \-]++::[^()\n]*+\)")


class Sides(Struct, frozen=True):
    """A line, split."""

    front: str
    separator: str
    back: str
    ids: Bare
    is_item: bool


def find_inline(scene: Scene, used: frozenset[int]) -> Iterator[Finding]:
    """Yield the flashcards of all lines that nobody uses yet."""
    number = 0
    while number < scene.end:
        number += 1
        sides = None if number in used else split_line(scene, scene.line(number))
        if sides is None:
            continue
        found = _read(scene, number, sides, used)
        yield found
        number = found.span.end_line


def split_line(scene: Scene, line: Line) -> Sides | None:
    """Split a line at its separator, if it has one in plain text."""
    separators = scene.own.separators
    if line.kind not in {LineKind.TEXT, LineKind.HEADING} or is_about_the_file(line.text):
        return None
    if not any(separator in line.text for separator in separators):
        return None
    head = read_head(line)
    bare = take_ids(head.text)
    # Of the same length, so that the places stay.
    masked = _FIELD_IN_TEXT.sub(lambda match: "x" * len(match[0]), bare.text)
    found = find_divider(masked, separators)
    if found is None:
        return None
    start, end = found
    front, back = bare.text[:start].strip(), bare.text[end:].strip()
    return Sides(front, bare.text[start:end], back, bare.ids, head.is_item)


def _read(scene: Scene, number: int, sides: Sides, used: frozenset[int]) -> Finding:
    if sides.front.casefold() in {name.casefold() for name in scene.own.fields}:
        return Silent(FIELDS, scene.sheet.span(number, number))
    last, rest = number, Bare("")
    if scene.is_second and sides.is_item:
        last, rest = rest_of_item(scene, number, used)
    back = below_line(scene, number, sides.back, rest)
    if not sides.front or not back.strip():
        return Silent(ONE_SIDED, scene.sheet.span(number, number))
    last, below = id_below(scene, number, last)
    ids = join_ids((below, sides.ids, rest))
    flashcard = scene.flashcard(DIALECT, number, last, ids)
    front, before = _untag(sides.front, leading=True)
    line, behind = _untag(sides.back, leading=False)
    back = line + back[len(sides.back) :]
    flashcard = replace(
        flashcard,
        reversed=sides.separator == scene.own.reversed_separator,
        tags=(*before, *behind, *flashcard.tags),
    )
    return with_sides(flashcard, front, back)


def _untag(text: str, *, leading: bool) -> tuple[str, tuple[str, ...]]:
    """Take the tags off, unless nothing else is there."""
    rest, tags = split_tags(text, leading=leading)
    return (rest, tags) if rest.strip() else (text, ())
