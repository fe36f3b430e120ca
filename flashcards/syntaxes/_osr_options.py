"""What obsidian-spaced-repetition's own settings say about its flashcards."""

from __future__ import annotations

from msgspec import Struct


class OsrOptions(Struct, frozen=True):
    """The plugin's defaults; a vault's own settings and flashcards.toml replace them."""

    tags: tuple[str, ...] = ("flashcards",)
    """The tags that say "flashcards are here", without `#`; what follows `/` is their deck."""

    folders_as_decks: bool = False
    """Whether every vault note holds flashcards, in a deck named by its folders."""

    ignored: tuple[str, ...] = ()
    """Globs of vault notes in which the plugin looks for nothing."""

    separator: str = "::"
    reversed_separator: str = ":::"
    marker: str = "?"
    reversed_marker: str = "??"
    """Lines of their own between a question and its answer."""

    end_marker: str = ""
    """A line that ends an answer, which may then hold blank lines; empty: a blank line does."""

    cloze_patterns: tuple[str, ...] = ("==[123;;]answer[;;hint]==",)
    """In the plugin's own notation."""

    @property
    def separators(self) -> tuple[str, ...]:
        """Both separators, as far as there are any."""
        return tuple(filter(None, (self.separator, self.reversed_separator)))
