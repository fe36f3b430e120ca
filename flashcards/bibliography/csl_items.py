"""An entry of a CSL-JSON file to an item: the names are the same, the values are tidied.

Zotero writes numbers as texts, dates in several shapes, and marks titles with HTML.
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flashcards.bibliography.addresses import eprint_address, read_doi, read_url
from flashcards.bibliography.csl_dates import date_of
from flashcards.bibliography.csl_index import citekey_of
from flashcards.bibliography.dates import parse_date
from flashcards.bibliography.items import edition_text, pages_text
from flashcards.bibliography.markup import escape, readable, restore_tags
from flashcards.bibliography.types import GENRES
from flashcards.diagnostics import Span
from flashcards.model import Item, Name, PartialDate

_MOST = 5000
"""Names; the longest lists of authors in physics have 5,154."""

_SPAN = re.compile(r"</?span\b[^<>]*>|</?sc>", re.IGNORECASE)
_ZOTERO = re.compile(r"zotero\.org/.*/items/(?P<key>[A-Z0-9]{8})\b")
_NOTE_LINE = re.compile(r"^(?P<name>[A-Za-z][A-Za-z -]*):[ \t]*(?P<value>.+)$", re.MULTILINE)
_ARXIV = re.compile(r"arxiv:\s*(?P<id>\S+)", re.IGNORECASE)

_OTHERS = frozenset({"others", "et al", "et al."})
_RESPONSIBLE = {
    "director": "director",
    "host": "host",
    "executive-producer": "executive producer",
    "producer": "producer",
    "compiler": "compiler",
    "curator": "curator",
    "collection-editor": "",
}

Values = Mapping[str, Any]


def item_of_csl(entry: Values, span: Span) -> Item:
    """Return the item that an entry describes; `span` is where it stands."""
    note = _note(entry)
    authors, et_al = _authors(entry)
    editors, editor_role = _editors(entry)
    return Item(
        citekey=citekey_of(entry),
        type=_plain(entry, "type") or "document",
        span=span,
        title=_text(entry, "title"),
        title_short=_text(entry, "title-short", "shortTitle"),
        authors=authors,
        et_al=et_al,
        editors=editors,
        editor_role=editor_role,
        translators=tuple(_names(entry, "translator")),
        container_authors=tuple(_names(entry, "container-author")),
        issued=date_of(entry.get("issued")) or parse_date(note.get("issued", "")),
        original=_original(entry, note),
        container=_text(entry, "container-title"),
        container_short=_text(entry, "container-title-short", "journalAbbreviation"),
        volume=_text(entry, "volume"),
        issue=_text(entry, "issue"),
        pages=pages_text(_text(entry, "page", "page-first")),
        edition=edition_text(_text(entry, "edition")),
        publisher=_text(entry, "publisher"),
        place=_text(entry, "publisher-place", "event-place"),
        event=_text(entry, "event-title", "event"),
        number=_text(entry, "number"),
        version=_text(entry, "version"),
        genre=_genre(entry),
        medium=_text(entry, "medium"),
        status=_text(entry, "status"),
        doi=read_doi(_plain(entry, "DOI") or note.get("doi", "")),
        url=read_url(_plain(entry, "URL")),
        accessed=date_of(entry.get("accessed")),
        eprint=_eprint(entry),
        isbn=_text(entry, "ISBN"),
        language=_text(entry, "language"),
        zotero_key=_zotero_key(entry),
    )


def _plain(entry: Values, *names: str) -> str:
    """Return the first of some values that is a text or a number."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = readable(str(value))
            if text:
                return text
    return ""


def _text(entry: Values, *names: str) -> str:
    """Return a value as HTML: `<i>`, `<b>`, `<sub>` and `<sup>` stay, all else is shown as text."""
    text = _SPAN.sub("", _plain(entry, *names)).replace("&amp;", "&")  # Crossref escapes it
    return restore_tags(escape(text))


def _authors(entry: Values) -> tuple[tuple[Name, ...], bool]:
    """Return who made the work, whatever that is called, and whether there are others."""
    roles = (tuple(_names(entry, role)) for role in ("author", "performer", "composer"))
    names = next((each for each in roles if each), ())
    others = bool(names) and (names[-1].literal or names[-1].family).lower() in _OTHERS
    return names[:-1] if others else names, others


def _editors(entry: Values) -> tuple[tuple[Name, ...], str]:
    """Return the editors, else who else is responsible, and what they are."""
    for role in ("editor", *_RESPONSIBLE):
        if names := tuple(_names(entry, role)):
            return names, _RESPONSIBLE.get(role, "")
    return (), ""


def _genre(entry: Values) -> str:
    genre = _text(entry, "genre")
    return GENRES.get(genre.lower(), genre)


def _names(entry: Values, role: str) -> Iterator[Name]:
    people = entry.get(role)
    for person in people[:_MOST] if isinstance(people, list) else ():
        if not isinstance(person, dict):
            continue
        given, dropped = _text(person, "given"), _text(person, "dropping-particle")
        name = Name(
            family=_text(person, "family"),
            given=f"{given} {dropped}".strip(),
            prefix=_text(person, "non-dropping-particle"),
            suffix=_text(person, "suffix"),
            literal=_text(person, "literal"),
        )
        if name != Name():
            yield name


def _note(entry: Values) -> dict[str, str]:
    """Return the lines `name: value` of a note, where Zotero's users keep what has no field."""
    note = entry.get("note")
    lines = _NOTE_LINE.finditer(note) if isinstance(note, str) else ()
    return {line["name"].strip().lower().replace(" ", "-"): line["value"].strip() for line in lines}


def _original(entry: Values, note: Mapping[str, str]) -> PartialDate | None:
    return date_of(entry.get("original-date")) or parse_date(note.get("original-date", ""))


def _eprint(entry: Values) -> str:
    """Return the address of a preprint, which Zotero numbers `arXiv:2101.00001`."""
    found = _ARXIV.match(_plain(entry, "number", "archive_location"))
    return eprint_address("arxiv", found["id"]) if found else ""


def _zotero_key(entry: Values) -> str:
    found = _ZOTERO.search(str(entry.get("id", "")))
    return found["key"] if found else ""
