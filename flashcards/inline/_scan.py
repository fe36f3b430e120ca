"""Cut inline Markdown, as Obsidian reads it, into pieces. One pass; linear in the text."""

from __future__ import annotations

import re
from collections.abc import Callable

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

NEW_BLOCK = re.compile(r"\n(?=[ \t]*+(?:\n|[-*+][ \t]|\d{1,9}[.)][ \t]|\#{1,6}[ \t]|>|\|))")
"""A line's end after which another block begins; emphasis does not reach over it."""

_SPECIAL = re.compile(
    r"[\\`$<\[\]*_~]|%%|==|!\[|:(?=//)|(?<!\S)\#(?=[^\s#])|(?<!\S)\^(?=[A-Za-z0-9])|"
    + NEW_BLOCK.pattern
)


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
    scanner = Scanner(markdown)
    at = 0
    while match := _SPECIAL.search(markdown, at):
        at = _READERS[markdown[match.start()]](scanner, match.start())
    found = scanner.pieces + pair_runs(scanner.runs)
    found.sort(key=lambda piece: piece.start)
    return tuple(_fill(found, len(markdown)))


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
