"""The lines of a Markdown text in, its blocks out, each with the lines it takes.

The rules are CommonMark's (https://spec.commonmark.org/0.31.2/#appendix-a-parsing-strategy) with
GitHub's tables, and read as Obsidian and people's Flashcards sections need them:

- a quotation that begins with `[!type]` is a callout; what follows its title is a new block;
- `$$` opens a block of math, which may hold blank lines;
- `---` below text is a break between flashcards, never a heading;
- a block id on a line of its own, and what publishing tools leave, are lines that show nothing.

The text is read line by line and once, so the time grows with its length. markdown-it's own rule
for quotations looks ahead to the end of the text at each one, and takes seconds for a few kilobytes
of `> # a` and `b` in turn. A test holds the two to the same blocks.
"""

from __future__ import annotations

from flashcards.markdown.columns import BLANKS, indentation, is_blank
from flashcards.markdown.kinds import Ends, NodeKind, Start, block_id_start
from flashcards.markdown.math_blocks import math_start
from flashcards.markdown.nodes import Container, Node, take_list_mark, take_quote_mark
from flashcards.markdown.starts import CALLOUT, leaf_start, list_marker
from flashcards.markdown.tables import is_delimiter_row

MAX_DEPTH = 24
"""How many callouts and list items may stand inside each other; nobody writes more."""

# Asked of each line: a name of a module is found sooner than a member of an enumeration.
_PARAGRAPH, _TITLE, _TABLE = NodeKind.PARAGRAPH, NodeKind.TITLE, NodeKind.TABLE
_CODE, _ITEM = NodeKind.CODE, NodeKind.ITEM

_BULLETS = frozenset("-+*")

_BEGINS_LEAF = frozenset("#-*_`~{<$^")
"""With these begins every block that is no container and no text."""

_COMPLETES_PARAGRAPH = frozenset("=|-:")
"""With these begins the line below a paragraph that makes a heading or a table of it."""


def read_structure(text: str) -> Container:
    """Return the root of the tree of blocks."""
    return _Reader(text.split("\n")).read()


class _Reader:
    """Reads line by line, with the containers open at the moment on a stack."""

    def __init__(self, lines: list[str]) -> None:
        self.root = Container(NodeKind.ROOT, 0, len(lines), body=lines)
        self.stack = [self.root]
        self.leaf: Node | None = None  # the block that the next line may continue
        self.number = 0

    def read(self) -> Container:
        for number, line in enumerate(self.root.body):
            self.number = number
            if len(self.stack) > 1:
                self._read_line(*self._match(line))
                if len(self.stack) > 1:
                    self._extend_containers()
            elif line or self.leaf is not None:
                self._read_line(1, line, 0)
        return self.root

    def _match(self, text: str) -> tuple[int, str, int]:
        """Find how many of the open containers the line belongs to."""
        column = 0
        for depth, container in enumerate(self.stack[1:], start=1):
            inner = container.inside(text, column)
            if inner is None:
                return depth, text, column
            text, column = inner
            container.body.append(text)
        return len(self.stack), text, column

    def _read_line(self, depth: int, text: str, column: int) -> None:
        leaf = self.leaf if depth == len(self.stack) else None
        if leaf is not None and leaf.ends is not None:
            self._feed(leaf, leaf.ends, text)
        elif not text or is_blank(text):
            if leaf is None or leaf.kind is not _CODE:
                self._close(depth)
        elif text[0].isalpha() or (  # as most lines, and most of a table
            text[0] == "|" and leaf is not None and leaf.kind is _TABLE
        ):
            self._take_words(depth, text)
        elif text[1:2] == " " and text[0] in _BULLETS and text[2:3].isalpha():  # as most items
            self._take_item(depth, text, column)
        else:
            self._take(depth, text, column)

    def _feed(self, leaf: Node, ends: Ends, text: str) -> None:
        if not is_blank(text):
            leaf.end = self.number + 1
        if ends(text):
            leaf.ends = None
            self.leaf = None

    def _take_item(self, depth: int, text: str, column: int) -> None:
        """Take a list item of words, without looking for all else that it may begin with."""
        words = text[2:]
        node = Container(_ITEM, self.number, self.number + 1, text[0], 2, body=[words])
        self._push(depth, node, (words, column + 2))
        if self.leaf is None:  # else it is too deep
            self._take_words(len(self.stack), words)

    def _take(self, depth: int, text: str, column: int) -> None:
        bare = text.lstrip(BLANKS)
        while indentation(text, column) <= 3:
            inner = self._open_container(depth, text, column, bare)
            if inner is None:
                self._take_leaf(depth, text, bare)
                return
            text, column = inner
            depth = len(self.stack)
            bare = text.lstrip(BLANKS)
            # What follows may also be a callout's title, or too deep to be read.
            if not bare or self.leaf is not None:
                return
        self._take_indented(depth, text)

    def _open_container(
        self, depth: int, text: str, column: int, bare: str
    ) -> tuple[str, int] | None:
        """Open a quotation or a list item, if one begins; return what follows its mark."""
        if bare[0] == ">":
            quoted = take_quote_mark(text, column)
            assert quoted is not None, "it is not indented"
            kind = NodeKind.CALLOUT if CALLOUT.fullmatch(quoted[0]) else NodeKind.QUOTE
            node = Container(kind, self.number, self.number + 1, body=[quoted[0]])
            return self._push(depth, node, quoted)
        if bare[0] not in _BULLETS and not bare[0].isdecimal():
            return None
        in_paragraph = depth == len(self.stack) and self._leaf_kind() is _PARAGRAPH
        marker = list_marker(bare, in_paragraph=in_paragraph)
        if not marker:
            return None
        rest, inner_column, indent = take_list_mark(text, column, marker)
        node = Container(_ITEM, self.number, self.number + 1, marker, indent, body=[rest])
        return self._push(depth, node, (rest, inner_column))

    def _push(self, depth: int, node: Container, rest: tuple[str, int]) -> tuple[str, int]:
        self._close(depth)
        if len(self.stack) > MAX_DEPTH:
            self._begin(Start(NodeKind.TOO_DEEP, ends=_never))
            return rest
        self.stack[-1].children.append(node)
        self.stack.append(node)
        if node.kind is NodeKind.CALLOUT:
            self.leaf = Node(_TITLE, self.number, self.number + 1)
        return rest

    def _take_indented(self, depth: int, text: str) -> None:
        leaf = self.leaf
        if leaf is not None and leaf.kind in (_PARAGRAPH, _TITLE):
            self._take_words(depth, text)
        elif depth == len(self.stack) and leaf is not None and leaf.kind is _CODE:
            leaf.end = self.number + 1
        else:
            self._close(depth)
            self.leaf = self._begin(Start(_CODE))

    def _take_leaf(self, depth: int, text: str, bare: str) -> None:
        leaf = self.leaf if depth == len(self.stack) else None
        in_paragraph = leaf is not None and leaf.kind is _PARAGRAPH
        if leaf is not None and in_paragraph and self._completes_paragraph(leaf, bare):
            return
        start = self._leaf_start(bare, in_paragraph=in_paragraph)
        if start is not None:
            self._close(depth)
            self._begin(start)
        else:
            self._take_words(depth, text)

    def _leaf_start(self, bare: str, *, in_paragraph: bool) -> Start | None:
        if bare[0] not in _BEGINS_LEAF:
            return None
        if bare[0] == "$":
            return math_start(bare, self.root.body, self.number)
        if bare[0] == "^":
            return None if in_paragraph else block_id_start(bare)
        return leaf_start(bare, in_paragraph=self._leaf_kind() is _PARAGRAPH)

    def _take_words(self, depth: int, text: str) -> None:
        """Take a line that begins no block: a table's row, or text."""
        leaf = self.leaf
        kind = leaf.kind if leaf is not None else None
        if leaf is not None and kind is _TABLE and depth == len(self.stack):
            leaf.end = self.number + 1
            return
        if kind is not _PARAGRAPH and kind is not _TITLE:
            self._close(depth)
        for container in self.stack[depth:]:  # a paragraph's line may lack the marks around it
            container.body.append(text)
        if leaf is not None and kind is _PARAGRAPH:
            leaf.end = self.number + 1
        else:
            self.leaf = Node(_PARAGRAPH, self.number, self.number + 1)
            self.stack[-1].children.append(self.leaf)

    def _completes_paragraph(self, leaf: Node, bare: str) -> bool:
        """Make a heading of a paragraph above `===`, a table of one above `|---|`."""
        if bare[0] not in _COMPLETES_PARAGRAPH:
            return False
        parent = self.stack[-1]
        if not bare.rstrip(BLANKS).strip("="):
            leaf.info = " ".join(line.strip(BLANKS) for line in parent.lines_of(leaf))
            leaf.kind, leaf.level, leaf.end = NodeKind.HEADING, 1, self.number + 1
            self.leaf = None
            return True
        header = parent.body[self.number - 1 - parent.start]
        if indentation(header) >= 4 or not is_delimiter_row(bare, header):
            return False
        leaf.end -= 1
        if leaf.end == leaf.start:
            parent.children.pop()
        self.leaf = Node(_TABLE, self.number - 1, self.number + 1)
        parent.children.append(self.leaf)
        return True

    def _begin(self, start: Start) -> Node:
        node = Node(start.kind, self.number, self.number + 1, start.info, start.level, start.ends)
        self.stack[-1].children.append(node)
        self.leaf = node if start.ends is not None else None
        return node

    def _close(self, depth: int) -> None:
        del self.stack[depth:]
        self.leaf = None

    def _leaf_kind(self) -> NodeKind | None:
        return self.leaf.kind if self.leaf is not None else None

    def _extend_containers(self) -> None:
        end = self.number + 1
        for container in self.stack[1:]:
            if container.kind is not _ITEM or not is_blank(container.body[-1]):
                container.end = end


def _never(_text: str) -> bool:
    return False
