"""Find every citation in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from flashcards.citations._group import (
    CitationGroup,
    citekey_of,
    match_citation,
    match_definition,
)
from flashcards.diagnostics import Span
from flashcards.inline import Piece, PieceKind, scan
from flashcards.model import Citation
from flashcards.wikilinks import parse_wikilink

_START = re.compile(r"\[|-?@")


def find_citations(markdown: str, span: Span) -> tuple[CitationGroup, ...]:
    """Return the citations in Markdown whose first line is `span.line`, in their order.

    Links to literature notes are among them. Code, math, comments, addresses and links whose
    text looks like a citation are not looked into.
    """
    if "@" not in markdown:
        return ()
    pieces = scan(markdown)
    groups = sorted(_groups(markdown, pieces, span), key=lambda group: group.start)
    is_one_line = span.line == span.end_line
    return tuple(groups if is_one_line else _with_lines(markdown, groups, span))


def _groups(markdown: str, pieces: tuple[Piece, ...], span: Span) -> Iterator[CitationGroup]:
    done = 0
    for piece in pieces:
        if piece.kind is PieceKind.WIKILINK and piece.start >= done:
            group = _cite_by_link(markdown, piece, span)
            yield from (group,) if group else ()
        elif piece.kind is PieceKind.TEXT:
            for start in _START.finditer(markdown, piece.start, piece.end):
                at = start.start()
                if at >= done and (defined := match_definition(markdown, at)):
                    done = defined
                group = match_citation(markdown, at, span) if at >= done else None
                if group is not None:
                    done = group.end
                    yield group


def _cite_by_link(markdown: str, piece: Piece, span: Span) -> CitationGroup | None:
    source = markdown[piece.start : piece.end]
    link = parse_wikilink(source)
    citekey = citekey_of(link) if link else None
    if citekey is None:
        return None
    citation = Citation(citekey, source, "wikilink", span)
    return CitationGroup(piece.start, piece.end, (citation,), "wikilink")


def _with_lines(markdown: str, groups: list[CitationGroup], span: Span) -> Iterator[CitationGroup]:
    line, at = span.line, 0
    for group in groups:
        line += markdown.count("\n", at, group.start)
        at = group.start
        here = min(line, span.end_line)
        place = Span(span.path, here, here)
        if all(citation.span == place for citation in group.citations):
            yield group
            continue
        yield replace(
            group, citations=tuple(replace(citation, span=place) for citation in group.citations)
        )
