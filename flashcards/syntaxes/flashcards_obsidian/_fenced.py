"""A fence of code whose language is `flashcard`, with `front:`, `back:` and `type:` in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from flashcards.model import Fence, Flashcard, Kind
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes.flashcards_obsidian._cloze import marks_of
from flashcards.syntaxes.flashcards_obsidian._ids import as_ids, take_ids
from flashcards.syntaxes.flashcards_obsidian._rest import end_with_id
from flashcards.syntaxes.flashcards_obsidian._scene import Scene, with_sides

DIALECT = "fenced"
LANGUAGE = "flashcard"

_KEY = re.compile(r"(?P<key>front|back|content|type):")
_NEEDS = {
    "basic": ("front", "back"),
    "reversed": ("front", "back"),
    "cloze": ("front",),
    "reminder": ("content",),
}


def find_fenced(scene: Scene) -> Iterator[Finding]:
    """Yield the flashcards in fences; one that is never closed is told of as such elsewhere."""
    for block in scene.looked_into:
        is_taken = block.span.line in scene.sheet.taken
        if isinstance(block, Fence) and _is_flashcard(block) and not is_taken:
            yield _read(scene, block)


def _is_flashcard(fence: Fence) -> bool:
    opening, _, below = fence.source.strip().partition("\n")
    last = below.rpartition("\n")[2].strip()
    is_closed = len(last) > 2 and last == last[0] * len(last) and opening.startswith(last[:3])
    return fence.info.lower() == LANGUAGE and is_closed


def _read(scene: Scene, fence: Fence) -> Finding:
    first = fence.span.line
    last = end_with_id(scene, fence)
    values = _values(fence.source)
    type_ = values.get("type", "").lower() or "basic"
    missing = [key for key in _NEEDS.get(type_, ()) if not values.get(key)]
    if type_ not in _NEEDS:
        known = ", ".join(f"`{each}`" for each in _NEEDS)
        return scene.unparsed(first, last, f"there is no type `{type_}`", f"write one of {known}")
    if missing:
        message = f"there is no `{missing[0]}:` in the block"
        return scene.unparsed(first, last, message, f"write `{missing[0]}:` and a text behind it")
    flashcard = scene.flashcard(DIALECT, first, last, as_ids(fence.block_id))
    if type_ == "reminder":
        return with_sides(flashcard, values["content"], "")
    if type_ != "cloze":
        flashcard = replace(flashcard, reversed=type_ == "reversed")
        return with_sides(flashcard, values["front"], values["back"])
    return cloze(scene, flashcard, values["front"], values.get("back", "")) or scene.unparsed(
        first, last, "nothing is hidden in the block", "hide something: `==so==` or `{1:so}`"
    )


def cloze(scene: Scene, flashcard: Flashcard, text: str, extra: str) -> Flashcard | None:
    """Return a cloze flashcard of a text, or None if nothing is hidden in it."""
    clozes = marks_of(scene, text)
    if not clozes:
        return None
    fields = {"Text": text, "Extra": extra} if extra else {"Text": text}
    return replace(flashcard, kind=Kind.CLOZE, fields=fields, clozes=clozes)


def _values(source: str) -> Mapping[str, str]:
    """Return the values by key; a value goes on to the next line that begins with a key."""
    values: dict[str, list[str]] = {}
    lines: list[str] = []
    _, *inside = source.split("\n")
    for line in inside[:-1]:
        match = _KEY.match(line)
        if match:
            lines = values[match["key"]] = [line[match.end() :]]
        else:
            lines.append(line)
    return {key: take_ids("\n".join(value)).text.strip() for key, value in values.items()}
