"""Footnotes: which names a text refers to, and what a vault note says below each.

`[^1]` refers to `[^1]: words`, which may stand anywhere in the vault note and go on in lines below,
indented or not; paragraphs that are indented below it belong to it, too.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from flashcards.diagnostics import Span
from flashcards.inline import PieceKind, scan
from flashcards.model import Block, Callout, Fence, Footnote, Paragraph, Section

NAME = r"[^\s\[\]^]{1,100}"

_REFERENCE = re.compile(rf"\[\^(?P<name>{NAME})\](?!\()")
_DEFINITION = re.compile(rf"^[ \t>]{{0,20}}\[\^(?P<name>{NAME})\]:[ \t]*", re.MULTILINE)
_WORDS = re.compile(r"\^\[(?P<words>(?>(?:[^\[\]\n]|\[\[[^\[\]\n]*+\]\]|\[[^\[\]\n]*+\])*))\]")
"""Brackets inside are links or citations."""

_FENCES = ("```", "~~~", "$$")


def footnote_name(name: str) -> str:
    """Return a footnote's name as it is compared."""
    return name.casefold()


def footnotes_of(blocks: Sequence[Block]) -> dict[str, Footnote]:
    """Return what a vault note says in footnotes, by name; of two with one name the first."""
    found: dict[str, Footnote] = {}
    for name, footnote in _definitions(blocks):
        found.setdefault(footnote_name(name), footnote)
    return found


def references_in(markdown: str) -> dict[str, str]:
    """Return the footnotes that a text refers to in their order: names as compared, as written."""
    if "[^" not in markdown:
        return {}
    names: dict[str, str] = {}
    for piece in scan(markdown):
        if piece.kind is PieceKind.TEXT:
            for match in _REFERENCE.finditer(markdown, piece.start, piece.end):
                if not _defines(markdown, match.start()):
                    names.setdefault(footnote_name(match["name"]), match["name"])
    return names


def defined_in(markdown: str) -> frozenset[str]:
    """Return the names, as compared, of the footnotes whose words stand in a text."""
    if "[^" not in markdown:
        return frozenset()
    return frozenset(footnote_name(match["name"]) for match in _DEFINITION.finditer(markdown))


def _defines(text: str, place: int) -> bool:
    found = _DEFINITION.match(text, text.rfind("\n", 0, place) + 1)
    return found is not None and found.end() > place


def _definitions(blocks: Sequence[Block]) -> Iterator[tuple[str, Footnote]]:
    for place, block in enumerate(blocks):
        if "[^" not in block.source:
            continue
        if isinstance(block, Section | Callout):
            yield from _definitions(block.children)
        elif isinstance(block, Paragraph):
            yield from _of_paragraph(block, blocks[place + 1 :])


def _of_paragraph(block: Paragraph, below: Iterable[Block]) -> Iterator[tuple[str, Footnote]]:
    starts = list(_DEFINITION.finditer(block.text))
    ends = [*(each.start() for each in starts[1:]), len(block.text)]
    for start, end in zip(starts, ends, strict=False):
        lines = block.text[start.end() : end].rstrip("\n").split("\n")
        words = "\n".join(line.strip() for line in lines).strip()
        first = block.span.line + block.text.count("\n", 0, start.start())
        last = first + len(lines) - 1
        for paragraph in _paragraphs(below if end == len(block.text) else ()):
            words += "\n\n" + textwrap.dedent(paragraph.source)
            last = paragraph.span.end_line
        yield start["name"], Footnote(words, Span(block.span.path, first, last))


def _paragraphs(below: Iterable[Block]) -> Iterator[Fence]:
    """Yield the indented paragraphs that go on with a footnote; elsewhere they would be code."""
    for block in below:
        if not isinstance(block, Fence) or block.source.lstrip().startswith(_FENCES):
            return
        yield block
