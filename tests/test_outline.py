"""Headings and block ids: what links into a vault note may name."""

from __future__ import annotations

import pytest

from flashcards.blocks import parse_blocks
from flashcards.footnotes import footnotes_of, references_in
from flashcards.outline import find_heading, outline_of

TEXT = """\
# One
## What is it? "C#"
### Deep ^Head
## Same

> [!note] ^box
> - item ^item

# Two
## Same
Text. ^text

Setext
===
"""
BLOCKS = parse_blocks(TEXT, "a.md")[0]


def test_the_outline_of_a_vault_note() -> None:
    """Headings in their order with their levels; block ids wherever they stand."""
    outline = outline_of(BLOCKS)

    assert [level for level, _ in outline.headings] == [1, 2, 3, 2, 1, 2, 1]
    assert outline.headings[2] == (3, "Deep")
    assert outline.block_ids == {"head", "box", "item", "text"}


@pytest.mark.parametrize(
    ("subpath", "place"),
    [
        ("One", 0),
        ("one ", 0),
        ('What is it? "C#"', 1),
        ("what is it c", 1),
        ("One#Deep", 2),
        ("One#What is it C#Deep", 2),
        ("Same", 3),
        ("Two#Same", 5),
        ("Deep#One", None),
        ("Gone", None),
        ("", None),
        ("#", None),
        ("?", None),
    ],
)
def test_find_heading(subpath: str, place: int | None) -> None:
    """Without punctuation and case; of several the first below the one named before it."""
    assert find_heading(outline_of(BLOCKS).headings, subpath) == place


def test_footnotes_of_a_vault_note() -> None:
    """Each to the next or to the paragraph's end, with the indented paragraphs below it."""
    text = (
        "[^1]: one\n  goes on\n[^B]: two\n\n    more\n\n    and more\n\nno more\n\n"
        "> [^c]: in a quotation\n\n> [!note]\n> [^d]: in a callout\n\n"
        "[^1]: again\n\n```\n[^e]: code\n```\n"
    )

    found = footnotes_of(parse_blocks(text, "a.md")[0])

    assert {name: each.text for name, each in found.items()} == {
        "1": "one\ngoes on",
        "b": "two\n\nmore\n\nand more",
        "d": "in a callout",
    }
    assert [(each.span.line, each.span.end_line) for each in found.values()] == [
        (1, 2),
        (3, 7),
        (14, 14),
    ]


def test_references_to_footnotes() -> None:
    """Never in code or math, and what begins a footnote's own words is none."""
    text = "a[^1] `[^2]` $[^3]$ b[^Name][^1] [^x](y) d[^6]: e\n[^4]: c[^5]"

    assert references_in(text) == {"1": "1", "name": "Name", "6": "6", "5": "5"}
