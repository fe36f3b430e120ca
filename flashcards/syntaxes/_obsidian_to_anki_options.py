"""What the settings of Obsidian_to_Anki say about its flashcards."""

from __future__ import annotations

from msgspec import Struct


class Style(Struct, frozen=True):
    """A user's own way to write flashcards."""

    notetype: str
    pattern: str
    """A regular expression in JavaScript's notation, as in the settings; its groups are fields."""


class FolderRule(Struct, frozen=True):
    """What holds for the vault notes of a folder."""

    folder: str
    deck: str = ""
    tags: tuple[str, ...] = ()


class ObsidianToAnkiOptions(Struct, frozen=True):
    """The plugin's defaults; a vault's own settings and flashcards.toml replace them."""

    styles: tuple[Style, ...] = ()
    """In the order in which they are tried."""

    notetypes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The user's notetypes, each with its fields in order."""

    curly_clozes: bool = False
    """Whether `{x}` is a cloze in notetypes for clozes."""

    highlights: bool = False
    """Whether `==x==` is, too."""

    folders: tuple[FolderRule, ...] = ()
    scan_folders: tuple[str, ...] = ()
    """Where the plugin looks; everywhere if empty."""

    ignored: tuple[str, ...] = ()
    """Globs of vault notes in which it looks for nothing."""

    begin: str = "START"
    end: str = "END"
    begin_inline: str = "STARTI"
    end_inline: str = "ENDI"
    target_deck: str = "TARGET DECK"
    file_tags: str = "FILE TAGS"
    frozen: str = "FROZEN"
    delete: str = "DELETE"
    """The plugin's words, which its settings can replace."""
