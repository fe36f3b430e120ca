"""The middle of a reference: what the work is, what it is part of, and who published it."""

from __future__ import annotations

from flashcards.bibliography.addresses import ARCHIVE_NAMES
from flashcards.bibliography.people import all_in_order, all_inverted, role_label
from flashcards.model import Item

_IN_PERIODICAL = frozenset({"article-journal", "article-magazine", "article-newspaper"}) | {
    *("review", "review-book", "post-weblog")
}
_IN_BOOK = frozenset({"chapter", "entry", "entry-encyclopedia", "entry-dictionary"}) | {
    "paper-conference"
}
_IN_SERIES = {"broadcast": "In", "song": "On"}
_PARTS = _IN_PERIODICAL | _IN_BOOK | _IN_SERIES.keys()
_WITHOUT_PUBLISHER = (_IN_PERIODICAL - {"post-weblog"}) | {"periodical"}
_SITES = frozenset({"webpage", "post"})
_MEDIA = {
    "dataset": "Data set",
    "software": "Computer software",
    "motion_picture": "Film",
    "broadcast": "Broadcast",
    "song": "Audio",
    "graphic": "Image",
    "map": "Map",
    "manuscript": "Unpublished manuscript",
    "personal_communication": "Letter",
    "interview": "Interview",
    "speech": "Conference presentation",
}
_SHOWING_GENRE = _MEDIA.keys() | {"post"}
_UPRIGHT = ('<span style="font-style: normal">', "</span>")


def italic(html: str) -> str:
    """Return HTML in italics; what was in italics already is upright in it."""
    if not html:
        return ""
    return f"<i>{html.replace('<i>', _UPRIGHT[0]).replace('</i>', _UPRIGHT[1])}</i>"


def title_part(item: Item) -> str:
    """Return the title with what belongs in brackets behind it."""
    title = item.title if _is_part(item) else italic(item.title)
    details = _in_parentheses(_translators(item) if _is_part(item) else _details(item))
    if item.type == "broadcast" and _is_part(item) and item.number:
        details = f"(No. {item.number})"
    medium = _medium(item)
    return " ".join(part for part in (title, details, f"[{medium}]" if medium else "") if part)


def container_part(item: Item) -> str:
    """Return the journal with volume, issue and pages, or the book with editors and pages."""
    if item.type in _IN_PERIODICAL or item.type == "periodical":
        return _periodical(item)
    if item.type in _IN_BOOK and item.container:
        return _book(item)
    if item.type in {"paper-conference", "speech"} and item.event:
        return ", ".join(part for part in (item.event, item.place) if part)
    if item.container and item.type in _IN_SERIES:
        return f"{_IN_SERIES[item.type]} {italic(item.container)}"
    if item.container and item.type not in _SITES:
        return italic(item.container)
    return ""


def publisher_part(item: Item) -> str:
    """Return the publisher, site or archive, unless it is the author anyway."""
    if item.type in _WITHOUT_PUBLISHER or (item.type == "post-weblog" and item.container):
        return ""
    if item.type == "thesis" and _is_online(item):
        return ""  # the university stands in brackets
    publisher = item.publisher
    if item.type in _SITES:
        publisher = item.container or publisher
    if item.type == "article" and not publisher:
        publisher = next((name for key, name in ARCHIVE_NAMES.items() if key in item.eprint), "")
    return "" if publisher == all_inverted(item.authors) else publisher


def _is_part(item: Item) -> bool:
    """Whether it appeared in something larger, whose title is in italics instead of its own."""
    return bool(item.container) and item.type in _PARTS


def _in_parentheses(details: str) -> str:
    return f"({details})" if details else ""


def _details(item: Item) -> str:
    """Return translators, edition, volume and number of a whole work."""
    people = []
    if item.authors and item.editors:
        people.append(f"{all_in_order(item.editors)}, {role_label(item)}")
    people.append(_translators(item))
    numbers = (_edition(item), _volume(item), _numbered(item), _version(item))
    return "; ".join(part for part in (*people, ", ".join(n for n in numbers if n)) if part)


def _translators(item: Item) -> str:
    return f"{all_in_order(item.translators)}, Trans." if item.translators else ""


def _edition(item: Item) -> str:
    return f"{item.edition} ed." if item.edition else ""


def _volume(item: Item) -> str:
    said = item.type == "periodical" or f"Vol. {item.volume}." in item.title
    return f"Vol. {item.volume}" if item.volume and not said else ""


def _version(item: Item) -> str:
    version = item.version.removeprefix("v") if item.version[1:2].isdecimal() else item.version
    return f"Version {version}" if version else ""


def _numbered(item: Item) -> str:
    """Return `Report No. 12` or `Patent No. 12`; other works have no number worth showing."""
    if item.type == "report":
        genre = item.genre or "Report"
        return f"{genre} No. {item.number}" if item.number else item.genre
    if item.type in {"patent", "standard"} and item.number:
        return f"{item.genre or item.type.capitalize()} No. {item.number}"
    return ""


def _medium(item: Item) -> str:
    """Return what stands in brackets: `Data set`, or a thesis with its university."""
    if item.type == "thesis":
        university = item.publisher if _is_online(item) else ""
        return ", ".join(part for part in (item.genre or "Thesis", university) if part)
    if item.type == "paper-conference":
        return "" if item.container else item.genre or "Paper presentation"
    if item.type == "manuscript" and item.status in {"in preparation", "submitted for publication"}:
        return f"Manuscript {item.status}"
    if item.type == "song" and item.container:
        return item.genre or item.medium or "Song"
    if item.type == "motion_picture" and item.url:
        return item.medium or item.genre or "Video"
    return (
        item.medium
        or (item.genre if item.type in _SHOWING_GENRE else "")
        or _MEDIA.get(item.type, "")
    )


def _is_online(item: Item) -> bool:
    return bool(item.doi or item.url or item.eprint)


def _periodical(item: Item) -> str:
    """Return `<i>Journal</i>, <i>3</i>(2), 12–34`."""
    volume = italic(item.volume) + (f"({item.issue})" if item.issue else "")
    pages = item.pages or (f"Article {item.number}" if item.number else "")
    return ", ".join(part for part in (italic(item.container), volume, pages) if part)


def _book(item: Item) -> str:
    """Return `In E. Editor (Ed.), <i>Book</i> (2nd ed., Vol. 1, pp. 12–34)`."""
    editors = f"{all_in_order(item.editors)} ({role_label(item)}), " if item.editors else ""
    if item.container_authors and item.container_authors != item.authors:
        editors = f"{all_in_order(item.container_authors)}, "
    pages = f"{_pages_label(item.pages)} {item.pages}" if item.pages else ""
    details = ", ".join(part for part in (_edition(item), _volume(item), pages) if part)
    return f"In {editors}{italic(item.container)} {_in_parentheses(details)}".strip()


def _pages_label(pages: str) -> str:
    return "pp." if "–" in pages or "," in pages else "p."
