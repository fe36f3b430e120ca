"""Every block that a syntax may look at, with the headings above it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from flashcards.diagnostics import Span
from flashcards.model import Block, Callout, ListItem, Paragraph, Place, Section, Silent
from flashcards.syntaxes._options import SyntaxOptions, is_flashcards_section, opts_out

OPTED_OUT = "blocks tagged #no-flashcard"

_HOLD_BLOCKS = (Section, Callout, ListItem)  # asked of each block


def walk(
    blocks: Iterable[Block], place: Place, options: SyntaxOptions, kinds: Container[type]
) -> Iterator[tuple[Block, Place] | Silent]:
    """Yield all blocks of these kinds, outer ones first.

    What carries `#no-flashcard` is left out whole.
    """
    for block in blocks:
        if not isinstance(block, _HOLD_BLOCKS):
            if type(block) in kinds:
                yield block, place
            continue
        if not isinstance(block, ListItem) and opts_out(_what_may_opt_out(block)):
            yield Silent(OPTED_OUT, block.span)
            continue
        if type(block) in kinds:
            yield block, place
        inside = below(block, place, options) if isinstance(block, Section) else place
        yield from walk(block.children, inside, options, kinds)


def opted_out(blocks: Iterable[Block]) -> Iterator[Span]:
    """Yield the lines of every block that carries `#no-flashcard`, paragraphs and items too."""
    for block in blocks:
        if opts_out(_what_may_opt_out(block)):
            yield block.span
        elif isinstance(block, _HOLD_BLOCKS):
            yield from opted_out(block.children)


def _what_may_opt_out(block: Block) -> str:
    match block:
        case Section():
            return block.heading
        case Callout() if "#" in block.source:
            return f"{block.title}\n{_own_lines(block)}"
        case ListItem():
            return block.body.partition("\n")[0]
        case Paragraph():
            return block.source
        case _:
            return ""


def below(section: Section, place: Place, options: SyntaxOptions) -> Place:
    """Return the place of what stands in the section; a Flashcards heading says nothing."""
    if not section.heading:
        return place
    sections = (*place.sections, section.heading)
    is_only_that = is_flashcards_section(section, options)
    headings = place.headings if is_only_that else (*place.headings, section.heading)
    return Place(place.path, place.title, place.citekey, headings, sections)


def _own_lines(callout: Callout) -> str:
    """Return the callout's body without the callouts inside it."""
    lines = callout.body.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(">"))
