"""What a vault's `.obsidian` folder says that matters to flashcards, as plain values."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from flashcards.diagnostics import Diagnostic
from flashcards.syntaxes import SyntaxOptions

FOLDER = ".obsidian"
"""Obsidian's own folder at the top of a vault."""


class Setting(Struct, frozen=True):
    """One setting of Obsidian or of a plugin that is used here."""

    file: str
    """Relative to the vault."""

    key: str
    """As it stands in the file; `/` goes into a table."""

    value: Any
    """As written."""

    meaning: str
    """What it does here, in a few words."""

    override: str = ""
    """The key of flashcards.toml that says otherwise, or empty."""


class NamedLibrary(Struct, frozen=True):
    """A bibliography that a citation plugin names."""

    path: str
    """As written: a full path, or one that counts from the vault."""

    file: str
    """Where it is named, relative to the vault."""

    line: int = 1


class VaultSettings(Struct, frozen=True):
    """Everything read from `.obsidian`; the defaults are those of a vault without it."""

    syntaxes: SyntaxOptions = field(default_factory=SyntaxOptions)
    """The defaults, and what the plugins in use say."""

    in_use: frozenset[str] = frozenset()
    """The community plugins that are switched on, by id."""

    switched_off: frozenset[str] = frozenset()
    """Those of the plugins known here that are installed and switched off."""

    ignore_filters: tuple[str, ...] = ()
    """Obsidian's "excluded files": beginnings of paths, or patterns between slashes."""

    template_folders: tuple[str, ...] = ()
    libraries: tuple[NamedLibrary, ...] = ()
    strict_line_breaks: bool = False
    attachment_folder: str = ""
    broken: frozenset[str] = frozenset()
    """Files that could not be read: what they would have found is not gone."""

    settings: tuple[Setting, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
