"""A notetype's template and an Anki note's fields in, a card's two sides out: as Anki fills them.

Only what our templates use is known: `{{Field}}`, `{{cloze:Field}}`, `{{FrontSide}}`, and the
sections `{{#Field}}` and `{{^Field}}`. Anything else is a mistake of ours and is raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from flashcards.model import AnkiNote, Kind
from flashcards.notetypes import Notetype, TemplateSpec
from flashcards.preview.clozes import reveal

_TOKEN = re.compile(r"\{\{(?P<sign>[#^/]?)(?P<name>[^{}]+)\}\}")

# What Anki takes for an empty field in a section.
_NOTHING = re.compile(r"(?>(?:\s|</?(?:br|div) ?/?>)*)", re.IGNORECASE)


class Card(Struct, frozen=True):
    """One card: both sides as HTML, without the CSS."""

    ordinal: int
    name: str
    """Of its template; of a cloze, with its number: `Cloze 2`."""

    front: str
    back: str


def cards_of(note: AnkiNote, notetype: Notetype) -> tuple[Card, ...]:
    """Return the cards of an Anki note, in their order."""
    return tuple(_card(note, notetype, ordinal) for ordinal in note.ords)


def _card(note: AnkiNote, notetype: Notetype, ordinal: int) -> Card:
    is_cloze = notetype.kind is Kind.CLOZE
    template = notetype.templates[0 if is_cloze else ordinal]
    name = f"{template.name} {ordinal + 1}" if is_cloze else template.name
    fields = {**note.fields, **_special(note, notetype, template)}
    front = _fill(template.front, fields, ordinal, question=True)
    # What the front shows is the same on the back, whatever the number of the card.
    back = _fill(template.back, {**fields, "FrontSide": front}, ordinal, question=False)
    return Card(ordinal, name, front, back)


def _special(note: AnkiNote, notetype: Notetype, template: TemplateSpec) -> dict[str, str]:
    """Return the fields that every Anki note has without having them."""
    return {
        "Tags": " ".join(note.tags),
        "Deck": note.deck,
        "Subdeck": note.deck.rsplit("::", 1)[-1],
        "Type": notetype.name,
        "Card": template.name,
    }


def _fill(template: str, fields: Mapping[str, str], ordinal: int, *, question: bool) -> str:
    filled: list[str] = []
    at = 0
    shown = [True]
    """Whether the sections are shown that are open here, outermost first."""
    for token in _TOKEN.finditer(template):
        if shown[-1]:
            filled.append(template[at : token.start()])
        at = token.end()
        sign, name = token["sign"], token["name"].strip()
        if sign == "/":
            shown.pop()
        elif sign:
            shown.append(shown[-1] and _is_empty(fields[name]) == (sign == "^"))
        elif shown[-1]:
            filled.append(_value(name, fields, ordinal, question=question))
    return "".join((*filled, template[at:]))


def _value(name: str, fields: Mapping[str, str], ordinal: int, *, question: bool) -> str:
    *filters, field = name.split(":")
    html = fields[field]
    if filters == ["cloze"]:
        return reveal(html, ordinal + 1, question=question)
    if filters:
        raise ValueError(f"a template of ours has an unknown filter: {name}")
    return html


def _is_empty(html: str) -> bool:
    return _NOTHING.fullmatch(html) is not None
