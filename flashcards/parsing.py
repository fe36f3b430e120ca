"""One vault note, from its text to its flashcards.

What comes out depends on the text and the options alone, never on other files: links, media,
works and the ledger come later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from flashcards.blocks import parse_blocks
from flashcards.decks import DECK_TAG, named_deck
from flashcards.model import (
    Block,
    Callout,
    ListItem,
    Paragraph,
    ParsedVaultNote,
    Place,
    Section,
    VaultNote,
)
from flashcards.syntaxes import SyntaxOptions, find_flashcards, is_flashcards_section

CITEKEY_PROPERTIES = ("citekey", "citeKey", "citationKey", "citation-key", "Citation Key")

_DECK_TAG = re.compile(rf"(?<!\S)#({DECK_TAG}(?:/[^\s#]+)?)(?!\S)", re.IGNORECASE)


def parse_vault_note(vault_note: VaultNote, options: SyntaxOptions) -> ParsedVaultNote:
    """Find everything in a vault note that later stages need."""
    properties = vault_note.properties
    blocks, diagnostics = parse_blocks(vault_note.text, vault_note.path)
    title = vault_note_title(vault_note, blocks)
    citekey = own_citekey(vault_note)
    place = Place(vault_note.path, title, citekey)
    wanted = properties.get("flashcards") is not False
    flashcards, silent, problems = find_flashcards(blocks if wanted else (), place, options)
    return ParsedVaultNote(
        path=vault_note.path,
        title=title,
        aliases=_texts(properties, "aliases", "alias"),
        citekey=citekey,
        properties=properties,
        tags=tuple(_tags(properties)),
        inline_tags=tuple(_deck_tags(blocks, options)),
        deck=named_deck(properties, vault_note.text),
        flashcards=flashcards,
        silent=silent,
        diagnostics=(*diagnostics, *problems),
    )


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


def _texts(properties: Mapping[str, object], *names: str) -> tuple[str, ...]:
    """Return a property that may be one text or a list of them."""
    values: list[str] = []
    for name in names:
        value = properties.get(name)
        several = value if isinstance(value, list) else [value]
        values += [str(each).strip() for each in several if isinstance(each, str | int | float)]
    return tuple(value for value in values if value)


def _tags(properties: Mapping[str, object]) -> Iterator[str]:
    """Yield the tags of the properties; a text holds several, and each of a list is one."""
    for name in ("tags", "tag"):
        several = isinstance(properties.get(name), list)
        for text in _texts(properties, name):
            for tag in re.split(r"," if several else r"[,\s]+", text):
                if tag.strip(" #"):
                    yield tag.strip().removeprefix("#")


def _deck_tags(blocks: Iterable[Block], options: SyntaxOptions) -> Iterable[str]:
    """Find `#flashcards/...` outside Flashcards sections, where it would name only theirs."""
    for block in blocks:
        match block:
            case Section() if is_flashcards_section(block, options):
                continue
            case Paragraph():
                yield from _DECK_TAG.findall(block.text)
            case Section() | Callout() | ListItem():
                yield from _deck_tags(block.children, options)
            case _:
                continue
