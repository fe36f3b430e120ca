"""The settings that no other stage has a struct for, with their defaults."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from flashcards.bibliography.work_links import DEFAULT_LINKS


class CitationOptions(Struct, frozen=True):
    """How works are shown: `[citations]`."""

    links: tuple[str, ...] = DEFAULT_LINKS
    """What a reference leads to; out of `LINKS`."""

    style: str = ""
    """A CSL style, by path or name; empty for our own references."""

    style_fallback: bool = False
    """Whether our own references do where the style cannot be used; otherwise the run stops."""


class MediaOptions(Struct, frozen=True):
    """What of the vault's media goes into the package: `[media]`."""

    largest: int = 100
    """In megabytes; a larger file is reported and left out."""

    @property
    def bytes(self) -> int:
        """The same in bytes."""
        return self.largest * 2**20


class CheckOptions(Struct, frozen=True):
    """What `check` makes of its findings: `[check]`."""

    strict: bool = False
    """Whether warnings end it with 1, as errors do."""


class SyncOptions(Struct, frozen=True):
    """How a sync reaches Anki, and what becomes there of what is gone: `[sync]`."""

    address: str = "http://127.0.0.1:8765"
    """Where AnkiConnect listens."""

    key: str = ""
    """AnkiConnect's own `apiKey`; empty if it has none."""

    elsewhere: bool = False
    """Whether the address may be another computer's. Whoever is there learns what Anki is told."""

    removed: Literal["suspend", "delete", "keep"] = "suspend"
    """What happens in Anki to what is gone from the vault."""

    deletions: int = 20
    """How many Anki notes and empty cards one sync may delete without being told so."""

    profile: str = ""
    """Anki's profile; empty for the one that is open, the only one, or the last used."""


class PreviewOptions(Struct, frozen=True):
    """How the preview is shown: `[preview]`."""

    port: int = 0
    """Where `--serve` listens; 0 for one that is free."""

    open: Literal["terminal", "always", "never"] = "terminal"
    """When the browser is opened; `terminal`: if somebody sits at one."""
