"""`> [!card] Question`, and the answer in the callout's body."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from flashcards.inline import split_tags
from flashcards.model import Callout, Silent
from flashcards.syntaxes._bodies import read_body
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, join_ids, take_ids
from flashcards.syntaxes.flashcards_obsidian._rest import end_with_id
from flashcards.syntaxes.flashcards_obsidian._scene import Scene, with_sides

DIALECT = "callout"
TYPE = "card"
EMPTY = "empty `[!card]` callouts"


def find_callouts(scene: Scene) -> Iterator[Finding]:
    """Yield the flashcards in callouts."""
    for block in scene.looked_into:
        is_taken = block.span.line in scene.sheet.taken
        if isinstance(block, Callout) and block.type == TYPE and not is_taken:
            yield _read(scene, block)


def _read(scene: Scene, callout: Callout) -> Finding:
    title = take_ids(callout.title.removeprefix(":"))
    front, tags = split_tags(title.text)
    body = read_body(callout, scene.options)
    last = end_with_id(scene, callout)
    inside = take_ids(body.text)
    first = callout.span.line
    if not front.strip() and not inside.text.strip():
        return Silent(EMPTY, scene.sheet.span(first, last))
    if not front.strip() or not inside.text.strip():
        side, place = ("question", "title") if inside.text.strip() else ("answer", "body")
        message = f"there is no {side} in the callout"
        return scene.unparsed(first, last, message, f"write it as the {place} of the callout")
    ids = join_ids((Bare("", body.block_id, body.foreign), title, inside))
    flashcard = scene.flashcard(DIALECT, first, last, ids)
    return with_sides(replace(flashcard, tags=tags), front, inside.text)
