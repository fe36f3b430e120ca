"""The table `[citations]`: what the foot of a card says of a work, and in which style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flashcards.bibliography.work_links import DEFAULT_LINKS, LINKS
from flashcards.config.checks import Check, any_text, switch, texts


@dataclass(frozen=True, slots=True)
class CitationOptions:
    """How works are shown."""

    links: tuple[str, ...] = DEFAULT_LINKS
    """What a reference leads to; out of `LINKS`."""

    style: str = ""
    """A CSL style, by path or name; empty for our own references."""

    style_fallback: bool = False
    """Whether our own references do where the style cannot be used; otherwise the run stops."""


def _links(value: Any) -> tuple[str, ...]:
    """Take a list of what a reference may lead to."""
    names = texts(value)
    if not set(names) <= set(LINKS):
        raise TypeError(f"a list, out of {', '.join(LINKS)}")
    return names


CITATIONS: Mapping[str, Check] = MappingProxyType(
    {"links": _links, "style": any_text, "style_fallback": switch}
)
"""The settings of the table: fields of `CitationOptions`."""
