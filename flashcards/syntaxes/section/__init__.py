"""`## Flashcards`: everything below the heading, in the forms that people write by hand."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.diagnostics import Diagnostic
from flashcards.inline import split_tags
from flashcards.model import Block, Flashcard, Place, Section, Silent
from flashcards.syntaxes._finding import WITHOUT_FLASHCARDS
from flashcards.syntaxes._options import SyntaxOptions, is_flashcards_section
from flashcards.syntaxes._walk import below
from flashcards.syntaxes.section.draft import Scene
from flashcards.syntaxes.section.reader import Reader
from flashcards.syntaxes.section.roles import deck_tags

NAME = "section"
BLOCK = Section
EXAMPLE = """\
## Flashcards

What is the powerhouse of the cell? :: The mitochondrion

Q: What does it make?
A: ATP
"""


def find(
    block: Block, place: Place, options: SyntaxOptions
) -> Iterator[Flashcard | Diagnostic | Silent]:
    """Yield the flashcards of a whole section, those below its inner headings too."""
    if not isinstance(block, Section) or not is_flashcards_section(block, options):
        return
    reader = Reader(Scene(place.path, options))
    reader.tags = deck_tags(split_tags(block.heading)[1])
    reader.read_blocks(block.children, below(block, place, options))
    yield from reader.found
    if all(isinstance(each, Silent) for each in reader.found):
        if reader.has_prose:
            yield Silent(WITHOUT_FLASHCARDS, block.span)
        elif not reader.has_others:
            yield Silent("empty Flashcards sections", block.span)
