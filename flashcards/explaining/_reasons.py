"""Why a line is no flashcard, syntax by syntax."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flashcards.blocks import parse_blocks
from flashcards.model import Block, Callout, Comment, Section, VaultNote
from flashcards.parsing import make_sheet
from flashcards.syntaxes import (
    NAMES,
    OF_PLUGINS,
    SyntaxOptions,
    is_flashcard_callout,
    is_flashcards_section,
    load_plugin_syntax,
)


class Scene(Struct, frozen=True):
    """A line, and what stands around it."""

    vault_note: VaultNote
    blocks: tuple[Block, ...]
    """Those that have the line, outermost first."""

    number: int
    options: SyntaxOptions
    is_known: bool
    """Whether something has been said about the line: it is counted, or there is a diagnostic."""


def reasons(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield a name and a sentence: one for the whole line, or one for each syntax."""
    if general := _general(scene):
        yield "because", general
        return
    yield from _callouts(scene)
    yield from _section(scene)
    yield from _plugins(scene)


def _general(scene: Scene) -> str:
    if scene.vault_note.properties.get("flashcards") is False:
        return "the vault note has the property `flashcards: false`"
    if scene.blocks and isinstance(scene.blocks[-1], Comment):
        return "comments are never looked into"
    if not scene.vault_note.text.split("\n")[scene.number - 1].strip():
        return "the line is blank, or a property"
    return ""


def _callouts(scene: Scene) -> Iterator[tuple[str, str]]:
    options = scene.options
    callouts = [block for block in scene.blocks if isinstance(block, Callout)]
    of_ours = any(is_flashcard_callout(each, options) for each in callouts)
    types = {"definition": options.definition_callouts, "quote": options.quote_callouts}
    for name, callout_types in types.items():
        known = ", ".join(f"`[!{each}]`" for each in callout_types)
        if name not in options.enabled:
            yield name, f"it is switched off by `enabled` in [syntaxes.{name}]"
        elif not callouts:
            yield name, f"the line stands in no callout {known}"
        elif not of_ours:
            yield name, f"the callout is `[!{callouts[-1].type}]`, not {known}"


def _section(scene: Scene) -> Iterator[tuple[str, str]]:
    options = scene.options
    sections = [each for each in scene.blocks if isinstance(each, Section)]
    of_flashcards = [each for each in sections if is_flashcards_section(each, options)]
    if "section" not in options.enabled:
        yield "section", "it is switched off by `enabled` in [syntaxes.section]"
    elif not of_flashcards:
        names = " or ".join(f"`{each}`" for each in options.section_headings)
        yield "section", f"the line stands under no heading {names}"
    elif any(each.span.line == scene.number for each in of_flashcards):
        yield "section", "this is the heading: what stands below it is read"
    elif not scene.is_known:
        yield "section", "the line has none of the forms that a Flashcards section may hold"


def _plugins(scene: Scene) -> Iterator[tuple[str, str]]:
    vault_note, options = scene.vault_note, scene.options
    sheet = make_sheet(vault_note, parse_blocks(vault_note.text, vault_note.path)[0], options)
    for name in (each for each in NAMES if each in OF_PLUGINS):
        plugin = load_plugin_syntax(name)
        if name not in options.enabled:
            yield name, f"{plugin.PLUGIN} is not in use here: see `flashcards settings`"
        elif reason := plugin.explain(sheet, scene.number, options):
            yield name, reason
