"""The parts of a vault note.

`source` is the block's own lines with the marks of the blocks around it taken off (`> ` of a
callout, the indentation of a list item): its line k stands in the file at `span.line + k`.
"""

from __future__ import annotations

from msgspec import Struct

from flashcards.diagnostics import Span


class Paragraph(Struct, frozen=True, gc=False):
    """Lines of running text. A block id at its end is in `source` but not in `text`."""

    source: str
    span: Span
    text: str
    block_id: str | None = None


class ListItem(Struct, frozen=True, gc=False):
    """One item of a list; a list is nothing but items in a row."""

    source: str
    span: Span
    marker: str
    """`-`, `*`, `+`, `1.` or `1)`, as written; a task's box is part of the body."""

    body: str
    """Everything in the item, marker and indentation taken off: line k is `span.line + k`."""

    children: tuple[Block, ...]
    """The body's blocks; the first is usually the item's own paragraph."""

    block_id: str | None = None


class Callout(Struct, frozen=True, gc=False):
    """`> [!type]- title` and what follows it in the same quotation."""

    source: str
    span: Span
    type: str
    """Lower case, without a `|metadata` part: `definition`, `quote-yellow`."""

    title: str
    """Markdown as written, without block id; empty if there is none."""

    fold: str
    """`+`, `-` or empty."""

    body: str
    """The lines below the title, without their `> `: line k is `span.line + 1 + k`."""

    children: tuple[Block, ...]
    block_id: str | None = None


class Section(Struct, frozen=True, gc=False):
    """A heading and everything up to the next heading of the same or a higher level."""

    source: str
    span: Span
    level: int
    heading: str
    """Markdown as written, without `#` marks and block id."""

    children: tuple[Block, ...]
    """The blocks below the heading; sections of lower levels among them."""

    block_id: str | None = None


class Table(Struct, frozen=True, gc=False):
    r"""A pipe table; cells are Markdown with `\|` still escaped."""

    source: str
    span: Span
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Row k stands in the file at `span.line + 2 + k`."""

    block_id: str | None = None


class Fence(Struct, frozen=True, gc=False):
    """A fenced code block, a block of math between `$$`, or indented code: never looked into."""

    source: str
    span: Span
    info: str
    """The word after the fence (`python`), `$$` for math, empty for none."""

    block_id: str | None = None


class Comment(Struct, frozen=True, gc=False):
    """An HTML comment on lines of its own; other plugins keep ids and schedules there."""

    source: str
    span: Span
    block_id: str | None = None


class Break(Struct, frozen=True, gc=False):
    """`---` or the like, between blocks."""

    source: str
    span: Span
    block_id: str | None = None


class Passage(Struct, frozen=True, gc=False):
    """What is none of the others: a quotation that is no callout, or a block of HTML."""

    source: str
    span: Span
    block_id: str | None = None


Block = Paragraph | ListItem | Callout | Section | Table | Fence | Comment | Break | Passage
