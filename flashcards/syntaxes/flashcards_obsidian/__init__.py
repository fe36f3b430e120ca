"""The forms of flashcards-obsidian, versions 1 and 2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes._sheet import Sheet
from flashcards.syntaxes.flashcards_obsidian._atomic import find_atomic
from flashcards.syntaxes.flashcards_obsidian._callout import find_callouts
from flashcards.syntaxes.flashcards_obsidian._cloze import find_cloze_lines
from flashcards.syntaxes.flashcards_obsidian._fenced import find_fenced
from flashcards.syntaxes.flashcards_obsidian._hashtag import find_hashtags
from flashcards.syntaxes.flashcards_obsidian._inline import find_inline
from flashcards.syntaxes.flashcards_obsidian._reasons import reason_at
from flashcards.syntaxes.flashcards_obsidian._scene import NAME, read_scene

__all__ = ["EXAMPLE", "NAME", "PLUGIN", "explain", "find_containers", "find_lines"]

PLUGIN = "flashcards-obsidian"
EXAMPLE = """\
What is osmosis? #card
Water moving through a membrane.
"""


def find_containers(sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
    """Yield the forms of version 2 with a beginning and an end of their own."""
    if options.flashcards_obsidian.version == 1:
        return
    scene = read_scene(sheet, options)
    yield from find_atomic(scene)
    yield from find_fenced(scene)
    yield from find_callouts(scene)


def find_lines(sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
    """Yield what lines say that belong to no stronger syntax, the most explicit form first."""
    scene = read_scene(sheet, options)
    used: frozenset[int] = frozenset()
    for find in (lambda scene, _: find_hashtags(scene), find_inline, find_cloze_lines):
        found: list[Finding] = []
        for each in find(scene, used):  # one by one: whoever has enough asks for no more
            found.append(each)
            yield each
        used |= _lines_of(found)


def explain(sheet: Sheet, number: int, options: SyntaxOptions) -> str:
    """Say why nothing was found on that line."""
    return reason_at(read_scene(sheet, options), number)


def _lines_of(found: Iterable[Finding]) -> frozenset[int]:
    spans = [each.span for each in found]
    return frozenset(n for span in spans for n in range(span.line, span.end_line + 1))
