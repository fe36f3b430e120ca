"""An item to its full reference, close to the Publication Manual of the APA (7th edition).

A reference is parts in a row: who, when, what, in what, from whom, where on the web.
"""

from __future__ import annotations

from flashcards.bibliography.addresses import doi_link, url_link
from flashcards.bibliography.markup import escape, without_tags
from flashcards.bibliography.people import all_inverted, role_label
from flashcards.bibliography.reference_parts import (
    container_part,
    publisher_part,
    title_part,
)
from flashcards.bibliography.when import date_of, day_of, year_of
from flashcards.model import Item

_DATED = frozenset(
    {"article-magazine", "article-newspaper", "webpage", "post-weblog", "motion_picture", "speech"}
    | {"post", "broadcast", "personal_communication", "interview", "performance"}
)
_ENDS = (".", "?", "!", "…")


def reference(item: Item) -> str:
    """Return a full reference as inline HTML."""
    who, title = _who(item), title_part(item)
    if not (who or title):
        title = f"@{escape(item.citekey)}"
    head = (who, f"({_when(item)})", title) if who else (title, f"({_when(item)})")
    sentences = [_sentence(part) for part in (*head, container_part(item), publisher_part(item))]
    parts = (*sentences, link_of(item), _original(item))
    return " ".join(part for part in parts if part)


def _sentence(part: str) -> str:
    """Return a part of a reference with a full stop, if it has no mark at its end."""
    return f"{part}." if part and not without_tags(part).endswith(_ENDS) else part


def _who(item: Item) -> str:
    if item.authors:
        return all_inverted(item.authors, et_al=item.et_al)
    if not item.editors:
        return ""
    return f"{all_inverted(item.editors)} ({role_label(item)})."


def _when(item: Item) -> str:
    is_talk = item.type == "paper-conference" and item.event and not item.container
    return date_of(item) if is_talk or item.type in _DATED else year_of(item)


def _original(item: Item) -> str:
    return f"(Original work published {day_of(item.original)})" if item.original else ""


def link_of(item: Item) -> str:
    """Return the best address there is: the DOI lasts longest."""
    if item.doi:
        return doi_link(item.doi)
    link = url_link(item.url) or url_link(item.eprint)
    if link and item.accessed and not item.issued:
        return f"Retrieved {day_of(item.accessed)}, from {link}"
    return link
