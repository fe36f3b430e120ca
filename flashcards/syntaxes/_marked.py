"""Clozes that the author did not number, hidden on one card if so set."""

from __future__ import annotations

from msgspec.structs import replace

from flashcards.model import Cloze


def together(clozes: tuple[Cloze, ...]) -> tuple[Cloze, ...]:
    """Put all clozes without a number into the group of the first of them."""
    groups = [cloze.group for cloze in clozes if cloze.number is None]
    return tuple(
        replace(cloze, group=groups[0]) if cloze.number is None else cloze for cloze in clozes
    )
