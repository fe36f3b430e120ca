"""An `Entry` of a .bib file to an `Item`: CSL's names, inline HTML, names and dates as values.

`doi`, `url` and `eprint` are addresses and stay plain text; only web addresses get through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flashcards.bibliography.addresses import eprint_address, read_doi, read_url
from flashcards.bibliography.dates import parse_date, parse_year
from flashcards.bibliography.entries import Entry
from flashcards.bibliography.latex import latex_to_html
from flashcards.bibliography.names import parse_names
from flashcards.bibliography.types import CSL_TYPES, GENRES, STATUSES, SUBTYPES
from flashcards.model import Item, Name, PartialDate

Fields = Mapping[str, str]

_PARTS = frozenset({"chapter", "entry-encyclopedia", "paper-conference"})
_PERIODICAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "periodical"})
_PAGE_RANGE = re.compile(r"(?<=\w)\s*[-–—]+\s*(?=\w)")
_PAGES_LABEL = re.compile(r"^pp?\.\s*")
_EDITION = re.compile(r"\b(?:ed(?:ition|n)?|aufl(?:age)?)\.?$", re.IGNORECASE)
_ORDINALS: tuple[str, ...] = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_ENDS_SENTENCE = (".", "?", "!", ":", "…")


def item_of(entry: Entry) -> Item:
    """Return the item that an entry describes."""
    fields = entry.fields
    csl_type = _type_of(entry)
    authors, et_al = _names(fields, "author", "holder")
    return Item(
        citekey=entry.citekey,
        type=csl_type,
        span=entry.span,
        title=_title(fields, csl_type),
        title_short=_text(fields, "shorttitle"),
        authors=authors,
        editors=_names(fields, "editor")[0],
        editor_role=_editor_role(fields),
        translators=_names(fields, "translator")[0],
        container_authors=_names(fields, "bookauthor")[0],
        et_al=et_al,
        issued=_issued(fields),
        original=parse_date(fields.get("origdate") or fields.get("origyear", "")),
        container=_container(fields, csl_type),
        container_short=_text(fields, "shortjournal", "journalabbr"),
        volume=_text(fields, "volume"),
        issue=_text(fields, "number", "issue") if csl_type in _PERIODICAL else "",
        pages=_pages(fields),
        edition=edition_text(_text(fields, "edition")),
        publisher=_publisher(fields, csl_type),
        place=_text(fields, "location", "address"),
        event=_text(fields, "eventtitle"),
        number=_number(fields, csl_type),
        version=_text(fields, "version"),
        genre=_genre(entry),
        medium=_text(fields, "medium"),
        status=_status(fields),
        doi=read_doi(fields.get("doi", "")),
        url=_url(fields),
        accessed=parse_date(fields.get("urldate", "")),
        eprint=_eprint(fields),
        isbn=_text(fields, "isbn"),
        language=_text(fields, "langid", "language"),
        zotero_key=_text(fields, "zotero-key", "zoterokey"),
    )


def pages_text(pages: str) -> str:
    """Return pages with an en dash in every range; the argument is HTML already."""
    return _PAGE_RANGE.sub("–", _PAGES_LABEL.sub("", pages))


def edition_text(text: str) -> str:
    """Return `2nd` for `2` and `Second`; any other text as it is, without `edition`."""
    text = _EDITION.sub("", text).strip()
    text = text[:-1] if text[:-1].isdecimal() and text.endswith(".") else text  # 2. Auflage
    if text.lower() in _ORDINALS[1:]:
        text = str(_ORDINALS.index(text.lower()))
    return text + _ordinal_ending(int(text)) if text.isdecimal() and len(text) < 5 else text


def joined(title: str, subtitle: str) -> str:
    """Return a title with its subtitle, `Title: Subtitle`."""
    if not (title and subtitle):
        return title or subtitle
    return f"{title} {subtitle}" if title.endswith(_ENDS_SENTENCE) else f"{title}: {subtitle}"


def _text(fields: Fields, *names: str) -> str:
    """Return the first of some fields that says something, as HTML."""
    return next((html for name in names if (html := latex_to_html(fields.get(name, "")))), "")


def _names(fields: Fields, *fields_in_turn: str) -> tuple[tuple[Name, ...], bool]:
    for name in fields_in_turn:
        if fields.get(name, "").strip():
            return parse_names(fields[name])
    return (), False


def _editor_role(fields: Fields) -> str:
    role = _text(fields, "editortype").lower()
    return "" if role == "editor" else role


def _type_of(entry: Entry) -> str:
    csl_type = CSL_TYPES.get(entry.type, "document")
    if csl_type == "article-journal":
        csl_type = SUBTYPES.get(entry.fields.get("entrysubtype", "").lower(), csl_type)
    if csl_type == "document" and _eprint(entry.fields):
        return "article"
    return csl_type


def _title(fields: Fields, csl_type: str) -> str:
    title = joined(_text(fields, "title"), _text(fields, "subtitle"))
    main = joined(_text(fields, "maintitle"), _text(fields, "mainsubtitle"))
    if csl_type != "book" or not main:
        return title or _text(fields, "issuetitle", "eventtitle")
    volume = _text(fields, "volume")
    return joined(main, f"Vol. {volume}. {title}" if volume else title)


def _container(fields: Fields, csl_type: str) -> str:
    if csl_type in _PARTS:
        book = joined(_text(fields, "booktitle"), _text(fields, "booksubtitle"))
        main = joined(_text(fields, "maintitle"), _text(fields, "mainsubtitle"))
        return joined(main, book) or _text(fields, "journaltitle", "journal", "series")
    journal = joined(_text(fields, "journaltitle", "journal"), _text(fields, "journalsubtitle"))
    if csl_type in {"webpage", "post-weblog"}:
        return journal or _text(fields, "organization", "website", "titleaddon")
    return journal


def _publisher(fields: Fields, csl_type: str) -> str:
    if csl_type in {"thesis", "report", "manuscript"}:
        return _text(fields, "institution", "school", "publisher", "organization")
    found = _text(fields, "publisher", "institution", "school", "organization")
    howpublished = fields.get("howpublished", "")
    return found or ("" if _address_in(howpublished) else latex_to_html(howpublished))


def _number(fields: Fields, csl_type: str) -> str:
    return _text(fields, "eid") if csl_type in _PERIODICAL else _text(fields, "number")


def _pages(fields: Fields) -> str:
    return pages_text(_text(fields, "pages"))


def _ordinal_ending(number: int) -> str:
    if 10 < number % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _genre(entry: Entry) -> str:
    text = _text(entry.fields, "type")
    if text or entry.type not in {
        "phdthesis",
        "mastersthesis",
        "bathesis",
        "bachelorthesis",
        "podcast",
    }:
        return GENRES.get(text.lower(), text)
    return GENRES[entry.type]


def _status(fields: Fields) -> str:
    text = _text(fields, "pubstate")
    return STATUSES.get(text.lower(), text)


def _issued(fields: Fields) -> PartialDate | None:
    date = parse_date(fields.get("date", ""))
    return date or parse_year(
        fields.get("year", ""), fields.get("month", ""), fields.get("day", "")
    )


def _url(fields: Fields) -> str:
    return read_url(fields.get("url", "")) or _address_in(fields.get("howpublished", ""))


def _address_in(text: str) -> str:
    r"""Return the address that `howpublished = {\url{...}}` consists of."""
    return read_url(text) if text.strip().startswith(("\\url", "http", "www.")) else ""


def _eprint(fields: Fields) -> str:
    archive = fields.get("eprinttype") or fields.get("archiveprefix", "")
    return eprint_address(latex_to_html(archive), fields.get("eprint", ""))
