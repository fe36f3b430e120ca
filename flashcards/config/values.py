"""All settings of a vault, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from flashcards.changes import RemovalLimit
from flashcards.config.options import (
    CheckOptions,
    CitationOptions,
    MediaOptions,
    PreviewOptions,
    SyncOptions,
)
from flashcards.obsidian import VaultSettings
from flashcards.syntaxes import NAMES, SyntaxOptions


class Config(Struct, frozen=True):
    """All settings; what is None was not set and has a default that depends on the vault."""

    vault_id: str | None = None
    vault_name: str | None = None
    root_deck: str | None = None
    bibliography: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    obsidian_ignore: bool = True
    """Whether what Obsidian leaves out, and its templates, are left out here."""

    links: str = "obsidian"
    """What links into the vault become: `obsidian` (they open it) or `text`."""

    css: str | None = None
    """A file that ends in `.css`, the user's own for cards: a path in the vault, or a full one."""

    scheduling: bool = True
    """Whether the schedules of obsidian-spaced-repetition come along with new cards."""

    fresh: bool = False
    """Whether flashcards with ids of other tools' Anki notes become new ones without a question."""

    captions: bool = False
    """Whether the words of a picture stand below it; where the vault shows them, they do."""

    citations: CitationOptions = field(default_factory=CitationOptions)
    media: MediaOptions = field(default_factory=MediaOptions)
    export: RemovalLimit = field(default_factory=RemovalLimit)
    """When an export stops rather than take flashcards for removed."""

    check: CheckOptions = field(default_factory=CheckOptions)
    preview: PreviewOptions = field(default_factory=PreviewOptions)
    sync: SyncOptions = field(default_factory=SyncOptions)
    syntaxes: SyntaxOptions = field(default_factory=SyntaxOptions)

    zone: tzinfo | None = UTC
    """Where the learner's days begin and end; None: as on this computer."""

    folder: Path | None = None
    """Where the settings lie, if there are any."""

    obsidian: VaultSettings = field(default_factory=VaultSettings)
    """What the vault says itself."""

    remembered: frozenset[str] = frozenset()
    """The syntaxes of plugins that are read because an earlier export read them."""

    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What the user sets, as written, by key: `root_deck`, `syntaxes.osr.enabled`."""

    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where each of those is set: `flashcards.toml`, `FLASHCARDS_ROOT_DECK`, `--deck`."""

    @property
    def decided(self) -> frozenset[str]:
        """The syntaxes that the user switches on or off."""
        return frozenset(name for name in NAMES if f"syntaxes.{name}.enabled" in self.given)
