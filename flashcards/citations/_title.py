"""What the title of a quote says about where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from flashcards.citations._find import find_citations
from flashcards.citations._group import CitationGroup
from flashcards.citations._locator import match_locator, match_page
from flashcards.diagnostics import Span
from flashcards.inline import PieceKind, scan, shown_text
from flashcards.model import Citation, Locator
from flashcards.wikilinks import parse_wikilink

_OPENING = re.compile(r"[*_]*\]?(?:\s*,)?\s*(?P<bracket>[(\[]?)\s*")
"""Between a link and its locator. A third bracket after a wikilink is a slip of the hand."""

_CLOSED = re.compile(r"\](?!\()")
_NUMBER_BEHIND = re.compile(r"[*_]*\]?\s*[,:]\s*(?=\d)(?!(?:1[5-9]|20)\d\d(?!\d))")
"""A comma or colon, and a number that is no year: a page."""

_AUTHOR_YEAR_PAGE = re.compile(r"\([^()]*?,\s(?=[^\W\d]{1,5}\.?\s?\d)")
"""`(Miller, 1956, p. 81)`, as Zotero writes it."""

_PAGE_AT_END = re.compile(r"(?<!\S)(?:Page|pp?\.)\s?\d[\d–-]*\Z")
"""`Highlight Page 3`."""

_FOOTNOTE = re.compile(r"\^\[(?P<words>(?>(?:[^\[\]\n]|\[\[[^\[\]\n]*+\]\]|\[[^\[\]\n]*+\])*))\]")
"""`^[words]`; brackets inside are links or citations."""

_LABEL_IN_BRACKETS = re.compile(r"(\[\[[^\[\]\n|]*+\|)\[([^\[\]\n]*+)\]\]\]")
"""`[[@key|[@key]]]`, as some templates write it: Obsidian takes the last bracket for text."""

_REFERENCE = re.compile(r"\[\^[^\s\[\]^]+\]")
"""`[^1]`: what a footnote cites is for others to find out."""

_BEFORE = " \t\xa0,;:.()[]—–-*_=^"
_BEHIND = _BEFORE.replace(".", "")
"""What stands around the rest of a title towards its citations, and says nothing."""

_BUTTON = re.compile(r"\(?\[(?P<words>[^\[\]\d]*+)\]\(zotero://[^()\s]*+\)\)?")
"""A link into Zotero that names no page, such as `([pdf](zotero://open-pdf/...))`."""

_ADDRESS = re.compile(r"\]\((?P<address>zotero://[^()\s]++)\)")
_LINKED = re.compile(
    r"[*_]*+\]?+(?:\s*+,)?\s*+[(\[]?\s*+\[\(?(?P<words>[^\[\]\n]{1,60}?)\)?\]"
    r"\((?P<address>[^()\s]*+)\)\s*[)\]]?"
)
"""A locator that is the text of a link, behind a citation: `([p. 3](zotero://open-pdf/...))`."""


def cite_by_title(title: str, citekey: str | None, span: Span) -> tuple[tuple[Citation, ...], str]:
    """Return the citations of a callout's title, and what else the title says.

    `citekey` is that of the vault note itself: a literature note is the source of its quotes
    unless their titles name another, and `(Page 3)` is a page of it.
    """
    title = _LABEL_IN_BRACKETS.sub(r"\1\2]]", title) if "]]]" in title else title
    groups = find_citations(title, span)
    if not groups:
        return _cite_itself(title, citekey, span)
    citations: list[Citation] = []
    rest: list[str] = []
    at = 0
    for group in groups:
        rest.append(title[at : group.start])
        found, at = _with_locator(title, group)
        citations += found
    rest.append(title[at:])
    return tuple(citations), _join(rest)


def sources_in(text: str, span: Span) -> tuple[Citation, ...]:
    """Return the citations of a text that says where something is from, such as a footnote.

    Locators are read as in a title, and plain links are among them: see `links_in`.
    """
    located = (_with_locator(text, group)[0] for group in find_citations(text, span))
    return (*(each for group in located for each in group), *links_in(text, span))


def footnotes_in(markdown: str) -> Iterator[str]:
    """Yield the words of the footnotes that stand in a text itself: `^[words]`."""
    if "^[" in markdown:
        yield from (match["words"] for match in _FOOTNOTE.finditer(markdown))


def links_in(title: str, span: Span) -> tuple[Citation, ...]:
    """Return the plain links of a title, each with the locator that follows it.

    They cite only if they lead to a work, which is for others to find out: `form` is `link`, and
    `citekey` the name in the link. What was written includes the locator.
    """
    return tuple(_links(title, span)) if "[[" in title else ()


def _links(title: str, span: Span) -> Iterator[Citation]:
    for piece in scan(title):
        source = title[piece.start : piece.end]
        link = parse_wikilink(source) if piece.kind is PieceKind.WIKILINK else None
        if link is None or not link.name or link.name.startswith("@"):
            continue
        located = _locator_at(title, piece.end)
        written = title[piece.start : located[1]] if located else source
        yield Citation(link.name, written, "link", span, located[0] if located else None)


def _with_locator(title: str, group: CitationGroup) -> tuple[tuple[Citation, ...], int]:
    """Give a citation that names no place the locator that follows it."""
    *others, last = group.citations
    if last.locator is not None or last.suffix or group.end == len(title):
        return group.citations, group.end
    if linked := _linked_locator(title, group.end):
        locator, address, end = linked
        return (*others, replace(last, locator=locator, address=address)), end
    found = _locator_at(title, group.end)
    if found is None:
        return group.citations, group.end
    return (*others, replace(last, locator=found[0])), found[1]


def _linked_locator(title: str, start: int) -> tuple[Locator, str, int] | None:
    """Read a locator that is the text of a link: it, the address in Zotero, and where it ends."""
    link = _LINKED.match(title, start)
    found = match_locator(link["words"]) if link else None
    if link is None or found is None or found[1] < len(link["words"].rstrip()):
        return None
    address = link["address"] if link["address"].startswith("zotero://") else ""
    return found[0], address, link.end()


def _locator_at(title: str, start: int) -> tuple[Locator, int] | None:
    opening = _OPENING.match(title, start)
    found = match_locator(title, opening.end()) if opening else None
    if opening is None or found is None:
        number = _NUMBER_BEHIND.match(title, start)
        page = match_page(title, number.end()) if number else None
        return page if page and not title[page[1] : page[1] + 2].strip(" .,;)]") else None
    locator, end = found
    if opening["bracket"] == "[" and not _CLOSED.match(title, end):
        return None  # the text of a link that says more
    return locator, end + (opening["bracket"] != "" and title[end : end + 1] in {")", "]"})


def _cite_itself(title: str, citekey: str | None, span: Span) -> tuple[tuple[Citation, ...], str]:
    if citekey is None:
        return (), _tidy_end(title)
    shown = shown_text(_BUTTON.sub("", title))  # a page is often a link into Zotero
    start, found = _own_locator(shown)
    locator, end = found or (None, start)
    rest = _join([shown[:start], shown[end:]]) if found else _tidy_end(shown)
    itself = Citation(citekey, f"@{citekey}", "vault note", span, locator)
    return (replace(itself, address=_address_in(title)),), rest


def _address_in(title: str) -> str:
    """Return the author's link into Zotero, one into the PDF before one to the item."""
    found = [match["address"] for match in _ADDRESS.finditer(title)]
    return next((each for each in found if "://open" in each), found[0] if found else "")


def _own_locator(title: str) -> tuple[int, tuple[Locator, int] | None]:
    """Return the locator in a title that cites nothing, and where what names it begins."""
    start = title.find("(") if "(" in title else 0
    found = _locator_at(title, start)
    written = _AUTHOR_YEAR_PAGE.search(title)
    if found is None and written:
        return written.start(), _locator_in(title, written)
    page = _PAGE_AT_END.search(title)
    if found is None and page:
        return page.start(), match_locator(title, page.start())
    return start, found


def _locator_in(title: str, written: re.Match[str]) -> tuple[Locator, int] | None:
    """Return the locator at the end of a citation in parentheses, and where they close."""
    found = match_locator(title, written.end())
    close = title.find(")", found[1]) if found else -1
    return (found[0], close + 1) if found and close >= 0 else None


def _join(parts: Iterable[str]) -> str:
    return " ".join(" ".join(map(_tidy, filter(None, parts))).split())


def _tidy(rest: str) -> str:
    """Return a part of a title as a reader sees it, without the marks towards its citations."""
    return _shown(rest).lstrip(_BEFORE).rstrip(_BEHIND)


def _tidy_end(title: str) -> str:
    return _shown(title).strip()


def _shown(words: str) -> str:
    return shown_text(_REFERENCE.sub("", words) if "[^" in words else words)
