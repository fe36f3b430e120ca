"""What the title of a quote says about where it is from."""

from __future__ import annotations

import re
from dataclasses import replace

from flashcards.citations._find import find_citations
from flashcards.citations._group import CitationGroup
from flashcards.citations._locator import match_locator
from flashcards.diagnostics import Span
from flashcards.model import Citation, Locator

_OPENING = re.compile(r"\]?(?:\s*,)?\s*(?P<bracket>[(\[]?)\s*")
"""Between a link and its locator. A third bracket after a wikilink is a slip of the hand."""

_AROUND = re.compile(r"^[\s,;:(\[\])—–-]+|[\s,;:(\[\])—–-]+$")


def cite_by_title(title: str, citekey: str | None, span: Span) -> tuple[tuple[Citation, ...], str]:
    """Return the citations of a callout's title, and what else the title says.

    `citekey` is that of the vault note itself: a literature note is the source of its quotes
    unless their titles name another, and `(Page 3)` is a page of it.
    """
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
    return tuple(citations), _tidy(" ".join(rest))


def _with_locator(title: str, group: CitationGroup) -> tuple[tuple[Citation, ...], int]:
    """Give a citation that stands without brackets the locator that follows it."""
    found = _locator_at(title, group.end) if group.form != "bracket" else None
    if found is None or group.citations[-1].locator is not None:
        return group.citations, group.end
    return (*group.citations[:-1], replace(group.citations[-1], locator=found[0])), found[1]


def _locator_at(title: str, start: int) -> tuple[Locator, int] | None:
    opening = _OPENING.match(title, start)
    found = match_locator(title, opening.end()) if opening else None
    if opening is None or found is None:
        return None
    locator, end = found
    return locator, end + (opening["bracket"] != "" and title[end : end + 1] in {")", "]"})


def _cite_itself(title: str, citekey: str | None, span: Span) -> tuple[tuple[Citation, ...], str]:
    if citekey is None:
        return (), title.strip()
    start = title.find("(") if "(" in title else 0
    found = _locator_at(title, start)
    locator, end = found or (None, start)
    rest = _tidy(title[:start] + " " + title[end:]) if found else title.strip()
    return (Citation(citekey, f"@{citekey}", "vault note", span, locator),), rest


def _tidy(rest: str) -> str:
    return _AROUND.sub("", rest)
