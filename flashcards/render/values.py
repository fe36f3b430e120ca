"""What rendering needs to know of the vault around a flashcard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flashcards.bibliography.work_links import DEFAULT_LINKS
from flashcards.diagnostics import Span
from flashcards.excerpts import Excerpt
from flashcards.links import LinkIndex
from flashcards.media import Refusal
from flashcards.model import Item, Media, ParsedVaultNote


def no_excerpts(_path: str, _subpath: str) -> Excerpt | Refusal:
    """Show no part of any vault note."""
    return Refusal("vault notes are not read here", "write what the flashcard needs into it")


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

    vault_notes: Mapping[str, ParsedVaultNote] = field(default_factory=lambda: MappingProxyType({}))
    """By path; for their headings and footnotes."""

    excerpts: Callable[[str, str], Excerpt | Refusal] = no_excerpts
    """A path and a subpath to what an embed of them shows, or why it cannot."""

    references: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The references in a style that the author chose, as HTML by citekey; others are ours."""

    reference_links: frozenset[str] = frozenset(DEFAULT_LINKS)
    """What a reference may lead to."""

    links_as_text: bool = False
    """Whether links into the vault are their text alone."""
