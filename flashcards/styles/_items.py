"""An item to an entry of CSL-JSON, as pandoc reads it; what it says is what a reference may show.

https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

from flashcards.model import Item, Name, PartialDate

Entry = Mapping[str, Any]

_TEXTS = {
    "title": "title",
    "title-short": "title_short",
    "container-title": "container",
    "container-title-short": "container_short",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "place",
    "event-title": "event",
    "number": "number",
    "version": "version",
    "genre": "genre",
    "medium": "medium",
    "status": "status",
    "ISBN": "isbn",
    "language": "language",
}
_PEOPLE = {"author": "authors", "editor": "editors", "translator": "translators"}
_DATES = {"issued": "issued", "original-date": "original", "accessed": "accessed"}
_SEASONS = range(21, 25)

# A style that sets titles in another case must not do that to a formula.
_FORMULA = re.compile(r"\\\(.*?\\\)", re.DOTALL)


def entry_of(item: Item) -> Entry:
    """Return the entry of an item, without an `id`."""
    entry: dict[str, Any] = {"type": item.type}
    entry |= {name: _text(getattr(item, field)) for name, field in _TEXTS.items()}
    entry |= {name: _names(getattr(item, field)) for name, field in _PEOPLE.items()}
    if item.et_al and entry["author"]:
        entry["author"].append({"literal": "others"})
    entry |= {name: _date(getattr(item, field)) for name, field in _DATES.items()}
    entry |= {"DOI": item.doi, "URL": item.url or item.eprint}
    return MappingProxyType({name: value for name, value in entry.items() if value})


def digest_of(entry: Entry) -> str:
    """Return a short digest of an entry."""
    text = json.dumps(dict(entry), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _text(html: str) -> str:
    """Return inline HTML as CSL has it: tags are tags, but characters are no references."""
    return _FORMULA.sub(lambda match: f'<span class="nocase">{match[0]}</span>', unescape(html))


def _names(names: tuple[Name, ...]) -> list[dict[str, str]]:
    return [_name(name) for name in names]


def _name(name: Name) -> dict[str, str]:
    if name.literal or not name.family:
        return {"literal": _text(name.literal or name.given)}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.prefix,
        "suffix": name.suffix,
    }
    return {part: _text(text) for part, text in parts.items() if text}


def _date(date: PartialDate | None) -> dict[str, Any]:
    if date is None:
        return {}
    if date.literal or date.year is None:
        return {"literal": unescape(date.literal)} if date.literal else {}
    parts = [_parts(date.year, date.month, date.day)]
    if date.end_year is not None:
        parts.append(_parts(date.end_year, date.end_month, date.end_day))
    written: dict[str, Any] = {"date-parts": parts}
    if date.month and date.month in _SEASONS and len(parts) == 1:
        written["season"] = date.month - 20
    return written | ({"circa": True} if date.circa else {})


def _parts(year: int, month: int | None, day: int | None) -> list[int]:
    """Return a date's numbers; CSL counts years before Christ from -1, EDTF from 0."""
    found = [year if year > 0 else year - 1]
    if month and month not in _SEASONS:
        found += [month, *([day] if day else [])]
    return found
