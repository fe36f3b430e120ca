"""Blocks: `tests/blocks/` holds texts and outlines of their blocks; laws hold for any text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from flashcards.blocks import parse_blocks
from flashcards.diagnostics import Diagnostic, Span
from flashcards.markdown.comments import blank_comments
from flashcards.model import (
    Block,
    Callout,
    Fence,
    ListItem,
    Paragraph,
    Section,
    Table,
)

FIXTURES = [
    pytest.param(text, expected, id=f"{file.stem}:{line} {title}")
    for file in sorted((Path(__file__).parent / "blocks").glob("*.md"))
    for line, title, text, expected in read_fixture_file(file)
]


def outline(blocks: tuple[Block, ...], indent: str = "") -> list[str]:
    """Write a line for each block: kind, lines, block id, and what it says."""
    lines = []
    for block in blocks:
        block_id = f" ^{block.block_id}" if block.block_id else ""
        says = _says(block).replace("\n", "/")
        span = f"{block.span.line}-{block.span.end_line}"
        lines.append(f"{indent}{type(block).__name__} {span}{block_id}{says}")
        lines += outline(_children(block), f"{indent}  ")
    return lines


def _says(block: Block) -> str:
    match block:
        case Paragraph():
            return f": {block.text}"
        case ListItem():
            return f" {block.marker}: {block.body}"
        case Callout():
            return f" {block.type}{block.fold}: {block.title} | {block.body}"
        case Section():
            return f" h{block.level}: {block.heading}"
        case Table():
            return f": {block.header} {block.rows}"
    return f" {block.info}".rstrip() if isinstance(block, Fence) else ""


def _children(block: Block) -> tuple[Block, ...]:
    return block.children if isinstance(block, Section | Callout | ListItem) else ()


def _problems(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"! {each.span.line} {each.code}" for each in diagnostics]


@pytest.mark.parametrize(("text", "expected"), FIXTURES)
def test_blocks_of_a_text(text: str, expected: str) -> None:
    """Each text in the fixtures has the blocks that its outline says"""
    blocks, diagnostics = parse_blocks(text.removesuffix("\n"), "a.md")

    assert expected.splitlines() == [*outline(blocks), *_problems(diagnostics)]


def test_a_part_of_a_vault_note_keeps_the_lines_of_the_file() -> None:
    """Spans count from the line at which the text begins"""
    blocks, _ = parse_blocks("a\n\n- b", "a.md", first_line=10)

    assert [Span("a.md", 10, 10), Span("a.md", 12, 12)] == [block.span for block in blocks]


def test_source_has_no_marks_of_the_blocks_around_it() -> None:
    """A paragraph in a list in a callout is its words alone; its list item keeps its own mark"""
    (callout,), _ = parse_blocks("> [!tip] T\n>\n> 1. a\n>    b", "a.md")

    assert isinstance(callout, Callout)
    (item,) = callout.children
    assert item.source == "1. a\n   b"
    assert isinstance(item, ListItem)
    assert item.children[0].source == "a\nb"


def test_line_k_of_a_body_is_line_k_below_the_title() -> None:
    """Blank lines, block ids and residue keep their place in a callout's body"""
    (callout,), _ = parse_blocks("> [!tip] T\n>\n> a\n>\n> { #X }\n> b\n> ^id\n>", "a.md")

    assert isinstance(callout, Callout)
    assert (callout.body, callout.block_id) == ("\na\n\n\nb", "id")


def test_too_deep_a_list_is_not_looked_into() -> None:
    """Beyond 24 lists in each other there is one passage, and a warning; what follows is read"""
    text = "\n".join("  " * depth + "- item" for depth in range(30))

    blocks, diagnostics = parse_blocks(f"{text}\n\nafter", "a.md")

    expected = [f"{' ' * 48}Passage 25-30", "Paragraph 32-32: after"]
    assert expected == outline(blocks)[-2:]
    assert _problems(diagnostics) == ["! 25 nested-too-deep"]


def test_one_line_of_many_marks_is_read() -> None:
    """A line of a hundred thousand marks is read like any other"""
    for mark in (">", "> ", "- ", "[", "$$", "`", "%%", "|", "<", "^", "*"):
        blocks, _ = parse_blocks(mark * 100_000, "a.md")

        assert len(blocks) <= 1


# --- laws --------------------------------------------------------------------------------------

PIECES = (
    *("> ", ">", "- ", "* ", "1. ", "2. ", "    ", "\t", "  ", "# ", "### ", "> [!def] ", "[!x]- "),
    *("```", "~~~", "$$", "---", "===", "|", "|--|--|", "%%", "<!--", "-->", "<div>", "`", "$"),
    *(" ^id", "^id", "{ .x }", "a", "b::c", "\\", " ", "\n", "\n", "\n", "\n\n", "\r", "\x0b", "é"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text()


@given(TEXTS)
def test_no_text_makes_it_raise_and_every_span_lies_in_the_file(text: str) -> None:
    """Any text has blocks, and no block reaches beyond the text"""
    blocks, _ = parse_blocks(text, "a.md")

    assert _within(blocks, 1, text.count("\n") + 1)


def _within(blocks: tuple[Block, ...], first: int, last: int) -> bool:
    """Tell whether blocks lie between two lines, in order, and so do those inside them."""
    spans = [block.span for block in blocks]
    return (
        all(first <= span.line <= span.end_line <= last for span in spans)
        and all(above.end_line < below.line for above, below in pairwise(spans))
        and all(_within(_children(each), each.span.line, each.span.end_line) for each in blocks)
    )


@given(TEXTS)
def test_source_is_the_lines_of_the_span(text: str) -> None:
    """A block's source is its lines of the text, without comments; inside others, as many lines"""
    blocks, _ = parse_blocks(text, "a.md")

    lines = blank_comments(text)[0].split("\n")
    for block in blocks:
        assert block.source == "\n".join(lines[block.span.line - 1 : block.span.end_line])
    for block in _all(blocks):
        assert block.source.count("\n") == block.span.end_line - block.span.line
        assert block.source.split("\n")[0].strip(" \t")
        assert block.source.split("\n")[-1].strip(" \t")


def _all(blocks: tuple[Block, ...]) -> list[Block]:
    return [each for block in blocks for each in (block, *_all(_children(block)))]


@given(TEXTS)
def test_comments_are_blanked_line_for_line(text: str) -> None:
    """Taking comments out neither adds nor takes away a line"""
    blanked, _ = blank_comments(text)

    assert blanked.count("\n") == text.count("\n")
