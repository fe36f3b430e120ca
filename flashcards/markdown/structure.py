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
from flashcards.markdown.kinds import BLOCK_ID, Ends, NodeKind, Start, block_id_start
from flashcards.markdown.nodes import Node, take_list_mark, take_quote_mark
from flashcards.markdown.starts import CALLOUT, leaf_start, list_marker
from flashcards.markdown.tables import is_delimiter_row

MAX_DEPTH = 24
"""How many callouts and list items may stand inside each other; nobody writes more."""


_NO_CONTAINER = frozenset("|[#`$<={!(\"'^~\\")
"""With these begin neither a quotation nor a list item."""


def read_structure(text: str) -> Node:
    """Return the root of the tree of blocks."""
    return _Reader(text.split("\n")).read()


class _Reader:
    """Reads line by line, with the containers open at the moment on a stack."""

    def __init__(self, lines: list[str]) -> None:
        self.root = Node(NodeKind.ROOT, 0, len(lines), body=lines)
        self.stack = [self.root]
        self.leaf: Node | None = None  # the block that the next line may continue
        self.number = 0

    def read(self) -> Node:
        for number, line in enumerate(self.root.body):
            self.number = number
            depth, text, column = self._match(line) if len(self.stack) > 1 else (1, line, 0)
            whole = depth == len(self.stack)
            if whole and self.leaf is not None and self.leaf.ends is not None:
                self._feed(self.leaf, self.leaf.ends, text)
            elif is_blank(text):
                self._take_blank(depth)
            else:
                self._take(depth, text, column)
            if len(self.stack) > 1:
                self._extend_containers()
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

    def _feed(self, leaf: Node, ends: Ends, text: str) -> None:
        if not is_blank(text):
            leaf.end = self.number + 1
        if ends(text):
            leaf.ends = None
            self.leaf = None

    def _take_blank(self, depth: int) -> None:
        if depth < len(self.stack) or self._leaf_kind() is not NodeKind.CODE:
            self._close(depth)

    def _take(self, depth: int, text: str, column: int) -> None:
        if text[0].isalpha():  # as most lines
            self._take_words(depth, text)
            return
        while indentation(text, column) <= 3:
            inner = self._open_container(depth, text, column)
            if inner is None:
                break
            text, column = inner
            depth = len(self.stack)
            if self.leaf is not None:  # a callout's title, or too deep to be read
                return
            if is_blank(text):
                return
        if indentation(text, column) > 3:
            self._take_indented(depth, text)
        else:
            self._take_leaf(depth, text)

    def _open_container(self, depth: int, text: str, column: int) -> tuple[str, int] | None:
        if text[0] in _NO_CONTAINER or text[0].isalpha():
            return None
        quoted = take_quote_mark(text, column)
        if quoted is not None:
            kind = NodeKind.CALLOUT if CALLOUT.fullmatch(quoted[0]) else NodeKind.QUOTE
            node = Node(kind, self.number, self.number + 1, body=[quoted[0]])
            return self._push(depth, node, quoted)
        in_paragraph = depth == len(self.stack) and self._leaf_kind() is NodeKind.PARAGRAPH
        marker = list_marker(text.lstrip(BLANKS), in_paragraph=in_paragraph)
        if not marker:
            return None
        rest, inner_column, indent = take_list_mark(text, column, marker)
        node = Node(NodeKind.ITEM, self.number, self.number + 1, marker, indent, body=[rest])
        return self._push(depth, node, (rest, inner_column))

    def _push(self, depth: int, node: Node, rest: tuple[str, int]) -> tuple[str, int]:
        self._close(depth)
        if len(self.stack) > MAX_DEPTH:
            self._add(Start(NodeKind.TOO_DEEP, ends=_never))
            return rest
        self.stack[-1].children.append(node)
        self.stack.append(node)
        if node.kind is NodeKind.CALLOUT:
            self.leaf = Node(NodeKind.TITLE, self.number, self.number + 1)
        return rest

    def _take_indented(self, depth: int, text: str) -> None:
        if self._leaf_kind() in (NodeKind.PARAGRAPH, NodeKind.TITLE):
            self._take_text(depth, text)
        elif depth == len(self.stack) and self.leaf and self.leaf.kind is NodeKind.CODE:
            self.leaf.end = self.number + 1
        else:
            self._close(depth)
            self.leaf = self._add(Start(NodeKind.CODE))

    def _take_leaf(self, depth: int, text: str) -> None:
        whole = depth == len(self.stack)
        leaf = self.leaf if whole else None
        bare = text.lstrip(BLANKS)
        in_paragraph = leaf is not None and leaf.kind is NodeKind.PARAGRAPH
        if leaf is not None and in_paragraph and self._completes_paragraph(leaf, bare):
            return
        start = (
            self._math_start(bare)
            or leaf_start(bare, in_paragraph=self._leaf_kind() is NodeKind.PARAGRAPH)
            or (None if in_paragraph else block_id_start(bare))
        )
        if start is not None:
            self._close(depth)
            self._add(start)
        else:
            self._take_words(depth, text)

    def _take_words(self, depth: int, text: str) -> None:
        """Take a line that begins no block: a table's row, or text."""
        leaf = self.leaf if depth == len(self.stack) else None
        if leaf is not None and leaf.kind is NodeKind.TABLE:
            leaf.end = self.number + 1
        else:
            self._take_text(depth, text)

    def _completes_paragraph(self, leaf: Node, bare: str) -> bool:
        """Make a heading of a paragraph above `===`, a table of one above `|---|`."""
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
        self.leaf = Node(NodeKind.TABLE, self.number - 1, self.number + 1)
        parent.children.append(self.leaf)
        return True

    def _math_start(self, bare: str) -> Start | None:
        """Open math only if it is closed, by a line on which no text follows."""
        if not bare.startswith("$$"):
            return None
        end = bare.find("$$", 2)
        if end >= 0:
            return Start(NodeKind.MATH) if _is_math_tail(bare, end) else None
        lines = self.root.body
        for number in range(self.number + 1, len(lines)):
            end = lines[number].find("$$")
            if end >= 0:
                closed = _is_math_tail(lines[number], end)
                return Start(NodeKind.MATH, ends=_closes_math) if closed else None
        return None

    def _take_text(self, depth: int, text: str) -> None:
        if self._leaf_kind() not in (NodeKind.PARAGRAPH, NodeKind.TITLE):
            self._close(depth)
        for container in self.stack[depth:]:  # a paragraph's line may lack the marks around it
            container.body.append(text)
        if self.leaf is not None and self.leaf.kind is NodeKind.PARAGRAPH:
            self.leaf.end = self.number + 1
        else:
            self.leaf = self._add(Start(NodeKind.PARAGRAPH))

    def _add(self, start: Start) -> Node:
        node = Node(start.kind, self.number, self.number + 1, start.info, start.level)
        node.ends = start.ends
        self.stack[-1].children.append(node)
        self.leaf = node if start.ends is not None else None
        return node

    def _close(self, depth: int) -> None:
        del self.stack[depth:]
        self.leaf = None

    def _leaf_kind(self) -> NodeKind | None:
        return self.leaf.kind if self.leaf is not None else None

    def _extend_containers(self) -> None:
        for container in self.stack[1:]:
            if container.kind is not NodeKind.ITEM or not is_blank(container.body[-1]):
                container.end = self.number + 1


def _is_math_tail(line: str, end: int) -> bool:
    tail = line[end + 2 :].strip(BLANKS)
    return not tail or BLOCK_ID.fullmatch(tail) is not None


def _closes_math(text: str) -> bool:
    return "$$" in text


def _never(_text: str) -> bool:
    return False
