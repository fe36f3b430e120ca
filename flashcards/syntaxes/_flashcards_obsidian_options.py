"""What the settings of flashcards-obsidian say about its flashcards."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class FlashcardsObsidianOptions(Struct, frozen=True):
    """The plugin's defaults; a vault's own settings and flashcards.toml replace them."""

    version: Literal[1, 2] = 1
    """By whose rules forms are read that both versions know."""

    tag: str = "card"
    """The word of `#card`, `#card-reverse`, `#card-spaced`."""

    separator: str = "::"
    reversed_separator: str = ":::"

    highlights: bool = True
    """Whether `==x==` is a cloze."""

    fields: tuple[str, ...] = ()
    """Names of Dataview's fields: a line `up:: [[x]]` is no flashcard if `up` is one of them."""

    @property
    def separators(self) -> tuple[str, ...]:
        """Both separators, as far as there are any."""
        return tuple(filter(None, (self.separator, self.reversed_separator)))
