"""A vault note line by line, as plugins of Obsidian read it.

Our own syntaxes look at blocks. The plugins look at lines, and most of their rules speak of the
line above, the line below and the next blank line. A sheet is those lines, each with what our
blocks say about it, so that a plugin's syntax never finds a flashcard in code or a comment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from flashcards.diagnostics import Span
from flashcards.model import (
    Block,
    Break,
    Callout,
    Comment,
    Fence,
    ListItem,
    Paragraph,
    Passage,
    Place,
    Section,
    Table,
)
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes._walk import below


class LineKind(Enum):
    """What a line is in the vault note."""

    BLANK = auto()
    """Nothing, a property, a comment of Obsidian's, or what another syntax has already."""

    TEXT = auto()
    """Running text, in a list or not."""

    HEADING = auto()
    CODE = auto()
    """A fence, what is in it, or indented code."""

    MATH = auto()
    """A block between `$$`."""

    TABLE = auto()
    QUOTE = auto()
    """A callout or another quotation, with everything in it."""

    COMMENT = auto()
    """An HTML comment on lines of its own."""

    BREAK = auto()
    OTHER = auto()
    """A block of HTML, a block id alone, or what publishing tools leave."""


class Line(Struct, frozen=True):
    """One line."""

    number: int
    """As editors count: from 1."""

    text: str
    """As written, marks and indentation included, without Obsidian's comments."""

    kind: LineKind

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands here."""
        return self.kind is LineKind.BLANK


class Sheet(Struct, frozen=True):
    """Everything that the syntax of a plugin may know about a vault note."""

    lines: tuple[Line, ...]
    """All of them: line n of the file is `lines[n - 1]`."""

    blocks: tuple[Block, ...]
    place: Place
    """Where the vault note stands; `place_at` adds the headings."""

    properties: Mapping[str, object]
    tags: tuple[str, ...] = ()
    """From the properties `tags` and `tag`, without `#`."""

    deck: str | None = None
    """The deck that the vault note names in its properties or on a `TARGET DECK` line."""

    taken: frozenset[int] = frozenset()
    """The lines that are blank because they belong to other flashcards."""

    @property
    def path(self) -> str:
        """The vault note's path."""
        return self.place.path

    def span(self, first: int, last: int) -> Span:
        """Return lines of this vault note."""
        return Span(self.path, first, last)

    def text(self, first: int, last: int) -> str:
        """Return the lines from `first` to `last`, both included, as written."""
        return "\n".join(line.text for line in self.lines[first - 1 : last])

    def place_at(self, number: int, options: SyntaxOptions) -> Place:
        """Return the place of a line: the headings above it, outermost first."""
        place, blocks = self.place, self.blocks
        while section := _section_with(number, blocks):
            if section.span.line < number:
                place = below(section, place, options)
            blocks = section.children
        return place

    def without(self, numbers: Container[int]) -> Sheet:
        """Return the sheet with lines blank that belong to other flashcards."""
        lines = tuple(
            Line(line.number, "", LineKind.BLANK) if line.number in numbers else line
            for line in self.lines
        )
        taken = self.taken.union(n for n in range(1, len(lines) + 1) if n in numbers)
        return replace(self, lines=lines, taken=taken)


def read_lines(text: str, blocks: Iterable[Block]) -> tuple[Line, ...]:
    """Return the lines of a vault note's text, in which comments are blank already."""
    lines = text.split("\n")
    kinds = [LineKind.OTHER if line.strip() else LineKind.BLANK for line in lines]
    for first, last, kind in _kinds(blocks):
        for index in range(first - 1, min(last, len(lines))):
            if lines[index].strip() or kind in _KEEP_BLANK:
                kinds[index] = kind
    numbered = enumerate(zip(lines, kinds, strict=True), start=1)
    return tuple(Line(number, line, kind) for number, (line, kind) in numbered)


_KEEP_BLANK = frozenset({LineKind.CODE, LineKind.MATH, LineKind.COMMENT})
"""In these a blank line ends nothing."""


def _kinds(blocks: Iterable[Block]) -> Iterator[tuple[int, int, LineKind]]:
    for block in blocks:
        first, last = block.span.line, block.span.end_line
        match block:
            case Section():
                yield first, _heading_end(block), LineKind.HEADING
                yield from _kinds(block.children)
            case ListItem():
                yield first, first, LineKind.TEXT
                yield from _kinds(block.children)
            case Fence():
                yield first, last, LineKind.MATH if block.info == "$$" else LineKind.CODE
            case Passage():
                is_quote = block.source.lstrip().startswith(">")
                yield first, last, LineKind.QUOTE if is_quote else LineKind.OTHER
            case _:
                yield first, last, _KINDS[type(block)]


_KINDS: Mapping[type[Block], LineKind] = MappingProxyType(
    {
        Paragraph: LineKind.TEXT,
        Callout: LineKind.QUOTE,
        Table: LineKind.TABLE,
        Comment: LineKind.COMMENT,
        Break: LineKind.BREAK,
    }
)


def _heading_end(section: Section) -> int:
    """Return the heading's last line: one written above `===` takes several."""
    first, *rest = section.source.split("\n")
    if first.lstrip().startswith("#"):
        return section.span.line
    underline = (n for n, line in enumerate(rest, 1) if line.strip() and not line.strip(" \t="))
    return section.span.line + next(underline, 0)


def _section_with(number: int, blocks: Sequence[Block]) -> Section | None:
    at = bisect_right(blocks, number, key=lambda block: block.span.line) - 1
    block = blocks[at] if at >= 0 else None
    return block if isinstance(block, Section) and number <= block.span.end_line else None
