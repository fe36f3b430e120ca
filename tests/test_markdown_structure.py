"""The line reader finds the same blocks as markdown-it, wherever it follows CommonMark."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flashcards.markdown.nodes import Container, Node
from flashcards.markdown.structure import read_structure

Outline = list[tuple[str, int, "Outline"]]
"""For each block its kind, its first line, and the blocks inside it."""

# Links' definitions are text to us, and dashes below text make no heading.
MARKDOWN_IT = MarkdownIt("commonmark").enable("table").disable(["reference", "lheading"])
KINDS = {
    "blockquote_open": "quote",
    "list_item_open": "item",
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "table_open": "table",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "hr": "break",
}
CLOSING = {kind.replace("_open", "_close") for kind in KINDS if kind.endswith("_open")}

MARKS = ("> ", ">", "- ", "* ", "1. ", "2. ", "1) ", "    ", "\t", "  ", " ")
ENDS = ("", "", "a", "b c", "# h", "```", "~~~", "***", "---", "<div>", "<b>", "|a|b|", "|-|-|")
LINES = st.builds("{}{}".format, st.lists(st.sampled_from(MARKS), max_size=3).map("".join),
                  st.sampled_from(ENDS))  # fmt: skip


def theirs(text: str) -> Outline:
    """Return what markdown-it's block rules find."""
    root: Outline = []
    open_blocks = [root]
    for token in MARKDOWN_IT.block.parse(text, MARKDOWN_IT, {}, []) or []:
        if token.type in KINDS and token.map is not None:
            inside: Outline = []
            open_blocks[-1].append((KINDS[token.type], token.map[0], inside))
            if token.nesting == 1:
                open_blocks.append(inside)
        elif token.type in CLOSING:
            open_blocks.pop()
    return root


def ours(node: Node) -> Outline:
    """Return what the line reader finds."""
    children = node.children if isinstance(node, Container) else ()
    return [(child.kind.value, child.start, ours(child)) for child in children]


@given(st.lists(LINES, max_size=8))
def test_same_blocks_as_markdown_it(lines: list[str]) -> None:
    """Quotations, lists, code, tables, headings, HTML and paragraphs begin on the same lines"""
    text = "\n".join(lines)
    # Against CommonMark, markdown-it heeds marks behind four blanks in and below quotations.
    assume(">" not in text or not re.search(r"(?: {4}|\t).*(?:[->*]|\d[.)])", text))

    assert theirs(text) == ours(read_structure(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n---\nb", [("paragraph", 0, []), ("break", 1, []), ("paragraph", 2, [])]),
        ("a\n===\nb", [("heading", 0, []), ("paragraph", 2, [])]),
        ("[a]: b", [("paragraph", 0, [])]),
        ("<!-- a --> b", [("paragraph", 0, [])]),
        ("a\n    |b|c|\n|-|-|", [("paragraph", 0, [])]),
        ("> [!a]\n> b", [("callout", 0, [("paragraph", 1, [])])]),
        ("a\n$$\nb\n\nc\n$$", [("paragraph", 0, []), ("math", 1, [])]),
    ],
)
def test_other_blocks_than_commonmark(text: str, expected: Outline) -> None:
    """What Obsidian adds, and where people's flashcards need another reading"""
    assert expected == ours(read_structure(text))
