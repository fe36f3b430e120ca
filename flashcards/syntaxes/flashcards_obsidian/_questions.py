"""Where the question of a `#card` begins: on its line, above it, or in a heading above it."""

from __future__ import annotations

from msgspec import Struct

from flashcards.inline import split_tags
from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes._sheet import LineKind
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, is_id, take_ids
from flashcards.syntaxes.flashcards_obsidian._lines import (
    heading_level,
    is_about_the_file,
    read_head,
)
from flashcards.syntaxes.flashcards_obsidian._markers import Marker
from flashcards.syntaxes.flashcards_obsidian._scene import Scene


class Question(Struct, frozen=True):
    """A question, and where it stands."""

    first: int
    text: str
    ids: Bare
    level: int = 0
    """Of the heading that it is, or 0."""

    is_item: bool = False
    """Whether a list item begins with it."""


def find_question(scene: Scene, marker: Marker, floor: int) -> Question | None:
    """Return the question of a marker; `floor` is the last line of the flashcard above."""
    if not marker.text:
        return _question_above(scene, marker, floor)
    if marker.level or marker.is_item:
        return Question(marker.line, marker.text, Bare(""), marker.level, marker.is_item)
    first = marker.line if scene.is_second else _run_start(scene, marker.line, floor)
    above = _question(scene, first, marker.line - 1)
    text = f"{above.text}\n{marker.text}" if above.text else marker.text
    return Question(first, text, above.ids, is_item=above.is_item)


def _question_above(scene: Scene, marker: Marker, floor: int) -> Question | None:
    """Return the lines, or the heading, above a marker that has a line of its own."""
    last = marker.line - 1
    while scene.is_second and last > floor and scene.line(last).is_blank:
        if last in scene.sheet.taken:
            return None
        last -= 1
    line = scene.line(last)
    if last <= floor or is_id(line):
        return None
    if line.kind is LineKind.HEADING:
        first = last if line.text.lstrip().startswith("#") else last - 1
        level = heading_level(scene.line(first), line)
        bare = take_ids(read_head(scene.line(first)).text)
        return Question(first, bare.text, bare.ids, level) if first > floor else None
    if line.kind is not LineKind.TEXT:
        return None
    first = last if read_head(line).is_item else _run_start(scene, last, floor)
    return _question(scene, first, last)


def _question(scene: Scene, first: int, last: int) -> Question:
    lines = [scene.line(number) for number in range(first, last + 1)]
    heads = [read_head(line) if not index else None for index, line in enumerate(lines)]
    texts = [head.text if head else lines[i].text.strip() for i, head in enumerate(heads)]
    bare = take_ids("\n".join(texts))
    is_item = bool(heads and heads[0] and heads[0].is_item)
    return Question(first, bare.text.strip(), bare.ids, is_item=is_item)


def _run_start(scene: Scene, number: int, floor: int) -> int:
    """Return the first of the lines of text that stand together above a line, itself included."""
    first = number
    while first - 1 > floor:
        line = scene.line(first - 1)
        if line.kind is not LineKind.TEXT or is_id(line) or _is_other(scene, line.text):
            break
        first -= 1
        if read_head(line).is_item:
            break
    return first


def _is_other(scene: Scene, text: str) -> bool:
    """Say whether a line is a flashcard of its own, or says something about the vault note."""
    if text.lstrip().startswith("#") and not split_tags(text)[0].strip():
        return True
    return is_about_the_file(text) or find_divider(text, scene.own.separators) is not None
