"""An item to its short citation: `Pang et al., 2021, p. 12`."""

from __future__ import annotations

from flashcards.bibliography.locators import locator_text
from flashcards.bibliography.markup import escape
from flashcards.bibliography.people import short_names
from flashcards.bibliography.when import year_in_text
from flashcards.model import Item, Locator


def short_citation(
    item: Item, locator: Locator | None = None, *, suppress_author: bool = False
) -> str:
    """Return a short citation as inline HTML.

    No letter tells two works of one author and year apart: it would change other flashcards.
    """
    parts = (
        "" if suppress_author else _who(item),
        year_in_text(item),
        locator_text(locator) if locator else "",
    )
    return ", ".join(part for part in parts if part)


def _who(item: Item) -> str:
    """Return the authors, else the editors, else the title, else the citekey."""
    if item.authors:
        return short_names(item.authors, et_al=item.et_al)
    if item.editors:
        return short_names(item.editors)
    title = item.title_short or item.title or item.container
    return f"“{title}”" if title else f"@{escape(item.citekey)}"
