"""The values of inline reading: a piece of Markdown, and a pair of emphasis marks."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class PieceKind(StrEnum):
    """What a run of characters is to a reader."""

    TEXT = "text"
    CODE = "code"
    MATH = "math"
    COMMENT = "comment"
    WIKILINK = "wikilink"
    EMBED = "embed"
    LINK = "link"
    IMAGE = "image"
    URL = "url"
    HTML = "html"
    MARK = "mark"
    ESCAPE = "escape"
    TAG = "tag"
    BLOCK_ID = "block id"


class Piece(NamedTuple):
    """One run of characters; the pieces of a text lie side by side and cover all of it.

    A tuple, since most of the time in which a vault is read would go into making frozen objects.
    """

    kind: PieceKind
    start: int
    end: int

    shown_start: int
    """Where begins what a reader sees of it; equal to `shown_end` if nothing is seen."""

    shown_end: int

    partner: int = -1
    """For an emphasis mark: where the other mark of its pair starts."""


class Pair(Struct, frozen=True):
    """Two emphasis marks and what stands between them: `**x**`, `*x*`, `==x==`, `~~x~~`."""

    start: int
    inner_start: int
    inner_end: int
    end: int

    mark: str
    """One of the two marks, as written."""
