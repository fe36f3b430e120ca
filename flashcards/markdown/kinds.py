"""The kinds of blocks, and what the line says that one begins with."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from flashcards.markdown.columns import BLANKS

BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)")

Ends = Callable[[str], bool]
"""Whether a line is the last one of a block that is not looked into."""


class NodeKind(StrEnum):
    """What a run of lines is."""

    ROOT = "root"
    QUOTE = "quote"
    CALLOUT = "callout"
    ITEM = "item"
    TITLE = "title"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TABLE = "table"
    FENCE = "fence"
    MATH = "math"
    CODE = "code"
    COMMENT = "comment"
    HTML = "html"
    BREAK = "break"
    RESIDUE = "residue"
    BLOCK_ID = "block id"
    TOO_DEEP = "too deep"


class Start(NamedTuple):
    """A block that begins on a line, and what its marks say."""

    kind: NodeKind
    info: str = ""
    """A heading's text, a fence's word, a block id."""

    level: int = 0
    """A heading's level."""

    ends: Ends | None = None
    """Whether a later line is its last one; None if it is this line alone."""


def block_id_start(bare: str) -> Start | None:
    """Say which block id stands alone on a line that continues no paragraph."""
    found = BLOCK_ID.fullmatch(bare.rstrip(BLANKS)) if bare[:1] == "^" else None
    return Start(NodeKind.BLOCK_ID, found[1]) if found else None
