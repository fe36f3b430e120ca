"""What a reader sees of Markdown, and what it says once everything but the words is gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from flashcards.inline._native import find_native
from flashcards.inline._pieces import Pair, Piece, PieceKind
from flashcards.inline._scan import first_special, scan

# Obsidian's spaced repetition plugin: ==1;;text;;hint==, and ==ash;;text== for what each card does.
_HIGHLIGHT = re.compile(r"(?:(?P<number>\d{1,4})|[ash]+);;", re.ASCII)
_BLOCK_MARKS = re.compile(
    r"[ \t]*+(?>(?:>[ \t]?)*)(?:(?:[-*+]|\d{1,9}[.)])[ \t]++(?:\[.\][ \t]++)?|\#{1,6}[ \t]++)?"
)
_PICTURES = frozenset({PieceKind.EMBED, PieceKind.IMAGE})
_WORDS = frozenset(PieceKind) - {
    PieceKind.LINK,
    PieceKind.MATH,
    PieceKind.EMBED,
    PieceKind.IMAGE,
    PieceKind.HTML,
}
_SOURCE = re.compile(r"\bsrc\s*=\s*[\"']?([^\"'\s>]+)")


class HighlightParts(Struct, frozen=True):
    """The parts of `==1;;text;;hint==`; positions are those given."""

    start: int
    end: int
    number: int | None
    hint: str


def find_pairs(markdown: str, pieces: tuple[Piece, ...] | None = None) -> tuple[Pair, ...]:
    """Return all pairs of emphasis marks, those in the texts of links too, sorted by start."""
    if not any(mark in markdown for mark in "*_=~"):
        return ()
    return tuple(sorted(_pairs(markdown, pieces), key=lambda pair: (pair.start, -pair.end)))


def _pairs(markdown: str, pieces: tuple[Piece, ...] | None, shift: int = 0) -> Iterator[Pair]:
    for piece in scan(markdown) if pieces is None else pieces:
        if piece.kind is PieceKind.MARK and piece.partner > piece.start:
            width = piece.end - piece.start
            yield Pair(
                shift + piece.start,
                shift + piece.end,
                shift + piece.partner,
                shift + piece.partner + width,
                markdown[piece.start : piece.end],
            )
        elif piece.kind is PieceKind.LINK:
            inner = markdown[piece.shown_start : piece.shown_end]
            yield from _pairs(inner, None, shift + piece.shown_start)


def split_highlight(markdown: str, start: int, end: int) -> HighlightParts:
    """Read what stands between `==` and `==`: a number, the text, a hint."""
    number = None
    head = _HIGHLIGHT.match(markdown, start, end)
    if head:
        start = head.end()
        number = int(head["number"]) if head["number"] else None
    hint = markdown.find(";;", start, end)
    if hint <= start:
        return HighlightParts(start, end, number, "")
    return HighlightParts(start, hint, number, markdown[hint + 2 : end])


def shown_text(markdown: str) -> str:
    """Return what a reader sees: labels without targets, no marks; code and math as they stand."""
    return "".join(_shown_pieces(markdown)) if first_special(markdown) >= 0 else markdown


def _shown_pieces(markdown: str) -> Iterator[str]:
    for piece in scan(markdown):
        shown = markdown[piece.shown_start : piece.shown_end]
        if piece.kind is PieceKind.LINK:
            yield from _shown_pieces(shown)
        elif piece.kind not in _PICTURES:
            yield shown


@lru_cache(maxsize=1 << 15)  # one question is compared in every stage, one heading all the time
def plain(markdown: str) -> str:
    """Return what the text says, for comparing: no markup, one spacing, lower case.

    Link targets, comments and cloze marks are gone. Accents, names of embedded files and math
    stay, for they tell questions apart.
    """
    bare = "\n".join(map(_without_marks, _without_clozes(markdown).split("\n")))
    is_words = first_special(bare) < 0
    words = bare.casefold() if is_words else "".join(_plain_pieces(bare))
    return " ".join(unicodedata.normalize("NFC", words).split())


def _without_marks(line: str) -> str:
    """Return a line without what makes a quotation, a list item or a heading of it."""
    mark = None if line[:1].isalpha() else _BLOCK_MARKS.match(line)
    return line[mark.end() :] if mark else line


def _without_clozes(markdown: str) -> str:
    if "{{c" not in markdown and "==" not in markdown:  # most texts, looked at again and again
        return markdown
    pieces = scan(markdown)
    gone: list[tuple[int, int]] = []
    for cloze in find_native(markdown, pieces):
        gone += [(cloze.start, cloze.inner_start), (cloze.inner_end, cloze.end)]
    for pair in find_pairs(markdown, pieces):
        if pair.mark == "==":
            parts = split_highlight(markdown, pair.inner_start, pair.inner_end)
            gone += [(pair.inner_start, parts.start), (parts.end, pair.inner_end)]
    out: list[str] = []
    at = 0
    for start, end in sorted(gone):
        out.append(markdown[at:start])
        at = max(at, end)
    return "".join([*out, markdown[at:]])


def _plain_pieces(markdown: str) -> Iterator[str]:
    for piece in scan(markdown):
        shown = markdown[piece.shown_start : piece.shown_end]
        if piece.kind in _WORDS:  # as most are
            yield shown.casefold()
            continue
        source = markdown[piece.start : piece.end]
        match piece.kind:
            case PieceKind.LINK:
                yield from _plain_pieces(shown)
            case PieceKind.MATH:
                yield source
            case PieceKind.EMBED:
                yield f" {shown} "
            case PieceKind.IMAGE:
                yield f" {_image_name(source)} "
            case PieceKind.HTML:
                name = _SOURCE.search(source)
                yield f" {name[1]} " if name else ""


def _image_name(source: str) -> str:
    """Return the file's name in `![alt](folder/name.png "title")`."""
    inside = source[source.rindex("](") + 2 : -1].strip()
    address = inside[1 : inside.find(">")] if inside.startswith("<") else inside.split()[0:1]
    return (address if isinstance(address, str) else "".join(address)).rsplit("/", 1)[-1]
