"""What a literature note says of its work to an `Item`, for works that no library has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from flashcards.bibliography.addresses import read_doi, read_url
from flashcards.bibliography.dates import parse_date
from flashcards.bibliography.inline_fields import ZOTERO_LINK
from flashcards.bibliography.markup import escape
from flashcards.diagnostics import Span
from flashcards.model import Item, Name, PartialDate
from flashcards.wikilinks import parse_wikilink

_WIKILINK = re.compile(r"\[\[[^\[\]\n]*+\]\]")
_SEPARATOR = re.compile(r"; ?| (?:and|&) ")
_MARKDOWN_LINK = re.compile(r"\]\((?P<address>[^()\s]+)\)")
_MOST = 100  # authors

_OF_WORKS = frozenset({"doi", "zoterokey", "itemkey", "isbn", "zoterolink"})
"""What only a vault note about a work has."""


def item_from_properties(
    citekey: str,
    properties: Mapping[str, object],
    span: Span,
    described: Mapping[str, str] = MappingProxyType({}),
    names: Sequence[str] = (),
) -> Item | None:
    """Return the item that a literature note describes; None without a title and an author.

    `described` is what its text says (see `inline_fields`), which its properties go before;
    `names` are its heading and aliases, one of which is the title if nothing else is.
    """
    values: dict[str, object] = {_key(name): value for name, value in described.items()}
    values |= {_key(name): value for name, value in properties.items() if _says(value)}
    authors = tuple(_author(name) for name in _people(values))
    issued = _issued(values)
    title = _text(values, "title", "papertitle")
    if not title and (authors or issued or values.keys() & _OF_WORKS):
        title = next((escape(name) for name in names if _is_title(name, citekey)), "")
    if not (title or authors):
        return None
    container = _text(values, "journal", "container", "containertitle", "publication", "booktitle")
    return Item(
        citekey=citekey,
        type=_type(values, container),
        span=span,
        title=title,
        authors=authors,
        issued=issued,
        container=container,
        volume=_text(values, "volume"),
        issue=_text(values, "issue", "number"),
        pages=_text(values, "pages").replace("--", "–").replace("-", "–"),
        publisher=_text(values, "publisher"),
        doi=read_doi(_address(values, "doi")),
        url=read_url(_address(values, "url", "link", "source")),
        zotero_key=_text(values, "zoterokey", "itemkey", _key(ZOTERO_LINK)),
    )


def _says(value: object) -> bool:
    return next(_strings(value), None) is not None


def _is_title(name: str, citekey: str) -> bool:
    """Whether a heading or an alias is more than the citekey again."""
    plain = name.strip().removeprefix("@").strip()
    return bool(plain) and plain.casefold() != citekey.casefold() and not name.startswith("@")


def _address(values: Mapping[str, object], *names: str) -> str:
    """Return the first value, without the link or the brackets around an address."""
    text = _plain(values, *names)
    link = _MARKDOWN_LINK.search(text)
    return link["address"] if link else text


def _key(name: object) -> str:
    """Return a property's name as people mean it: `First Author` and `firstAuthor` are one."""
    return re.sub(r"[\s_$-]", "", str(name)).lower()


def _strings(value: object, depth: int = 3) -> Iterator[str]:
    """Yield what a property says, one by one if it is a list; links as they are shown.

    `[[Name]]` without quotes is a list in a list for YAML.
    """
    if isinstance(value, (list, tuple)) and depth:
        for part in value[:_MOST]:
            yield from _strings(part, depth - 1)
    elif _says_something(value) and (text := " ".join(_WIKILINK.sub(_shown, str(value)).split())):
        yield text


def _says_something(value: object) -> bool:
    year = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000
    return year or isinstance(value, (str, date, float))


def _shown(match: re.Match[str]) -> str:
    link = parse_wikilink(match[0])
    return (link.label or link.name).strip() if link else match[0]


def _plain(values: Mapping[str, object], *names: str) -> str:
    return next((text for name in names for text in _strings(values.get(name))), "")


def _text(values: Mapping[str, object], *names: str) -> str:
    return escape(_plain(values, *names))


def _people(values: Mapping[str, object]) -> list[str]:
    for name in ("authors", "author", "firstauthor", "creators", "creator"):
        texts = list(_strings(values.get(name)))
        people = [person for text in texts for person in _split(text) if person.strip(" ,@")]
        if people:
            return people[:_MOST]
    return []


def _split(text: str) -> list[str]:
    """Split a list of people in one string; `Berg, Jan` is one, `Jan Berg, Ann Roe` are two."""
    people = _SEPARATOR.split(text, _MOST)
    if len(people) == 1 and all(" " in part.strip() for part in text.split(",", _MOST)):
        return text.split(",", _MOST)
    return people


def _author(person: str) -> Name:
    """Return `Berg, Jan` or `Jan van der Berg` as a name."""
    person = person.strip(" ,@")
    family, comma, given = (part.strip() for part in person.partition(","))
    if comma:
        return Name(family=escape(family), given=escape(given))
    words = person.split(" ")
    lower = [at for at, word in enumerate(words) if 0 < at < len(words) - 1 and word[:1].islower()]
    start = lower[0] if lower else len(words) - 1
    end = lower[-1] + 1 if lower else start
    given, prefix, family = (
        " ".join(part) for part in (words[:start], words[start:end], words[end:])
    )
    return Name(family=escape(family), given=escape(given), prefix=escape(prefix))


def _issued(values: Mapping[str, object]) -> PartialDate | None:
    return next(
        (
            issued
            for name in ("date", "year", "published", "issued")
            if (text := _plain(values, name)) and (issued := parse_date(text))
        ),
        None,
    )


def _type(values: Mapping[str, object], container: str) -> str:
    if container:
        return "article-journal"
    return "book" if _plain(values, "publisher") else "document"
