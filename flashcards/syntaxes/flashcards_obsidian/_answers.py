"""Where the answer to a `#card` ends, by the rules of either version."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flashcards.syntaxes._sheet import LineKind
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, is_own_id, take_ids
from flashcards.syntaxes.flashcards_obsidian._lines import heading_level
from flashcards.syntaxes.flashcards_obsidian._markers import Marker, read_marker
from flashcards.syntaxes.flashcards_obsidian._questions import Question, find_question
from flashcards.syntaxes.flashcards_obsidian._scene import Scene


class Answer(Struct, frozen=True):
    """An answer, empty if there is none, and its last line."""

    text: str
    last: int
    ids: Bare


def find_answer(scene: Scene, marker: Marker, question: Question) -> Answer:
    """Return what stands below a marker and belongs to its question."""
    start = marker.last + 1
    if question.is_item:
        lines = _item(scene, question.first, start)
    elif not scene.is_second:
        lines = _run(scene, start, scene.end, question.level)
    elif question.level:
        lines = _section(scene, start, question.level)
    else:
        lines = _paragraph(scene, marker, start)
    return _answer(scene, lines, marker.last)


def _answer(scene: Scene, lines: range, above: int) -> Answer:
    first, last = lines.start, lines.stop - 1
    while last >= first and scene.line(last).is_blank:
        last -= 1
    bare = take_ids(scene.sheet.text(first, last)) if last >= first else Bare("")
    return Answer(bare.text, max(last, above), bare.ids)


def _item(scene: Scene, first: int, start: int) -> range:
    """Return the rest of a list item; version 1 also reads on below it if there is none."""
    item = scene.items.get(first)
    limit = item.span.end_line if item else start - 1
    if scene.is_second:
        return _until(scene, start, limit)
    inside = _run(scene, start, limit, 0)
    below = _skip_blank(scene, start, scene.end)
    if inside or below in scene.items:
        return inside
    return _run(scene, start, scene.end, 0)


def _run(scene: Scene, start: int, limit: int, level: int) -> range:
    """Return the lines up to a blank one, as version 1 reads; code is never cut."""
    first = _skip_blank(scene, start, limit)
    for number in range(first, limit + 1):
        line = scene.line(number)
        found = heading_level(line, scene.line(number + 1))
        is_end = line.is_blank or line.kind is LineKind.BREAK or is_own_id(line)
        if is_end or (found and not found > level > 0):
            return range(first, number)
        if (stop := _next_question(scene, number, start - 1)) is not None:
            return range(first, stop)
    return range(first, limit + 1)


def _section(scene: Scene, start: int, level: int) -> range:
    """Return the lines up to the next heading that is no lower, or the next flashcard."""
    for number in range(start, scene.end + 1):
        found = heading_level(scene.line(number), scene.line(number + 1))
        if 0 < found <= level or number in scene.sheet.taken:
            return range(start, number)
        if (stop := _next_question(scene, number, start - 1)) is not None:
            first = _lone_question(scene, number, start - 1)
            return range(start, first if first > start else stop)
    return range(start, scene.end + 1)


def _paragraph(scene: Scene, marker: Marker, start: int) -> range:
    """Return the rest of the paragraph, else the next block, if no flashcard begins there."""
    limit = scene.paragraphs.get(marker.line, marker.line)
    rest = _until(scene, start, limit)
    if rest or limit >= start:
        return rest
    first = _skip_blank(scene, start, scene.end)
    last = scene.blocks.get(first, 0)
    lines = _until(scene, first, last)
    return lines if lines.stop == last + 1 else range(first, first)


def _until(scene: Scene, start: int, limit: int) -> range:
    """Return the lines up to a limit, or to what belongs to another flashcard."""
    for number in range(start, limit + 1):
        if number in scene.sheet.taken:
            return range(start, number)
        if (stop := _next_question(scene, number, start - 1)) is not None:
            return range(start, max(start, stop))
    return range(start, max(start, limit + 1))


def _skip_blank(scene: Scene, start: int, limit: int) -> int:
    """Return the first line with text, or the one that belongs to another flashcard."""
    lines: Iterator[int] = iter(range(start, limit + 1))
    return next(
        (n for n in lines if not scene.line(n).is_blank or n in scene.sheet.taken), limit + 1
    )


def _next_question(scene: Scene, number: int, floor: int) -> int | None:
    """Return where the question begins whose marker stands on a line, for the answer above it."""
    marker = read_marker(scene, number)
    if marker is None:
        return None
    if marker.text:  # what stands above it in the paragraph is this answer
        return number
    question = find_question(scene, marker, floor)
    if question is None:
        return number
    # Lines that stand together are parted above the one line that is surely a question.
    return question.first if question.level else max(question.first, number - 1)


def _lone_question(scene: Scene, number: int, floor: int) -> int:
    """Return where the question begins of a marker on a line of its own, with all its lines."""
    marker = read_marker(scene, number)
    if marker is None or marker.text:
        return number
    question = find_question(scene, marker, floor)
    return question.first if question else number
