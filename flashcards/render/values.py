"""What rendering needs to know of the vault around a flashcard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flashcards.diagnostics import Span
from flashcards.links import LinkIndex
from flashcards.media import Refusal
from flashcards.model import Item, Media


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What a flashcard's text may point to."""

    vault_name: str
    links: LinkIndex
    attach: Callable[[str], Media | Refusal]
    """A path in the vault to the file as media, or why it cannot be used."""

    items: Mapping[str, Item]
    """By citekey as the author wrote it."""

    suggestions: Callable[[str], tuple[tuple[str, Span], ...]]
    """Citekeys like one that is unknown, and where they stand; best first."""

    literature_notes: Mapping[str, str]
    """The path of the vault note about a work, by citekey."""
