"""Why a line is no flashcard of the plugin."""

from __future__ import annotations

from flashcards.clozes import Curly, find_clozes
from flashcards.inline import split_tags
from flashcards.syntaxes._dividing import OF_A_NAME, find_divider, stands_in_name
from flashcards.syntaxes._sheet import Line, LineKind
from flashcards.syntaxes.flashcards_obsidian._callout import TYPE
from flashcards.syntaxes.flashcards_obsidian._fenced import LANGUAGE
from flashcards.syntaxes.flashcards_obsidian._ids import is_own_id
from flashcards.syntaxes.flashcards_obsidian._inline import split_line
from flashcards.syntaxes.flashcards_obsidian._lines import is_about_the_file
from flashcards.syntaxes.flashcards_obsidian._markers import read_marker
from flashcards.syntaxes.flashcards_obsidian._scene import Scene

_WHERE = {
    LineKind.CODE: "the line is code",
    LineKind.MATH: "the line is math",
    LineKind.TABLE: "the line is in a table",
    LineKind.QUOTE: "the line is in a quotation or a callout",
    LineKind.COMMENT: "the line is a comment",
}


def reason_at(scene: Scene, number: int) -> str:
    """Say in the author's terms why nothing was found on a line; empty if nothing looks meant."""
    line = scene.line(number)
    if line.kind in _WHERE:
        return _reason_of_block(scene, line)
    if line.kind not in {LineKind.TEXT, LineKind.HEADING, LineKind.OTHER}:
        return ""
    if is_own_id(line):
        return "an id of flashcards-obsidian stands alone: it belongs to the line above it"
    return _reason_of_marker(scene, line) or _reason_of_line(scene, line)


def _reason_of_block(scene: Scene, line: Line) -> str:
    first = line.text.strip().lower()
    of_second = first.startswith(f"```{LANGUAGE}") or f"[!{TYPE}]" in first
    if of_second and not scene.is_second:
        return "the form belongs to version 2 of flashcards-obsidian, and version 1 is in use here"
    return f"{_WHERE[line.kind]}, where flashcards-obsidian looks for nothing"


def _reason_of_marker(scene: Scene, line: Line) -> str:
    tag = f"#{scene.own.tag}"
    if tag.casefold() not in line.text.casefold() or read_marker(scene, line.number):
        return ""
    _, tags = split_tags(line.text, leading=False)
    unknown = next((each for each in tags if f"#{each}".casefold().startswith(tag.casefold())), "")
    if unknown:
        return f"`#{unknown}` is none of `{tag}`, `{tag}-reverse`, `{tag}-spaced`, `{tag}-reminder`"
    return f"`{tag}` makes a flashcard at the end of a line, with nothing but tags behind it"


def _reason_of_line(scene: Scene, line: Line) -> str:
    if is_about_the_file(line.text):
        return "the line names a deck or tags for the whole vault note"
    separators = scene.own.separators
    sides = split_line(scene, line)
    written = next((each for each in separators if each in line.text), "")
    if sides and sides.front.casefold() in {name.casefold() for name in scene.own.fields}:
        return f"`{sides.front}` is one of the `fields` that are no flashcards by the settings"
    if sides:
        return f"nothing stands on one side of `{sides.separator}`"
    if stands_in_name(line.text, separators):
        return f"`{written}` {OF_A_NAME}"
    if written and not find_divider(line.text, separators):
        return f"`{written}` stands in code, math, a link, a cloze, or a field of Dataview"
    return _reason_of_braces(scene, line.text)


def _reason_of_braces(scene: Scene, text: str) -> str:
    if "==" in text and not scene.own.highlights and find_clozes(text):
        return "`==x==` hides nothing by the plugin's settings"
    if "{" not in text or "}" not in text:
        return ""
    if scene.is_second and find_clozes(text, curly=Curly.FLASHCARDS_OBSIDIAN):
        return "in version 2 braces hide something only with a number: `{1:x}`"
    if not find_clozes(text, curly=Curly.FLASHCARDS_OBSIDIAN):
        return "the braces stand in code, math or an address"
    return ""
