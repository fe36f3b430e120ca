"""A run of lines that is one block, and the blocks inside it, while a text is being read."""

from __future__ import annotations

from msgspec import Struct, field

from flashcards.markdown.columns import BLANKS, indentation, is_blank, strip_columns
from flashcards.markdown.kinds import Ends, NodeKind

_ITEM = NodeKind.ITEM  # asked of each line: a name of a module is found sooner than a member


class Node(Struct):
    """One block. Its lines are counted from 0; `end` is the line after the last."""

    kind: NodeKind
    start: int
    end: int
    info: str = ""
    """What its marks say: a heading's text, a fence's word, a list mark, a block id."""

    level: int = 0
    """A heading's level; the columns by which a list item's lines are indented."""

    ends: Ends | None = None
    """Whether a line closes it; None if it is closed, or is no block that needs closing."""


class Container(Node):
    """A block that holds others: a callout, a quotation, a list item, or the whole text."""

    body: list[str] = field(default_factory=list)
    """Its lines without its marks; line k is `start + k`."""

    children: list[Node] = field(default_factory=list)

    def lines_of(self, child: Node) -> list[str]:
        """Return the lines of a block inside this one, without the marks around it."""
        return self.body[child.start - self.start : child.end - self.start]

    def inside(self, text: str, column: int) -> tuple[str, int] | None:
        """Take this container's mark off a line; None if the line does not belong to it."""
        if self.kind is not _ITEM:
            return take_quote_mark(text, column)
        if is_blank(text):
            # An item may begin with one blank line, not with two.
            return strip_columns(text, self.level, column) if self.children else None
        if indentation(text, column) >= self.level:
            return strip_columns(text, self.level, column)
        return None


def take_quote_mark(text: str, column: int) -> tuple[str, int] | None:
    """Take `>` and one blank after it off a line; None if there is none."""
    if text.startswith("> "):
        return text[2:], column + 2
    indent = indentation(text, column)
    bare = text.lstrip(BLANKS)
    if indent > 3 or not bare.startswith(">"):
        return None
    return strip_columns(bare[1:], 1, column + indent + 1)


def take_list_mark(text: str, column: int, marker: str) -> tuple[str, int, int]:
    """Take a list mark off a line; return the rest, its column, and the item's indentation."""
    indent = indentation(text, column) + len(marker)
    rest = text.lstrip(BLANKS)[len(marker) :]
    if is_blank(rest):
        return "", column + indent + 1, indent + 1
    gap = indentation(rest, column + indent)
    if gap > 4:  # the item begins with indented code
        gap = 1
    rest, column = strip_columns(rest, gap, column + indent)
    return rest, column, indent + gap
