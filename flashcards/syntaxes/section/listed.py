"""A list item that asks, `- What is osmosis?`, with the answer indented below it."""

from __future__ import annotations

from flashcards.inline import split_tags
from flashcards.syntaxes.section.draft import Draft, Scene, two_sided
from flashcards.syntaxes.section.elements import Element

DIALECT = "list"


def read_item(element: Element, scene: Scene) -> Draft | None:
    """Make the flashcard of an item that ends its first line with `?` and goes on below.

    It counts only if nothing in the item is a flashcard itself.
    """
    head, _, below = element.body.partition("\n")
    asks = split_tags(head)[0].rstrip(" *_").endswith(("?", "？"))
    if not asks or not below.strip():
        return None
    return two_sided(DIALECT, (element,), scene, head, below)
