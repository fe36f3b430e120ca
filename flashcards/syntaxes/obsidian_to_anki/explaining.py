"""Why this plugin's forms say nothing on a line, in one sentence."""

from __future__ import annotations

from msgspec.structs import replace

from flashcards.syntaxes._sheet import Line
from flashcards.syntaxes.obsidian_to_anki.file_lines import is_looked_at
from flashcards.syntaxes.obsidian_to_anki.making import Scene
from flashcards.syntaxes.obsidian_to_anki.patterns import (
    SECONDS,
    Broken,
    Compiled,
    TooSlowError,
    compile_style,
)
from flashcards.syntaxes.obsidian_to_anki.values import LITERAL, read_id


def explain_line(scene: Scene, number: int) -> str:
    """Return the reason that fits best; empty if there is nothing to say."""
    sheet, options = scene.sheet, scene.options
    if not is_looked_at(sheet.path, options):
        return _not_looked_at(scene)
    if number in scene.file.meanings:
        return _of_the_file(scene.file.meanings[number], scene)
    line = sheet.lines[number - 1]
    if line.is_blank:
        return ""
    if read_id(line.text):
        return "this is the id of an Anki note, which belongs to the flashcard above it, if any"
    if line.kind in LITERAL:
        return "the plugin's words and patterns are not looked for in code, math and comments"
    return _words(line, scene) or _styles(scene)


def _not_looked_at(scene: Scene) -> str:
    everywhere = replace(scene.options, scan_folders=())
    if not is_looked_at(scene.sheet.path, everywhere):
        return "the vault note matches one of the globs that the plugin is told to ignore"
    names = ", ".join(f"`{folder}`" for folder in scene.options.scan_folders)
    return f"the vault note is in none of the folders that the plugin is told to scan: {names}"


def _of_the_file(word: str, scene: Scene) -> str:
    options = scene.options
    meanings = {
        options.target_deck: "names the deck of the whole vault note",
        options.file_tags: "names tags of the whole vault note",
        options.frozen: "is appended to the flashcards of a notetype",
        options.delete: "asked the plugin to delete an Anki note",
    }
    return f"the line belongs to `{word}`, which {meanings[word]}"


def _words(line: Line, scene: Scene) -> str:
    """Explain the plugin's own words where they mean nothing."""
    options = scene.options
    word = line.text.strip()
    if word == options.begin:
        if line.text.rstrip() != word:
            return f"`{word}` is indented: it has to stand at the beginning of a line"
        return f"no `{options.end}` closes what `{word}` begins"
    if word == options.end:
        return f"no `{options.begin}` stands above"
    return ""


def _styles(scene: Scene) -> str:
    options = scene.options
    compiled = [compile_style(style) for style in options.styles]
    ready = [each for each in compiled if not isinstance(each, Broken)]
    if not ready:
        forms = f"`{options.begin}` and `{options.begin_inline}`"
        none = "none of its patterns can be read" if compiled else "it has no pattern of yours"
        return f"the line is in no {forms} form, and {none}"
    here = [each.style.notetype for each in ready if _matches(each, scene)]
    if here:
        return f"the pattern of `{here[0]}` fits in this vault note, but makes nothing of this line"
    names = ", ".join(f"`{each.style.notetype}`" for each in ready)
    return f"no pattern fits: {names}"


def _matches(compiled: Compiled, scene: Scene) -> bool:
    text = "\n".join(line.text for line in scene.sheet.lines)
    try:
        return bool(compiled.passes[-1].matches(text, SECONDS))
    except TooSlowError:
        return False
