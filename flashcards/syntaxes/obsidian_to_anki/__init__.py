"""The forms of Obsidian_to_Anki: `START` to `END`, `STARTI` to `ENDI`, patterns of your own."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.model import Silent
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes._sheet import Sheet
from flashcards.syntaxes.obsidian_to_anki.blocks import find_blocks
from flashcards.syntaxes.obsidian_to_anki.explaining import explain_line
from flashcards.syntaxes.obsidian_to_anki.file_lines import is_looked_at, read_file_lines
from flashcards.syntaxes.obsidian_to_anki.inline_form import find_inline
from flashcards.syntaxes.obsidian_to_anki.making import NAME, Scene
from flashcards.syntaxes.obsidian_to_anki.styles import find_styled, problems

__all__ = [
    "EXAMPLE",
    "NAME",
    "PLUGIN",
    "explain",
    "find_containers",
    "find_lines",
    "problems",
]

PLUGIN = "obsidian-to-anki-plugin"
EXAMPLE = """\
START
Basic
What is a monad?
Back: A monoid in the category of endofunctors
END
"""

DELETED = "Anki notes that DELETE asked Obsidian_to_Anki to delete"


def find_containers(sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
    """Yield the forms with a beginning and an end of their own."""
    if is_looked_at(sheet.path, options.obsidian_to_anki) and _has_words(sheet, options):
        scene = _scene(sheet, options)
        yield from find_blocks(scene)
        yield from find_inline(scene)


def find_lines(sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
    """Yield what the user's own patterns find, and what the plugin was told to delete."""
    if is_looked_at(sheet.path, options.obsidian_to_anki):
        scene = _scene(sheet, options)
        yield from find_styled(scene)
        yield from (Silent(DELETED, span) for span in scene.file.deletions)


def explain(sheet: Sheet, number: int, options: SyntaxOptions) -> str:
    """Say why nothing was found on that line."""
    return explain_line(_scene(sheet, options), number)


def _has_words(sheet: Sheet, options: SyntaxOptions) -> bool:
    words = (options.obsidian_to_anki.begin, options.obsidian_to_anki.begin_inline)
    return any(line.text.startswith(words[0]) or words[1] in line.text for line in sheet.lines)


def _scene(sheet: Sheet, options: SyntaxOptions) -> Scene:
    return Scene(sheet, options, read_file_lines(sheet, options.obsidian_to_anki))
