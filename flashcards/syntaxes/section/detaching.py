"""Definitions and quotes in a Flashcards section, without flashcards that stand right below them.

In Markdown `Q: ...` right below a quotation belongs to it. In a Flashcards section nobody means
that; elsewhere it is left as it is.
"""

from __future__ import annotations

from functools import partial
from itertools import chain

from msgspec.structs import replace

from flashcards.model import Block, Section
from flashcards.syntaxes._options import (
    SyntaxOptions,
    is_flashcard_callout,
    is_flashcards_section,
)
from flashcards.syntaxes.section.lazy import cut_lazy
from flashcards.syntaxes.section.roles import role_of


def detach(
    blocks: tuple[Block, ...], options: SyntaxOptions, *, inside: bool = False
) -> tuple[Block, ...]:
    """Return the blocks; `inside` says that they stand in a Flashcards section."""
    instead: dict[int, tuple[Block, ...]] = {}
    for at, block in enumerate(blocks):
        if isinstance(block, Section):
            within = inside or is_flashcards_section(block, options)
            children = detach(block.children, options, inside=within)
            if children is not block.children:
                instead[at] = (replace(block, children=children),)
        elif inside and is_flashcard_callout(block, options):
            kept, *rest = cut_lazy(block, partial(role_of, options=options))
            if rest:
                instead[at] = (kept, *rest)
    if not instead:
        return blocks
    parts = (instead.get(at, (block,)) for at, block in enumerate(blocks))
    return tuple(chain.from_iterable(parts))
