"""Every block that a syntax may look at, with the headings above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flashcards.model import Block, Callout, ListItem, Place, Section, Silent
from flashcards.syntaxes._options import SyntaxOptions, is_flashcards_section, opts_out

OPTED_OUT = "blocks tagged #no-flashcard"


def walk(
    blocks: Iterable[Block], place: Place, options: SyntaxOptions
) -> Iterator[tuple[Block, Place] | Silent]:
    """Yield all blocks, outer ones first; what carries `#no-flashcard` is left out whole."""
    for block in blocks:
        match block:
            case Section() if opts_out(block.heading):
                yield Silent(OPTED_OUT, block.span)
            case Callout() if opts_out(block.title) or opts_out(_own_lines(block)):
                yield Silent(OPTED_OUT, block.span)
            case Section():
                yield block, place
                yield from walk(block.children, below(block, place, options), options)
            case Callout() | ListItem():
                yield block, place
                yield from walk(block.children, place, options)
            case _:
                yield block, place


def below(section: Section, place: Place, options: SyntaxOptions) -> Place:
    """Return the place of what stands in the section; a Flashcards heading says nothing."""
    if is_flashcards_section(section, options) or not section.heading:
        return place
    return replace(place, headings=(*place.headings, section.heading))


def _own_lines(callout: Callout) -> str:
    """Return the callout's body without the callouts inside it."""
    lines = callout.body.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(">"))
