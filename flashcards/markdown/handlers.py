"""What Markdown alone cannot know - where links lead, which picture is meant - is asked here."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Protocol

from flashcards.citations import CitationGroup
from flashcards.wikilinks import Wikilink

_KEY = "handlers"


class Handlers(Protocol):
    """Whoever renders Markdown says what these become; each returns HTML, texts escaped."""

    def wikilink(self, link: Wikilink) -> str:
        """Return a link to a vault note or file."""

    def embed(self, link: Wikilink) -> str:
        """Return what `![[target]]` shows."""

    def image(self, src: str, alt: str) -> str:
        """Return what `![alt](src)` shows; `src` is percent-encoded, `alt` as written."""

    def link(self, href: str) -> str | None:
        """Return the address of a Markdown link; empty to show its text alone, None if unknown."""

    def citation(self, group: CitationGroup) -> str | None:
        """Return a citation in the text; None if a bare one is none and stays as it is."""

    def has_footnote(self, name: str) -> bool:
        """Whether `[^name]` is a footnote; a number always is."""


def environment(handlers: Handlers) -> dict[str, Any]:
    """Return what markdown-it hands to each rule."""
    return {_KEY: handlers}


def handlers_of(env: MutableMapping[str, Any]) -> Handlers:
    """Return the handlers that were put into the environment."""
    handlers: Handlers = env[_KEY]
    return handlers
