"""Find what stands between single braces, `{text}`; what it says is not looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from flashcards.inline._native import NativeCloze
from flashcards.inline._pieces import Piece, PieceKind
from flashcards.inline._scan import scan

_TOKEN = re.compile(r"[{}]|\n[ \t]*+(?=\n)")
_RESIDUE = re.compile(r"\{[ \t]?[.#][\w-]++[ \t]?\}(?=[ \t]*+(?:\n|\Z))")
"""What publishing tools leave behind a block, `{ #Y8EMH22L }`."""

_Stretch = tuple[int, int]
_Token = re.Match[str]


class Braces(Struct, frozen=True):
    """Where an opening brace stands, and where what its partner closes ends."""

    start: int
    end: int


def find_braces(
    markdown: str, pieces: Sequence[Piece], natives: Sequence[NativeCloze]
) -> tuple[Braces, ...]:
    """Return the single braces that pair up, nested ones too, sorted by start.

    They stand in text and in the labels of links; never in code, math, comments, addresses or
    Anki's own clozes, never in or as `{{...}}`, and no pair reaches over a blank line.
    """
    if "{" not in markdown:
        return ()
    outer = _outermost(natives)
    pairs: list[Braces] = []
    for region in _regions(markdown, pieces):
        pairs += _pair(_tokens(markdown, _without(region, outer)))
    pairs.sort(key=lambda braces: braces.start)
    return tuple(_single(markdown, pairs))


def _outermost(natives: Iterable[NativeCloze]) -> list[_Stretch]:
    outer: list[_Stretch] = []
    for native in natives:
        if not outer or native.start >= outer[-1][1]:
            outer.append((native.start, native.end))
    return outer


def _regions(markdown: str, pieces: Sequence[Piece]) -> Iterator[list[_Stretch]]:
    """Yield the stretches in which braces can pair: the running text, each label."""
    yield [(piece.start, piece.end) for piece in pieces if piece.kind is PieceKind.TEXT]
    for piece in pieces:
        if piece.kind is PieceKind.LINK:
            shift = piece.shown_start
            label = scan(markdown[shift : piece.shown_end])
            texts = (part for part in label if part.kind is PieceKind.TEXT)
            yield [(part.start + shift, part.end + shift) for part in texts]
        elif piece.kind is PieceKind.WIKILINK and "|" in markdown[piece.start : piece.shown_start]:
            yield [(piece.shown_start, piece.shown_end)]  # without the bar it is the target


def _without(region: Iterable[_Stretch], outer: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """Cut Anki's own clozes out of the stretches."""
    for start, end in region:
        at = start
        index = max(0, bisect_right(outer, (start,)) - 1)
        while index < len(outer) and outer[index][0] < end:
            if outer[index][0] > at:
                yield at, outer[index][0]
            at = max(at, outer[index][1])
            index += 1
        if at < end:
            yield at, end


def _tokens(markdown: str, stretches: Iterable[_Stretch]) -> Iterator[_Token]:
    for start, end in stretches:
        yield from _TOKEN.finditer(markdown, start, end)


def _pair(tokens: Iterable[_Token]) -> Iterator[Braces]:
    waiting: list[int] = []
    for token in tokens:
        if token[0] == "{":
            waiting.append(token.start())
        elif token[0] != "}":
            waiting.clear()
        elif waiting:
            yield Braces(waiting.pop(), token.end())


def _single(markdown: str, pairs: Iterable[Braces]) -> Iterator[Braces]:
    """Yield the pairs that are no part of double braces and stand in none."""
    double_to = 0
    for braces in pairs:
        start, end = braces.start, braces.end
        if "{" in {markdown[start - 1 : start], markdown[start + 1 : start + 2]}:
            double_to = max(double_to, end)
        elif start >= double_to and not _RESIDUE.match(markdown, start):
            yield braces
