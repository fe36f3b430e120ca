"""Find Anki's own cloze marks, `{{c1::text::hint}}`, nested ones too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from flashcards.inline._pieces import Piece, PieceKind
from flashcards.inline._scan import scan

DEEPEST = 20
"""How many may stand inside each other: twice what Anki reads. Each holds the text of those in it,
which of thousands is more than any computer holds."""

_TOKEN = re.compile(r"\{\{c(?P<numbers>\d[\d,]*)::|[{}]|::")
_EDGE = re.compile(r"\{\{c\d[\d,]*::|\}\}")
_Token = re.Match[str]


class NativeCloze(Struct, frozen=True):
    """One pair of cloze marks and what stands between them."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    numbers: tuple[int, ...]
    hint: str


class _Open(Struct):
    """An open cloze, or a single brace inside one (without numbers)."""

    start: int
    inner: int
    numbers: tuple[int, ...] = ()
    hint: int = -1


def find_native(markdown: str, pieces: Sequence[Piece] | None = None) -> tuple[NativeCloze, ...]:
    """Return the clozes in text, link labels and math, sorted by start; never those in code."""
    if "{{c" not in markdown:
        return ()
    found: list[NativeCloze] = []
    for region in _regions(markdown, scan(markdown) if pieces is None else pieces):
        tokens = list(_tokens(markdown, region))
        # Braces of the text, `{{c1::a {b}}}`, are matched; if they do not match, Anki's rule:
        # the first two closing braces end a cloze.
        clozes, is_whole = _match(markdown, tokens, braces=True)
        found.extend(clozes if is_whole else _match(markdown, tokens, braces=False)[0])
    return tuple(sorted(found, key=lambda cloze: (cloze.start, -cloze.end)))


def is_too_deep(markdown: str) -> bool:
    """Tell whether more clozes than are read stand inside each other."""
    depth = 0
    for edge in _EDGE.finditer(markdown):
        depth = max(depth + (1 if edge[0] != "}}" else -1), 0)
        if depth > DEEPEST:
            return markdown.count("}}", edge.end()) > DEEPEST
    return False


def _regions(markdown: str, pieces: Sequence[Piece]) -> Iterator[list[tuple[int, int]]]:
    """Yield the stretches in which marks can pair: the running text, each label, each formula."""
    yield [(piece.start, piece.end) for piece in pieces if piece.kind is PieceKind.TEXT]
    for piece in pieces:
        if piece.kind in {PieceKind.MATH, PieceKind.WIKILINK}:
            yield [(piece.shown_start, piece.shown_end)]
        elif piece.kind is PieceKind.LINK:
            shift = piece.shown_start
            inner = scan(markdown[shift : piece.shown_end])
            texts = (part for part in inner if part.kind is PieceKind.TEXT)
            yield [(part.start + shift, part.end + shift) for part in texts]


def _tokens(markdown: str, region: list[tuple[int, int]]) -> Iterator[_Token]:
    for start, end in region:
        yield from _TOKEN.finditer(markdown, start, end)


def _match(markdown: str, tokens: list[_Token], *, braces: bool) -> tuple[list[NativeCloze], bool]:
    found: list[NativeCloze] = []
    stack: list[_Open] = []
    done = 0
    for token in tokens:
        if token["numbers"]:
            numbers = tuple(int(digits[:6]) for digits in token["numbers"].split(",") if digits)
            stack.append(_Open(token.start(), token.end(), numbers))
        elif stack and token[0] != "}":
            _read_inside(token, stack, braces=braces)
        elif stack and token.start() >= done and not stack[-1].numbers:
            stack.pop()
        elif stack and token.start() >= done and markdown.startswith("}}", token.start()):
            done = token.start() + 2
            opened = stack.pop()
            if len(stack) < DEEPEST:
                found.append(_close(markdown, opened, token.start()))
    return found, not stack


def _read_inside(token: _Token, stack: list[_Open], *, braces: bool) -> None:
    """Take note of a single brace, or of the colons where the hint begins."""
    if token[0] == "{" and braces:
        stack.append(_Open(token.start(), token.end()))
    elif token[0] == "::" and stack[-1].numbers and stack[-1].hint < 0:
        stack[-1].hint = token.start()


def _close(markdown: str, opened: _Open, close: int) -> NativeCloze:
    end = opened.hint if opened.hint >= 0 else close
    hint = markdown[opened.hint + 2 : close] if opened.hint >= 0 else ""
    return NativeCloze(opened.start, opened.inner, end, close + 2, opened.numbers, hint)
