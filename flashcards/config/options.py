"""The settings that no other stage has a dataclass for, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flashcards.bibliography.work_links import DEFAULT_LINKS


@dataclass(frozen=True, slots=True)
class CitationOptions:
    """How works are shown: `[citations]`."""

    links: tuple[str, ...] = DEFAULT_LINKS
    """What a reference leads to; out of `LINKS`."""

    style: str = ""
    """A CSL style, by path or name; empty for our own references."""

    style_fallback: bool = False
    """Whether our own references do where the style cannot be used; otherwise the run stops."""


@dataclass(frozen=True, slots=True)
class MediaOptions:
    """What of the vault's media goes into the package: `[media]`."""

    largest: int = 100
    """In megabytes; a larger file is reported and left out."""

    @property
    def bytes(self) -> int:
        """The same in bytes."""
        return self.largest * 2**20


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What `check` makes of its findings: `[check]`."""

    strict: bool = False
    """Whether warnings end it with 1, as errors do."""


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """How the preview is shown: `[preview]`."""

    port: int = 0
    """Where `--serve` listens; 0 for one that is free."""

    open: Literal["terminal", "always", "never"] = "terminal"
    """When the browser is opened; `terminal`: if somebody sits at one."""
