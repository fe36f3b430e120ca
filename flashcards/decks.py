"""Which deck and which tags an Anki note gets.

A deck named by the author is absolute: by a plugin's form of the flashcard, on the flashcard's own
line (`#flashcards/biology/cells`), in the vault note's properties (`deck`, `cards-deck`), on a
`TARGET DECK` line, or by a `#flashcards/...` tag of the vault note. Where nobody named one, the
folders stand under the root deck.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from flashcards.deck_names import as_anki_spells, deck_name, whole_deck_name
from flashcards.model import Flashcard, ParsedVaultNote
from flashcards.pickled import one_of_its_kind

DECK_TAG = "flashcards"
"""The tag of obsidian-spaced-repetition that means "flashcards are here", and their deck below."""

MOST_LEVELS = 100
"""Of a deck: every level is a deck of its own, with all names above it in its name."""

_TARGET_DECK = re.compile(
    r"^TARGET DECK(?:: *(?P<same>\S.*)|:?[ \t]*\n(?P<next>\S.*))$", re.MULTILINE
)


def named_deck(properties: Mapping[str, object], text: str) -> str | None:
    """Return the deck that a vault note names in its properties or on a `TARGET DECK` line."""
    for key in ("deck", "cards-deck"):
        value = properties.get(key)
        if isinstance(value, str) and (name := whole_deck_name(value)):
            return name
    match = _TARGET_DECK.search(text) if "TARGET DECK" in text else None
    if match is None:
        return None
    return whole_deck_name(match["same"] or match["next"]) or None


def deck_of(flashcard: Flashcard, vault_note: ParsedVaultNote, root_deck: str) -> str:
    """Return the deck for a flashcard's first import, `::` between levels."""
    return within_levels(whole_deck(flashcard, vault_note, root_deck))


class Decks:
    """The decks of flashcards; what those get that name none is found out once a vault note."""

    def __init__(self, root_deck: str) -> None:
        self._root_deck = root_deck
        self._usual: dict[str, str] = {}

    def of(self, flashcard: Flashcard, vault_note: ParsedVaultNote) -> str:
        """Return what `deck_of` does."""
        if flashcard.deck or flashcard.tags:
            return deck_of(flashcard, vault_note, self._root_deck)
        usual = self._usual.get(vault_note.path)
        if usual is None:
            usual = deck_of(flashcard, vault_note, self._root_deck)
            self._usual[vault_note.path] = usual
        return usual


def within_levels(deck: str) -> str:
    """Return a deck, or the deepest of its parents that is not too deep."""
    return deck if deck.count("::") < MOST_LEVELS else "::".join(deck.split("::")[:MOST_LEVELS])


def whole_deck(flashcard: Flashcard, vault_note: ParsedVaultNote, root_deck: str) -> str:
    """Return the deck that was meant, however deep it is."""
    vault_note_tags = (*vault_note.tags, *vault_note.inline_tags)
    return (
        flashcard.deck
        or _deck_by_tag(flashcard.tags)
        or vault_note.deck
        or _deck_by_tag(vault_note_tags)
        or deck_name((*root_deck.split("::"), *vault_note.path.split("/")[:-1]))
    )


def one_spelling(decks: Iterable[str]) -> dict[str, str]:
    """Map each deck to the spelling to use: Anki takes decks that differ in case for one."""
    first: dict[str, str] = {}
    return {deck: first.setdefault(deck.casefold(), deck) for deck in sorted(set(decks))}


def anki_tags(flashcard: Flashcard, vault_note: ParsedVaultNote) -> tuple[str, ...]:
    """Return the tags of an Anki note: the properties' and the flashcard's own, as Anki writes.

    Tags that only name a deck are left out, and so are spellings that differ in case alone, since
    Anki keeps one spelling of a tag.
    """
    spelled: dict[str, str] = {}
    for tag in (*vault_note.tags, *flashcard.tags):
        if not _names_deck(tag) and (name := _anki_tag(tag)):
            spelled.setdefault(name.casefold(), name)
    return one_of_its_kind(tuple(sorted(spelled.values())))


def _names_deck(tag: str) -> bool:
    return tag.casefold() == DECK_TAG or tag.casefold().startswith(f"{DECK_TAG}/")


def _deck_by_tag(tags: Iterable[str]) -> str:
    for tag in tags:
        if _names_deck(tag) and (name := deck_name(tag.split("/")[1:])):
            return name
    return ""


@lru_cache(maxsize=256)  # most vault notes have the tags of others
def _anki_tag(tag: str) -> str:
    """Anki separates tags by blanks, the ideographic one (U+3000) included."""
    parts = re.split(r"/|::", re.sub(r"\s+", "_", as_anki_spells(tag).strip()))
    return "::".join(part for part in parts if part)
