"""What the characters of inline Markdown are to a reader; every position is one in the source."""

from __future__ import annotations

from flashcards.inline._curly import Braces, find_braces
from flashcards.inline._ends import find_separator, split_block_id, split_tags
from flashcards.inline._native import DEEPEST, NativeCloze, find_native, is_too_deep
from flashcards.inline._pieces import Pair, Piece, PieceKind
from flashcards.inline._said import said
from flashcards.inline._scan import first_special, scan
from flashcards.inline._shown import (
    HighlightParts,
    find_pairs,
    plain,
    shown_text,
    split_highlight,
)
from flashcards.inline._words import find_words

__all__ = [
    "DEEPEST",
    "Braces",
    "HighlightParts",
    "NativeCloze",
    "Pair",
    "Piece",
    "PieceKind",
    "find_braces",
    "find_native",
    "find_pairs",
    "find_separator",
    "find_words",
    "first_special",
    "is_too_deep",
    "plain",
    "said",
    "scan",
    "shown_text",
    "split_block_id",
    "split_highlight",
    "split_tags",
]
