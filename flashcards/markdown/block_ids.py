"""Which block a block id (`^id`) names: the one whose line it ends, or the one above its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from flashcards.markdown.columns import BLANKS, is_blank
from flashcards.markdown.kinds import BLOCK_ID, NodeKind
from flashcards.markdown.nodes import Container, Node

_TITLED = frozenset({NodeKind.CALLOUT, NodeKind.HEADING})

_SPEAK_OF_BLOCKS = frozenset({NodeKind.RESIDUE, NodeKind.BLOCK_ID, NodeKind.COMMENT})

Named = tuple[Sequence[Node], Mapping[int, str]]
"""Blocks, and the ids on lines of their own below them, by the place of the block."""

_NO_IDS: Mapping[int, str] = MappingProxyType({})


def name_blocks(nodes: Sequence[Node]) -> Named:
    """Give the ids on lines of their own to the blocks above them; leave those lines out.

    A block id may stand directly below its block or after one blank line. Comments between the two
    do not count: other plugins write their schedule there. What names no block is left out, too.
    """
    if _SPEAK_OF_BLOCKS.isdisjoint([node.kind for node in nodes]):
        return nodes, _NO_IDS
    blocks: list[Node] = []
    ids: dict[int, str] = {}
    owner = 0
    for node in nodes:
        if node.kind is NodeKind.RESIDUE:
            continue
        if node.kind is NodeKind.BLOCK_ID:
            if blocks and node.start - blocks[-1].end <= 1:
                ids.setdefault(owner, node.info)
            continue
        comment = node.kind is NodeKind.COMMENT
        if not (comment and blocks and blocks[-1].end == node.start):
            owner = len(blocks)
        blocks.append(node)
        if comment and node.info:
            ids.setdefault(owner, node.info)
    return blocks, ids


def split_block_id(line: str) -> tuple[str, str | None]:
    """Split a block id off the end of a line; it may stand before a comment that ends the line."""
    bare = line.rstrip(BLANKS)
    if bare.endswith("-->"):
        start = bare.rfind("<!--")
        rest, block_id = split_block_id(bare[:start]) if start >= 0 else (line, None)
        return (f"{rest} {bare[start:]}".lstrip(BLANKS), block_id) if block_id else (line, None)
    start = bare.rfind("^")
    if start < 0 or (start > 0 and bare[start - 1] not in BLANKS):
        return line, None
    found = BLOCK_ID.fullmatch(bare, start)
    return (bare[:start].rstrip(BLANKS), found[1]) if found else (line, None)


def without_block_id(lines: Sequence[str]) -> tuple[list[str], str | None]:
    """Take the block id off a paragraph's last line, or all lines at its end that are only ids.

    The lines stay as many. Ids at the ends of inner lines are theirs, and stay.
    """
    kept = list(lines)
    if not kept or ("^" not in kept[-1]):
        return kept, None
    block_id: str | None = None
    for index in range(len(kept) - 1, -1, -1):
        rest, found = split_block_id(kept[index])
        if found is None or (rest and block_id is not None):
            break
        kept[index], block_id = rest, found
        if rest:
            break
    return kept, block_id


def id_below_title(callout: Container) -> str | None:
    """Return the id that stands on the line below a callout's title."""
    first = callout.children[0] if callout.children else None
    return first.info if first is not None and first.kind is NodeKind.BLOCK_ID else None


def first_paragraph(item: Container) -> tuple[Node | None, str | None]:
    """Return the paragraph that an item begins with, and its id."""
    nodes, ids = name_blocks(item.children)
    return _with_id(item, nodes[0] if nodes else None, ids.get(0))


def last_paragraph(callout: Container) -> tuple[Node | None, str | None]:
    """Return a callout's last block if it is a paragraph, and its id; comments do not count."""
    nodes, ids = name_blocks(callout.children)
    at = len(nodes) - 1
    while at >= 0 and nodes[at].kind is NodeKind.COMMENT:
        at -= 1
    return _with_id(callout, nodes[at] if at >= 0 else None, ids.get(at))


def _with_id(
    container: Container, node: Node | None, below: str | None
) -> tuple[Node | None, str | None]:
    if node is None or node.kind is not NodeKind.PARAGRAPH:
        return None, None
    return node, without_block_id(container.lines_of(node))[1] or below


def body_of(container: Container, source: str) -> str:
    """Return a container's text as people see it: no block ids, nothing that tools left.

    The lines stay where they are; blank ones at the end are left out. The marks of the blocks
    inside are only at the beginning of a line, and ids at its end, so that all ids go at once.
    `source` are its lines with its marks, by which most are known to hold nothing of the kind.
    """
    lines = container.body[: container.end - container.start]
    if "^" in source or "{" in source:
        _take_out_ids(container, lines)
    while lines and is_blank(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def _take_out_ids(container: Container, lines: list[str]) -> None:
    for node in _descendants(container):
        first, last = node.start - container.start, node.end - container.start
        if node.kind is NodeKind.PARAGRAPH:
            lines[first:last], _ = without_block_id(lines[first:last])
        elif node.kind in _TITLED:
            lines[first], _ = split_block_id(lines[first])
        elif node.kind is NodeKind.BLOCK_ID:
            lines[first] = lines[first][: lines[first].rfind("^")]
        elif node.kind is NodeKind.RESIDUE:
            lines[first] = lines[first][: lines[first].rfind("{")]


def _descendants(container: Container) -> Iterator[Node]:
    for node in container.children:
        yield node
        if isinstance(node, Container):
            yield from _descendants(node)
