"""The text of a callout as its flashcard shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from flashcards.model import Block, Callout, ForeignMark, ListItem
from flashcards.syntaxes._foreign import SCHEDULE_CALLOUT, foreign_id, strip_foreign
from flashcards.syntaxes._options import SyntaxOptions, is_flashcard_callout

_BLANK_LINES = re.compile(r"\n(?:[ \t>]*\n){2,}")


class Body(Struct, frozen=True):
    """What a callout says below its title."""

    text: str
    foreign: tuple[ForeignMark, ...]
    block_id: str | None


def read_body(callout: Callout, options: SyntaxOptions) -> Body:
    """Return the body without the flashcards nested in it and the marks of other plugins."""
    lines = callout.body.split("\n")
    foreign: list[ForeignMark] = []
    first = callout.span.line + 1
    for nested in _taken_out(callout.children, options):
        if nested.type == SCHEDULE_CALLOUT:
            foreign += strip_foreign(nested.body).foreign
        for number in range(nested.span.line, nested.span.end_line + 1):
            if 0 <= number - first < len(lines):
                lines[number - first] = ""
    stripped = strip_foreign("\n".join(lines))
    text = (
        _BLANK_LINES.sub("\n\n", stripped.text) if stripped.text.count("\n\n\n") else stripped.text
    )
    anki_id = foreign_id(callout.block_id)
    foreign += [*stripped.foreign, *([anki_id] if anki_id else [])]
    return Body(_trim(text), tuple(foreign), None if anki_id else callout.block_id)


def _taken_out(blocks: tuple[Block, ...], options: SyntaxOptions) -> Iterator[Callout]:
    for block in blocks:
        match block:
            case Callout() if block.type == SCHEDULE_CALLOUT or is_flashcard_callout(
                block, options
            ):
                yield block
            case Callout() | ListItem():
                yield from _taken_out(block.children, options)
            case _:
                continue


def _trim(text: str) -> str:
    """Drop blank lines around the text; the first line's indentation stays (it may be code)."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines).rstrip()
