"""What rendering needs to know of the vault around a flashcard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct, field

from flashcards.bibliography.work_links import DEFAULT_LINKS
from flashcards.diagnostics import Span
from flashcards.excerpts import Excerpt
from flashcards.links import LinkIndex
from flashcards.media import Refusal
from flashcards.model import Footnote, Item, Media, Outline
from flashcards.pickled import pickled


def no_excerpts(_path: str, _subpath: str) -> Excerpt | Refusal:
    """Show no part of any vault note."""
    return Refusal("vault notes are not read here", "write what the flashcard needs into it")


Suggestions = Callable[[str], tuple[tuple[str, Span], ...]]
"""An unknown citekey to known ones like it, best first, and where they stand."""


class Outlined(Protocol):
    """What others may show of a vault note; a `ParsedVaultNote` says more."""

    @property
    def outline(self) -> Outline:
        """What links into it may name."""

    @property
    def footnotes(self) -> Mapping[str, Footnote]:
        """What its footnotes say, by name in lower case."""

    @property
    def citekey(self) -> str | None:
        """The work that it is about."""


@pickled
class Surroundings(Struct, frozen=True):
    """A vault note as far as others may show it."""

    outline: Outline
    footnotes: Mapping[str, Footnote]
    citekey: str | None


class RenderContext(Struct, frozen=True):
    """What a flashcard's text may point to."""

    vault_name: str
    links: LinkIndex
    attach: Callable[[str], Media | Refusal]
    """A path in the vault to the file as media, or why it cannot be used."""

    items: Mapping[str, Item]
    """By citekey as the author wrote it."""

    suggestions: Suggestions

    literature_notes: Mapping[str, str]
    """The path of the vault note about a work, by citekey."""

    vault_notes: Mapping[str, Outlined] = field(default_factory=dict)
    """By path; for their headings and footnotes."""

    excerpts: Callable[[str, str], Excerpt | Refusal] = no_excerpts
    """A path and a subpath to what an embed of them shows, or why it cannot."""

    references: Mapping[str, str] = field(default_factory=dict)
    """The references in a style that the author chose, as HTML by citekey; others are ours."""

    reference_links: frozenset[str] = frozenset(DEFAULT_LINKS)
    """What a reference may lead to."""

    captions: bool = False
    """Whether the words of a picture stand below it."""

    links_as_text: bool = False
    """Whether links into the vault are their text alone."""

    known_references: dict[str, str] = field(default_factory=dict)
    """Those that were written already, by citekey; it only saves writing them again."""


class LookedFor(Struct):
    """What one flashcard after the other looks for, there or not."""

    citekeys: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    """Of files that may be attachments, as `links.file_name` has them."""

    def forget(self) -> None:
        """Begin with the next flashcard."""
        self.citekeys.clear()
        self.names.clear()
