"""The blocks of a text: each lies within the one around it, and none reaches past the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from target import texts_of

from flashcards.blocks import parse_blocks
from flashcards.footnotes import footnotes_of
from flashcards.model import Block
from flashcards.outline import outline_of
from flashcards.vault.read import decode
from targets._vault_notes import PATH, TOKENS

__all__ = ["TOKENS"]


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of blocks, and vault notes."""
    yield from texts_of("tests/blocks/*.md", "tests/hostile/*.md", "sample_vault/**/*.md")


def check(data: bytes) -> None:
    """Read the blocks, with the outline and the footnotes."""
    text, _ = decode(data, PATH)
    blocks, diagnostics = parse_blocks(text, PATH)
    lines = text.count("\n") + 1
    _check_lines(blocks, 1, lines)
    for each in diagnostics:
        assert 1 <= each.span.line <= each.span.end_line <= lines, each
    outline_of(blocks)
    footnotes_of(blocks)


def _check_lines(blocks: Iterable[Block], first: int, last: int) -> None:
    for block in blocks:
        assert first <= block.span.line <= block.span.end_line <= last, block
        _check_lines(getattr(block, "children", ()), block.span.line, block.span.end_line)
