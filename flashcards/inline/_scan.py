"""Cut inline Markdown, as Obsidian reads it, into pieces. One pass; linear in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from flashcards.inline._links import read_block_id, read_bracket, read_close, read_tag
from flashcards.inline._literals import (
    read_address,
    read_angle,
    read_code,
    read_escape,
    read_fence,
    read_math,
    read_percents,
    run_end,
)
from flashcards.inline._marks import pair_runs, read_run
from flashcards.inline._pieces import Piece, PieceKind
from flashcards.inline._scanner import Scanner

_OPENS_BLOCK = r"(?=[ \t]*+(?:\n|[-*+][ \t]|\d{1,9}[.)][ \t]|\#{1,6}[ \t]|>|\|))"
NEW_BLOCK = re.compile(rf"\n{_OPENS_BLOCK}")
"""A line's end after which another block begins; emphasis does not reach over it."""

# Every branch looks at what stands around one of few characters, for which `re` searches quickly.
_SPECIAL = re.compile(
    r"[\\`$<\[\]*_~%=!:#^\n](?:(?<=[\\`$<\[\]*_~])|(?<=%)(?=%)|(?<==)(?==)|(?<=!)(?=\[)"
    r"|(?<=:)(?=//)|(?<=\#)(?<!\S\#)(?=[^\s#])|(?<=\^)(?<!\S\^)(?=[A-Za-z0-9])"
    rf"|(?<=\n){_OPENS_BLOCK})"
)

_LONGEST_KEPT = 1 << 13


def _read_marks(scanner: Scanner, at: int) -> int:
    text = scanner.text
    end = run_end(text, at)
    if text[at] == "~" and end - at > 2 and scanner.starts_line(at):
        return read_fence(scanner, at, end)
    if text[at] in "*_" or end - at == 2:
        scanner.runs.append(read_run(text, at, end))
    return end


def _read_new_block(scanner: Scanner, at: int) -> int:
    scanner.runs.append(None)
    scanner.brackets.clear()
    return at + 1


_READERS: dict[str, Callable[[Scanner, int], int]] = {
    "\\": read_escape,
    "`": read_code,
    "$": read_math,
    "<": read_angle,
    "%": read_percents,
    "[": read_bracket,
    "!": read_bracket,
    "]": read_close,
    "*": _read_marks,
    "_": _read_marks,
    "~": _read_marks,
    "=": _read_marks,
    ":": read_address,
    "#": read_tag,
    "^": read_block_id,
    "\n": _read_new_block,
}


def scan(markdown: str) -> tuple[Piece, ...]:
    """Cut the text into pieces that lie side by side and cover it."""
    if len(markdown) > _LONGEST_KEPT:
        return _scan(markdown)
    return _kept(markdown)


def _scan(markdown: str) -> tuple[Piece, ...]:
    match = _SPECIAL.search(markdown)
    if match is None:
        length = len(markdown)
        return (Piece(PieceKind.TEXT, 0, length, 0, length),) if markdown else ()
    scanner = Scanner(markdown)
    at = _READERS[markdown[match.start()]](scanner, match.start())
    while match := _SPECIAL.search(markdown, at):
        at = _READERS[markdown[match.start()]](scanner, match.start())
    found = scanner.pieces + pair_runs(scanner.runs)
    found.sort(key=lambda piece: piece.start)
    return tuple(_fill(found, len(markdown)))


def first_special(markdown: str) -> int:
    """Return where the first character stands that may be more than text; -1 if none is."""
    match = _SPECIAL.search(markdown)
    return match.start() if match else -1


_kept = lru_cache(maxsize=1 << 11)(_scan)
"""A text is looked at for many things in a row: clozes, citations, words."""


def _fill(found: list[Piece], length: int) -> list[Piece]:
    """Put text pieces where nothing special stands."""
    pieces: list[Piece] = []
    at = 0
    for piece in found:
        if piece.start > at:
            pieces.append(Piece(PieceKind.TEXT, at, piece.start, at, piece.start))
        pieces.append(piece)
        at = piece.end
    if at < length:
        pieces.append(Piece(PieceKind.TEXT, at, length, at, length))
    return pieces
