"""What belongs to a flashcard below its line: the rest of a list item, an id."""

from __future__ import annotations

from flashcards.model import Block
from flashcards.syntaxes._sheet import LineKind
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, is_id, is_own_id, read_id, take_ids
from flashcards.syntaxes.flashcards_obsidian._scene import Scene, trim


def rest_of_item(scene: Scene, number: int, used: frozenset[int]) -> tuple[int, Bare]:
    """Return the last line of the item that begins on a line, and what it says below that."""
    limit = scene.end_of_item(number)
    end = number + 1
    while end <= limit and end not in used and end not in scene.sheet.taken:
        end += 1
    last = end - 1
    while last > number and scene.line(last).is_blank:
        last -= 1
    bare = take_ids(trim(scene.sheet.text(number + 1, last)) if last > number else "")
    return last, bare


def below_line(scene: Scene, number: int, text: str, rest: Bare) -> str:
    """Put the rest of an item below what its first line says, a blank line between if there is."""
    if not text or not rest.text:
        return text or rest.text
    gap = "\n\n" if scene.line(number + 1).is_blank else "\n"
    return f"{text}{gap}{rest.text}"


def id_below(scene: Scene, first: int, last: int) -> tuple[int, Bare]:
    """Return the last line and the id, if one stands directly below what ends on a line.

    An id of the plugin names the line above it. Any other names a whole paragraph or block, and
    so a flashcard only if that is all there is in it.
    """
    line = scene.line(last + 1)
    if is_own_id(line):
        return last + 1, read_id(line.text)
    above = scene.line(first - 1)
    is_alone = (
        above.is_blank
        or above.kind is not LineKind.TEXT
        or scene.line(first).kind is (LineKind.HEADING)
    )
    if is_id(line) and is_alone:
        return last + 1, read_id(line.text)
    return last, Bare("")


def end_with_id(scene: Scene, block: Block) -> int:
    """Return the last line of a block, or that of its id directly below it."""
    last = block.span.end_line
    return last + 1 if block.block_id and is_id(scene.line(last + 1)) else last
