"""Cut a block before a flashcard that only belongs to it for want of a blank line.

In Markdown a line of text below a list item, a quotation or a table goes on with it, however it is
indented. People who write `Q: ...` or a lone `?` there begin, or go on with, a flashcard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from flashcards.diagnostics import Span
from flashcards.model import Block, Callout, ListItem, Paragraph, Passage, Table
from flashcards.syntaxes.section.elements import Role

RoleOf = Callable[[str], Role]
"""What a line is among flashcards."""


def cut_lazy(block: Block, role_of: RoleOf, *, at_markers: bool = True) -> tuple[Block, ...]:
    """Return what stays of the block, the lines that do not belong to it, and what follows them.

    A marker's question stands above it and is cut off, too; `at_markers` is not set for a list
    item that itself asks `- What?`, with a lone `?` below.
    """
    run = 0  # the first of the lines without marks that stand together here
    for index, line in enumerate(block.source.split("\n")):
        if not index or not _is_lazy(block, line):
            run = 0
            continue
        run = run or index
        role = role_of(line.strip())
        if role is not Role.TEXT and (at_markers or role is not Role.MARKER):
            number = block.span.line + (run if role is Role.MARKER else index)
            rest = tuple(_from(block, number))
            return (_without_id(_before(block, number), rest), *rest) if rest else (block,)
    return (block,)


def _is_lazy(block: Block, line: str) -> bool:
    """Say whether the line lacks the mark of the block or the indentation."""
    match block:
        case ListItem():
            return line.strip() != "" and len(line) - len(line.lstrip()) <= len(block.marker)
        case Callout():
            return not line.lstrip().startswith(">")
        case Passage():
            return block.source.lstrip().startswith(">") and not line.lstrip().startswith(">")
        case Table():
            return "|" not in line
        case _:
            return False


def _before(block: Block, number: int) -> Block:
    """Return the block without the line of that number and what follows."""
    count = number - block.span.line
    source = _head(block.source, count)
    span = replace(block.span, end_line=number - 1)
    if isinstance(block, ListItem | Callout):
        titled = isinstance(block, Callout)  # its body begins below the title
        body = _head(block.body, count - 1 if titled else count)
        children = tuple(
            child if child.span.end_line < number else _before(child, number)
            for child in block.children
            if child.span.line < number
        )
        return replace(block, source=source, span=span, body=body, children=children)
    if isinstance(block, Paragraph):
        return replace(block, source=source, span=span, text=source.strip())
    if isinstance(block, Table):  # its rows begin below the header and the dashes
        return replace(block, source=source, span=span, rows=block.rows[: max(0, count - 2)])
    return replace(block, source=source, span=span)


def _head(text: str, count: int) -> str:
    return "\n".join(text.split("\n")[:count])


def _from(block: Block, number: int) -> Iterator[Block]:
    """Yield the lines from that number as a paragraph, then the blocks that follow them."""
    if isinstance(block, ListItem | Callout):
        for child in block.children:
            if child.span.line < number <= child.span.end_line:
                yield from _from(child, number)
            elif child.span.line >= number:
                yield child
    else:
        source = "\n".join(block.source.split("\n")[number - block.span.line :])
        span = Span(block.span.path, number, block.span.end_line)
        yield Paragraph(source, span, source.strip(), block.block_id)


def _without_id(block: Block, rest: tuple[Block, ...]) -> Block:
    """Take the block id away that stands behind the lines cut off."""
    behind = any(f"^{block.block_id}" in other.source for other in rest)
    return replace(block, block_id=None) if block.block_id and behind else block
