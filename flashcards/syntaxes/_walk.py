"""Every block that a syntax may look at, with the headings above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashcards.diagnostics import Span
from flashcards.model import Block, Callout, ListItem, Paragraph, Place, Section, Silent
from flashcards.syntaxes._options import SyntaxOptions, is_flashcards_section, opts_out

OPTED_OUT = "blocks tagged #no-flashcard"


def walk(
    blocks: Iterable[Block], place: Place, options: SyntaxOptions
) -> Iterator[tuple[Block, Place] | Silent]:
    """Yield all blocks, outer ones first; what carries `#no-flashcard` is left out whole."""
    for block in blocks:
        match block:
            case Section() | Callout() if opts_out(_what_may_opt_out(block)):
                yield Silent(OPTED_OUT, block.span)
            case Section():
                yield block, place
                yield from walk(block.children, below(block, place, options), options)
            case Callout() | ListItem():
                yield block, place
                yield from walk(block.children, place, options)
            case _:
                yield block, place


def opted_out(blocks: Iterable[Block]) -> Iterator[Span]:
    """Yield the lines of every block that carries `#no-flashcard`, paragraphs and items too."""
    for block in blocks:
        if opts_out(_what_may_opt_out(block)):
            yield block.span
        elif isinstance(block, Section | Callout | ListItem):
            yield from opted_out(block.children)


def _what_may_opt_out(block: Block) -> str:
    match block:
        case Section():
            return block.heading
        case Callout():
            return f"{block.title}\n{_own_lines(block)}"
        case ListItem():
            return block.body.partition("\n")[0]
        case Paragraph():
            return block.source
        case _:
            return ""


def below(section: Section, place: Place, options: SyntaxOptions) -> Place:
    """Return the place of what stands in the section; a Flashcards heading says nothing."""
    if is_flashcards_section(section, options) or not section.heading:
        return place
    return Place(place.path, place.title, place.citekey, (*place.headings, section.heading))


def _own_lines(callout: Callout) -> str:
    """Return the callout's body without the callouts inside it."""
    lines = callout.body.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(">"))
