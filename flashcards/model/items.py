"""Works, with the names and dates that bibliographies know."""

from __future__ import annotations

from msgspec import Struct

from flashcards.diagnostics import Span
from flashcards.pickled import pickled


@pickled
class Name(Struct, frozen=True, gc=False):
    """A person, or an institution in `literal`."""

    family: str = ""
    given: str = ""
    prefix: str = ""
    """A particle: `van der`."""

    suffix: str = ""
    """`Jr.`, `III`."""

    literal: str = ""


@pickled
class PartialDate(Struct, frozen=True, gc=False):
    """A date as bibliographies know it: a year, perhaps a month and a day, perhaps to another."""

    year: int | None = None
    month: int | None = None
    """1 to 12; 21 to 24 are spring to winter, as in EDTF."""

    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    open_end: bool = False
    circa: bool = False
    literal: str = ""
    """What stands there if it is no date: `in press`."""


@pickled
class Item(Struct, frozen=True, gc=False):
    """One work, with CSL's names for its parts. Texts are inline HTML, already safe."""

    citekey: str
    type: str
    """CSL's: article-journal, book, chapter, ...; `document` if unknown."""

    span: Span
    """Where it is written down."""

    title: str = ""
    title_short: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    editor_role: str = ""
    """What the editors are, if they are none: `director`, `host`, `compiler`."""

    translators: tuple[Name, ...] = ()
    container_authors: tuple[Name, ...] = ()
    """Who wrote the book in which it stands."""

    et_al: bool = False
    """The list of authors ends with `and others`."""

    issued: PartialDate | None = None
    original: PartialDate | None = None
    container: str = ""
    container_short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    event: str = ""
    number: str = ""
    version: str = ""
    genre: str = ""
    medium: str = ""
    status: str = ""
    doi: str = ""
    url: str = ""
    accessed: PartialDate | None = None
    eprint: str = ""
    """An address made from eprint fields, such as `https://arxiv.org/abs/...`."""

    isbn: str = ""
    language: str = ""
    zotero_key: str = ""
