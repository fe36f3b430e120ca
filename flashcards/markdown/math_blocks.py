"""How a line begins a block of math, `$$`, which may hold blank lines."""

from __future__ import annotations

from collections.abc import Sequence

from flashcards.markdown.columns import BLANKS
from flashcards.markdown.kinds import BLOCK_ID, NodeKind, Start


def math_start(bare: str, lines: Sequence[str], number: int) -> Start | None:
    """Open math only if it is closed, by a line on which no text follows.

    `bare` is what stands on line `number` of all lines, without the marks before it.
    """
    if not bare.startswith("$$"):
        return None
    end = bare.find("$$", 2)
    if end >= 0:
        return Start(NodeKind.MATH) if _is_tail(bare, end) else None
    for below in range(number + 1, len(lines)):
        end = lines[below].find("$$")
        if end >= 0:
            closed = _is_tail(lines[below], end)
            return Start(NodeKind.MATH, ends=_closes) if closed else None
    return None


def _is_tail(line: str, end: int) -> bool:
    tail = line[end + 2 :].strip(BLANKS)
    return not tail or BLOCK_ID.fullmatch(tail) is not None


def _closes(text: str) -> bool:
    return "$$" in text
