"""The text of a vault note in, its blocks out, each with its exact lines.

Obsidian's comments are gone before blocks are read, and lines that publishing tools leave
(`{ .block-language-dataview}`) belong to no block. Nothing else of the text is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.markdown.block_ids import (
    Named,
    body_of,
    first_paragraph,
    id_below_title,
    last_paragraph,
    name_blocks,
    split_block_id,
    without_block_id,
)
from flashcards.markdown.columns import BLANKS, is_blank
from flashcards.markdown.comments import blank_comments
from flashcards.markdown.html_blocks import after_comments
from flashcards.markdown.kinds import NodeKind
from flashcards.markdown.nodes import Container, Node
from flashcards.markdown.starts import CALLOUT
from flashcards.markdown.structure import MAX_DEPTH, read_structure
from flashcards.markdown.tables import split_cells
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

_PLAIN: Mapping[NodeKind, type[Break | Comment | Passage]] = MappingProxyType(
    {
        NodeKind.BREAK: Break,
        NodeKind.COMMENT: Comment,
        NodeKind.HTML: Passage,
        NodeKind.QUOTE: Passage,
        NodeKind.TOO_DEEP: Passage,
    }
)
_CODE = frozenset({NodeKind.FENCE, NodeKind.CODE})
_PARAGRAPH, _HEADING = NodeKind.PARAGRAPH, NodeKind.HEADING  # asked of each block


def parse_blocks(
    text: str, path: str, first_line: int = 1
) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    r"""Read a vault note's text, or a part of it that begins at `first_line`.

    Lines end with `\n`. Blocks come in the order of the text; headings hold what stands below them.
    """
    text, unclosed = blank_comments(text)
    builder = _Builder(path, first_line)
    blocks = builder.blocks_of(read_structure(text), None)
    if unclosed is not None:
        builder.warn("unclosed-comment", unclosed, "`%%` begins a comment that is never closed")
    return blocks, tuple(sorted(builder.diagnostics, key=lambda each: each.span))


class _Builder:
    """Makes blocks of the tree of lines, and remembers what there is to say about it."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.diagnostics: list[Diagnostic] = []

    def blocks_of(self, parent: Container, renamed: Node | None) -> tuple[Block, ...]:
        """Return the blocks inside a container; the id of `renamed` is the container's."""
        if len(parent.children) == 1 and parent.children[0].kind is _PARAGRAPH:  # as in most items
            return (self._paragraph(parent, parent.children[0], None, renamed),)
        named = name_blocks(parent.children)
        return self._level(parent, named, (0, len(named[0]), parent.end), renamed)

    def _level(
        self, parent: Container, named: Named, part: tuple[int, int, int], renamed: Node | None
    ) -> tuple[Block, ...]:
        """Put blocks below their headings: a part of them, which ends before a line."""
        nodes, ids = named
        at, last, end = part
        blocks: list[Block] = []
        while at < last:
            node, block_id = nodes[at], ids.get(at)
            at += 1
            if node.kind is _PARAGRAPH:  # as most are
                blocks.append(self._paragraph(parent, node, block_id, renamed))
                continue
            if node.kind is not _HEADING:
                blocks.append(self._block(parent, node, block_id))
                continue
            below, at = at, _section_end(nodes, at, last, node.level)
            section_end = nodes[at].start if at < last else end
            children = self._level(parent, named, (below, at, section_end), renamed)
            blocks.append(self._section(parent, node, section_end, children, block_id))
        return tuple(blocks)

    def _paragraph(
        self, parent: Container, node: Node, block_id: str | None, renamed: Node | None
    ) -> Paragraph:
        lines = parent.lines_of(node)
        source = text = "\n".join(lines)
        if "^" in lines[-1]:
            kept, own_id = without_block_id(lines)
            block_id = own_id or block_id
            text = "\n".join(kept) if own_id else source
        block_id = None if node is renamed else block_id
        return Paragraph(source, self._span(node.start, node.end), text.strip(" \t\n"), block_id)

    def _block(self, parent: Container, node: Node, block_id: str | None) -> Block:
        if node.ends is not None:
            self._note_unclosed(node)
        lines = parent.lines_of(node)
        source = "\n".join(lines)
        span = self._span(node.start, node.end)
        if isinstance(node, Container):
            match node.kind:
                case NodeKind.ITEM:
                    return self._list_item(node, source, span, block_id)
                case NodeKind.CALLOUT:
                    return self._callout(node, source, span, block_id)
        elif node.kind is NodeKind.TABLE:
            header, _, *rows = lines
            return _table(source, span, header, rows, block_id)
        return _leaf(node, source, span, block_id)

    def _list_item(self, node: Container, source: str, span: Span, below: str | None) -> ListItem:
        """Build a list item; the id of the paragraph it begins with is the item's."""
        first, own_id = (None, None) if "^" not in source else first_paragraph(node)
        children = self.blocks_of(node, first)
        return ListItem(source, span, node.info, body_of(node, source), children, own_id or below)

    def _callout(self, node: Container, source: str, span: Span, below: str | None) -> Callout:
        """Build a callout; its id ends the title, stands below, or ends its last paragraph."""
        found = CALLOUT.fullmatch(node.body[0])
        assert found is not None, "it was read as a callout"
        title, block_id, last = found["title"].strip(BLANKS), below, None
        if "^" in source:
            title, block_id = split_block_id(title)
            block_id = block_id or below or id_below_title(node)
            if block_id is None:
                last, block_id = last_paragraph(node)
        children = self.blocks_of(node, last)
        return Callout(
            source=source,
            span=span,
            type=found["type"].partition("|")[0].strip().lower(),
            title=title,
            fold=found["fold"],
            body=body_of(node, source).partition("\n")[2],
            children=children,
            block_id=block_id,
        )

    def _section(
        self,
        parent: Container,
        heading: Node,
        end: int,
        children: tuple[Block, ...],
        block_id: str | None,
    ) -> Section:
        while is_blank(parent.body[end - 1 - parent.start]):
            end -= 1
        text, own_id = split_block_id(heading.info)
        source = "\n".join(parent.body[heading.start - parent.start : end - parent.start])
        span = self._span(heading.start, end)
        return Section(source, span, heading.level, text, children, own_id or block_id)

    def _span(self, start: int, end: int) -> Span:
        return Span(self.path, self.first_line + start, self.first_line + end - 1)

    def _note_unclosed(self, node: Node) -> None:
        if node.kind is NodeKind.TOO_DEEP:
            message = f"more than {MAX_DEPTH} callouts and lists stand inside each other"
            self.warn("nested-too-deep", node.start, message, "what is inside is not read")
        elif node.kind is NodeKind.COMMENT:
            self.warn(
                "unclosed-comment", node.start, "`<!--` begins a comment that is never closed"
            )
        elif node.kind is NodeKind.FENCE:
            self.warn("unclosed-code", node.start, "this block of code is never closed")

    def warn(self, code: str, line: int, message: str, hint: str = "") -> None:
        """Remember a warning about one line, counted from 0."""
        hint = hint or "close it; until then it may hide flashcards, or show what should be hidden"
        span = self._span(line, line + 1)
        self.diagnostics.append(Diagnostic(code, Severity.WARNING, span, message, hint))


def _section_end(nodes: Sequence[Node], start: int, last: int, level: int) -> int:
    for at in range(start, last):
        node = nodes[at]
        if node.kind is _HEADING and node.level <= level:
            return at
    return last


def _table(
    source: str, span: Span, header: str, rows: Sequence[str], block_id: str | None
) -> Table:
    names = split_cells(header)
    cells = (split_cells(row) for row in rows)
    padded = tuple((*row, *[""] * (len(names) - len(row))) for row in cells)
    return Table(source, span, names, padded, block_id)


def _leaf(node: Node, source: str, span: Span, block_id: str | None) -> Block:
    if node.kind is NodeKind.MATH:
        return Fence(source, span, "$$", split_block_id(source)[1] or block_id)
    if node.kind in _CODE:
        return Fence(source, span, node.info, block_id)
    tail = after_comments(source) if node.kind is NodeKind.COMMENT and not node.info else None
    if tail:  # a block id, or text, which makes the block no comment
        rest, own_id = split_block_id(tail)
        return Passage(source, span) if rest else Comment(source, span, block_id or own_id)
    return _PLAIN[node.kind](source, span, block_id)
