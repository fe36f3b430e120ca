"""The blocks that have a line, and what authors call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

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
    Section,
    Table,
)


def has(span: Span, number: int) -> bool:
    """Say whether a line belongs to the span."""
    return span.line <= number <= span.end_line


def blocks_at(blocks: Iterable[Block], number: int) -> Iterator[Block]:
    """Yield the blocks that have the line, outermost first."""
    for block in blocks:
        if has(block.span, number):
            yield block
            if isinstance(block, Section | Callout | ListItem):
                yield from blocks_at(block.children, number)


def describe(block: Block) -> str:
    """Return what a block is: `section "Biology"`, `list item`."""
    match block:
        case Section():
            return f'section "{block.heading}"'
        case Callout():
            return f"callout [!{block.type}]"
        case Fence():
            return "block of math" if block.info == "$$" else "block of code"
        case Passage():
            return "quotation" if block.source.lstrip().startswith(">") else "block of HTML"
        case _:
            return _NAMES[type(block)]


_NAMES: Mapping[type[Block], str] = MappingProxyType(
    {
        ListItem: "list item",
        Paragraph: "paragraph",
        Table: "table",
        Comment: "comment",
        Break: "rule",
    }
)
