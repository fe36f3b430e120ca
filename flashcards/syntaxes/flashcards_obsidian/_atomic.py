"""A vault note that is one flashcard, or several: its property `test` asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from flashcards.model import Block, Paragraph, Section
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes.flashcards_obsidian._fenced import cloze
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, as_ids, join_ids, take_ids
from flashcards.syntaxes.flashcards_obsidian._rest import end_with_id
from flashcards.syntaxes.flashcards_obsidian._scene import Scene, with_sides

DIALECT = "atomic"


def find_atomic(scene: Scene) -> Iterator[Finding]:
    """Yield a flashcard for each thing that the property asks, with the first paragraph."""
    asked = tuple(dict.fromkeys(_asked(scene.sheet.properties.get("test"))))
    paragraph = next(_paragraphs(scene.sheet.blocks), None) if asked else None
    if paragraph is None or paragraph.span.line in scene.sheet.taken:
        return
    bare = take_ids(paragraph.source)
    ids = join_ids((as_ids(paragraph.block_id), bare))
    for words in asked:
        yield _read(
            scene, words, paragraph, replace(bare, block_id=ids.block_id, foreign=ids.foreign)
        )
        ids = Bare("")  # an id names one flashcard


def _read(scene: Scene, words: str, paragraph: Paragraph, bare: Bare) -> Finding:
    first, last = paragraph.span.line, end_with_id(scene, paragraph)
    flashcard = scene.flashcard(DIALECT, first, last, bare.ids)
    title = scene.sheet.place.title
    if words != "cloze":
        front = title if words in {"title", "reversed"} else words
        return with_sides(replace(flashcard, reversed=words == "reversed"), front, bare.text)
    return cloze(scene, flashcard, bare.text.strip(), title) or scene.unparsed(
        first,
        last,
        "`test: cloze` finds nothing hidden in the first paragraph",
        "hide something: `==so==` or `{1:so}`",
    )


def _asked(value: object) -> Iterator[str]:
    """Yield what the property asks; numbers and truth values ask nothing."""
    for each in value if isinstance(value, list | tuple) else [value]:
        if isinstance(each, str) and each.strip():
            yield each.strip()


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs that stand in no list or quotation."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Section):
            yield from _paragraphs(block.children)
