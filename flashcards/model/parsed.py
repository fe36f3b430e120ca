"""All that is found in one vault note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from flashcards.diagnostics import Diagnostic
from flashcards.model.flashcards import Flashcard, Silent
from flashcards.model.vault import NO_OUTLINE, Footnote, Outline
from flashcards.pickled import pickled

_NONE: Mapping[str, Any] = {}
"""What most vault notes have, and all of them share."""


@pickled
class UnclaimedMarks(Struct, frozen=True, gc=False):
    """Ids or schedules of a plugin that belong to no flashcard found in a vault note."""

    syntax: str
    """The name of the syntax that would read them."""

    kind: str
    """`schedule` or `id`."""

    count: int
    line: int
    """Where the first of such marks stands."""


@pickled
class ParsedVaultNote(Struct, frozen=True, gc=False):
    """All that one vault note says; depends on its text alone."""

    path: str
    title: str
    aliases: tuple[str, ...]
    citekey: str | None
    properties: Mapping[str, object]
    tags: tuple[str, ...]
    """From the properties `tags` and `tag`, without `#`."""

    inline_tags: tuple[str, ...]
    """From its text, without `#`; here they name decks only."""

    deck: str | None
    """The deck the vault note names for its flashcards, `::` between levels; absolute."""

    flashcards: tuple[Flashcard, ...]
    silent: tuple[Silent, ...]
    diagnostics: tuple[Diagnostic, ...]
    unclaimed: tuple[UnclaimedMarks, ...] = ()
    """Marks of plugins whose syntax is off."""

    outline: Outline = NO_OUTLINE
    """What links into it may name."""

    footnotes: Mapping[str, Footnote] = field(default_factory=lambda: _NONE)
    """What its footnotes say, by name in lower case."""

    described: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """What a literature note says of its work in its text: `year:: 2021`, a link into Zotero."""
