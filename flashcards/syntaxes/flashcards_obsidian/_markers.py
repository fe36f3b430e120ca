"""The tags that make a flashcard: `#card`, `#card-reverse`, `#card-spaced` at a line's end."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from flashcards.inline import split_tags
from flashcards.syntaxes._sheet import LineKind
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, take_ids
from flashcards.syntaxes.flashcards_obsidian._lines import (
    heading_ends,
    heading_level,
    read_head,
)
from flashcards.syntaxes.flashcards_obsidian._scene import Scene


class Asks(Enum):
    """What a marker makes of the lines around it."""

    FRONT = "question and answer"
    BOTH = "question and answer, and the other way round"
    NOTHING = "a text to see again from time to time"


_ENDINGS = {
    "": Asks.FRONT,
    "-reverse": Asks.BOTH,
    "/reverse": Asks.BOTH,
    "-spaced": Asks.NOTHING,
    "/spaced": Asks.NOTHING,
    "-reminder": Asks.NOTHING,
    "/reminder": Asks.NOTHING,
}


class Marker(Struct, frozen=True):
    """A line that ends with the tag."""

    line: int
    last: int
    """The line below it if that makes it a heading."""

    written: str
    """The tag, `#Card-reverse`."""

    asks: Asks
    text: str
    """What stands before it, without marks, tags and ids."""

    tags: tuple[str, ...]
    """The other tags at the end."""

    ids: Bare
    level: int
    """Of the heading that the line is, or 0."""

    is_item: bool
    """Whether a list item begins on the line."""


def read_marker(scene: Scene, number: int) -> Marker | None:
    """Read a line that ends with the tag, other tags, and an id."""
    line = scene.line(number)
    word = scene.own.tag.casefold()
    if line.kind not in {LineKind.TEXT, LineKind.HEADING} or f"#{word}" not in line.text.casefold():
        return None
    head = read_head(line)
    bare = take_ids(head.text)
    text, tags = split_tags(bare.text, leading=False)
    asks = {tag: _asks(tag, word) for tag in tags}
    written = next((tag for tag in tags if asks[tag]), "")
    found = asks.get(written)
    if found is None:
        return None
    level = heading_level(line, scene.line(number + 1))
    last = heading_ends(number, line) if level else number
    others = tuple(tag for tag in tags if not asks[tag])
    return Marker(
        number, last, f"#{written}", found, text.strip(), others, bare.ids, level, head.is_item
    )


def _asks(tag: str, word: str) -> Asks | None:
    tag = tag.casefold()
    return _ENDINGS.get(tag.removeprefix(word)) if tag.startswith(word) else None
