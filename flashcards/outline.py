"""What links into a vault note may name: its blocks in, its headings and block ids out.

A link's subpath names a heading (`Causes`), one below others (`Causes#Rare`), or a block (`^id`).
Obsidian compares headings without punctuation and case, so that `What is it?` and `what is it` are
one, and takes the first that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from flashcards.model import Block, Callout, ListItem, Outline, Section

_PUNCTUATION = re.compile(r"[\s!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\]+")


def outline_of(blocks: Iterable[Block]) -> Outline:
    """Return what links may name in a vault note."""
    return Outline(
        headings=tuple((each.level, each.heading) for each in sections_of(blocks)),
        block_ids=frozenset(map(str.lower, _block_ids(blocks))),
    )


def sections_of(blocks: Iterable[Block]) -> Iterator[Section]:
    """Yield the sections in the order of the text, each before those of lower levels in it."""
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from sections_of(block.children)


def heading_paths(
    blocks: Iterable[Block], above: tuple[str, ...] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each heading's line, and the headings from the outermost one down to it."""
    for block in blocks:
        if isinstance(block, Section):
            path = (*above, block.heading) if block.heading else above
            yield block.span.line, path
            yield from heading_paths(block.children, path)


def find_block(blocks: Iterable[Block], block_id: str) -> Block | None:
    """Return the block that `^block_id` names."""
    wanted = block_id.lower()
    return next((each for each in _all(blocks) if (each.block_id or "").lower() == wanted), None)


def find_heading(headings: Sequence[tuple[int, str]], subpath: str) -> int | None:
    """Return the place of the heading that a subpath names among levels and headings."""
    names = [name for name in map(strip_heading, subpath.split("#")) if name]
    found = _descend(headings, names) if names else None
    if found is None and len(names) > 1:  # `#` may be in the heading: `C# in short`
        return _descend(headings, [strip_heading(subpath)])
    return found


@lru_cache(maxsize=1 << 13)  # each flashcard looks at the headings of its vault note
def strip_heading(heading: str) -> str:
    """Return a heading as Obsidian compares it: without punctuation and case."""
    return _PUNCTUATION.sub(" ", heading).strip().lower()


def _descend(headings: Sequence[tuple[int, str]], names: Sequence[str]) -> int | None:
    found, above = 0, 0
    for place, (level, heading) in enumerate(headings):
        if level > above and strip_heading(heading) == names[found]:
            found, above = found + 1, level
            if found == len(names):
                return place
    return None


def _block_ids(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the ids of blocks; those inside a block stand in its source."""
    for block in blocks:
        if block.block_id:
            yield block.block_id
        if "^" in block.source and isinstance(block, Section | Callout | ListItem):
            yield from _block_ids(block.children)


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section | Callout | ListItem):
            yield from _all(block.children)
