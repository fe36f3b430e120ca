"""One vault note, from its text to its flashcards.

What comes out depends on the text and the options alone, never on other files: links, media,
works and the ledger come later.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from flashcards.bibliography.inline_fields import inline_fields
from flashcards.blocks import parse_blocks
from flashcards.decks import DECK_TAG, named_deck
from flashcards.diagnostics import Diagnostic, Span
from flashcards.finding import Found, Parse, find_flashcards, same_questions
from flashcards.footnotes import footnotes_of
from flashcards.hiding import choose_clozes
from flashcards.inline import said
from flashcards.limits import LONGEST_NAME, not_too_long, too_long_names
from flashcards.markdown.comments import blank_comments
from flashcards.model import (
    Block,
    Callout,
    Flashcard,
    ListItem,
    Paragraph,
    ParsedVaultNote,
    Place,
    Section,
    VaultNote,
)
from flashcards.outline import heading_paths, outline_of, sections_of
from flashcards.properties import tags_of, texts_of
from flashcards.syntaxes import (
    OF_PLUGINS,
    Sheet,
    SyntaxOptions,
    is_flashcards_section,
    read_lines,
)
from flashcards.unclaimed import unclaimed_marks
from flashcards.vault import read_vault_note

CITEKEY_PROPERTIES = ("citekey", "citeKey", "citationKey", "citation-key", "Citation Key")

_DECK_TAG = re.compile(rf"(?<!\S)#({DECK_TAG}(?:/[^\s#]+)?)(?!\S)", re.IGNORECASE)


Parsed = tuple[ParsedVaultNote | None, tuple[Diagnostic, ...]]
"""A vault note, or None if it cannot be read, and what there is to say about its file."""


def parse_batch(root: Path, paths: Iterable[str], options: SyntaxOptions) -> list[Parsed]:
    """Read and parse vault notes, in the order of their paths: work for a process of its own."""
    return [parse_file(root, path, options) for path in paths]


def parse_file(root: Path, path: str, options: SyntaxOptions) -> Parsed:
    """Read one vault note and find everything in it that later stages need."""
    vault_note, diagnostics = read_vault_note(root, path)
    return (parse_vault_note(vault_note, options) if vault_note else None), diagnostics


def parse_vault_note(vault_note: VaultNote, options: SyntaxOptions) -> ParsedVaultNote:
    """Find everything in a vault note that later stages need."""
    properties = vault_note.properties
    blocks, diagnostics = parse_blocks(vault_note.text, vault_note.path)
    sheet = make_sheet(vault_note, blocks, options)
    aliases = texts_of(properties, "aliases", "alias")
    wanted = properties.get("flashcards") is not False
    found = find_flashcards(sheet, options, _blocks_of(vault_note.path)) if wanted else Found()
    some, limiting = not_too_long(found.flashcards)
    flashcards = tuple(_finished(some, blocks, (sheet.place.title, *aliases)))
    sections = tuple(sections_of(blocks))
    return ParsedVaultNote(
        path=vault_note.path,
        title=sheet.place.title,
        aliases=aliases,
        citekey=sheet.place.citekey,
        properties=properties,
        tags=sheet.tags,
        inline_tags=_inline_tags(vault_note, blocks, options),
        deck=sheet.deck,
        flashcards=flashcards,
        silent=found.silent,
        diagnostics=(
            *diagnostics,
            *found.diagnostics,
            *same_questions(flashcards),
            *limiting,
            *_names_too_long(sheet, sections),
        ),
        unclaimed=unclaimed_marks(vault_note.text, blocks, found.flashcards, options)
        if wanted
        else (),
        outline=outline_of(blocks),
        footnotes=footnotes_of(blocks),
        described=_described(vault_note.text, sheet.place.citekey, aliases),
    )


def _names_too_long(sheet: Sheet, sections: Sequence[Section]) -> Iterator[Diagnostic]:
    names = [
        (each.heading, replace(each.span, end_line=each.span.line))
        for each in sections
        if len(each.heading) > LONGEST_NAME
    ]
    title = sheet.place.title
    if len(title) > LONGEST_NAME and not any(title == name for name, _ in names):
        names.append((title, Span(sheet.place.path, 1, 1)))
    return too_long_names(names)


def _finished(
    flashcards: Iterable[Flashcard], blocks: Iterable[Block], names: tuple[str, ...]
) -> Iterator[Flashcard]:
    """Yield the flashcards with what no syntax need know of: here it is worked out once.

    That is the headings above, what is asked and expected, and what a quote without marks hides.
    `names` are those of the vault note.
    """
    paths = tuple(heading_paths(blocks))
    lines = [line for line, _ in paths]
    for each in flashcards:
        at = bisect_right(lines, each.span.line)
        yield replace(
            each,
            sections=paths[at - 1][1] if at else (),
            said=said(each),
            would_hide=choose_clozes(each.fields["Text"], names) if each.chooses_clozes else None,
        )


def _described(text: str, citekey: str | None, aliases: Iterable[str]) -> Mapping[str, str]:
    """Return what a vault note that may be about a work says of it in its text."""
    if citekey or any(alias.startswith("@") for alias in aliases):
        return inline_fields(text)
    return {}


def make_sheet(vault_note: VaultNote, blocks: tuple[Block, ...], options: SyntaxOptions) -> Sheet:
    """Return what syntaxes may know about a vault note; its lines only if a plugin reads them."""
    title = vault_note_title(vault_note, blocks)
    of_plugins = bool(options.enabled & OF_PLUGINS)
    return Sheet(
        lines=read_lines(blank_comments(vault_note.text)[0], blocks) if of_plugins else (),
        blocks=blocks,
        place=Place(vault_note.path, title, own_citekey(vault_note)),
        properties=vault_note.properties,
        tags=tuple(tags_of(vault_note.properties)),
        deck=named_deck(vault_note.properties, vault_note.text),
    )


def _blocks_of(path: str) -> Parse:
    """Read blocks of a vault note again; what there is to say about them has been said."""
    return lambda text: parse_blocks(text, path)[0]


def vault_note_title(vault_note: VaultNote, blocks: tuple[Block, ...]) -> str:
    """Return the `title` property, else a level-1 heading before anything else, else the name."""
    title = vault_note.properties.get("title")
    if isinstance(title, str) and title.strip():
        return title.strip()
    if blocks and isinstance(blocks[0], Section) and blocks[0].level == 1 and blocks[0].heading:
        return blocks[0].heading
    return vault_note.name


def own_citekey(vault_note: VaultNote) -> str | None:
    """Return the citekey of a literature note: its file is called `@key`, or a property says so."""
    for name in CITEKEY_PROPERTIES:
        value = vault_note.properties.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip().removeprefix("@")
    if vault_note.name.startswith("@"):
        return vault_note.name.removeprefix("@") or None
    return None


def _inline_tags(
    vault_note: VaultNote, blocks: Iterable[Block], options: SyntaxOptions
) -> tuple[str, ...]:
    """Return the tags that name a deck in a vault note's text; most have none anywhere."""
    is_there = f"#{DECK_TAG}" in vault_note.text.casefold()
    return tuple(_deck_tags(blocks, options)) if is_there else ()


def _deck_tags(blocks: Iterable[Block], options: SyntaxOptions) -> Iterable[str]:
    """Find `#flashcards/...` outside Flashcards sections, where it would name only theirs."""
    for block in blocks:
        match block:
            case Section() if is_flashcards_section(block, options):
                continue
            case Paragraph():
                yield from _DECK_TAG.findall(block.text) if "#" in block.text else ()
            case Section() | Callout() | ListItem():
                yield from _deck_tags(block.children, options)
            case _:
                continue
