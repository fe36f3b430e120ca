r"""`$x$` and `$$x$$` become `\(x\)` and `\[x\]`, which Anki hands to MathJax.

Obsidian's rules: no blank just inside single dollars, and no digit after the second, so that
`$5 and $6` stays money. The next dollar must end a formula, or none begins here: `$5 or $x$` has
one formula, as Pandoc reads it, too. A backslash before a dollar makes it a plain one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import push_html
from flashcards.markdown.tex import formula

_SINGLE = re.compile(r"(?<!\\)\$")
_DOUBLE = re.compile(r"\$\$")


def math(state: StateInline, silent: bool) -> bool:
    """Take one formula within text."""
    if state.src[state.pos] != "$":
        return False
    double = state.src.startswith("$$", state.pos)
    start = state.pos + (2 if double else 1)
    if start >= state.posMax or (not double and state.src[start].isspace()):
        return False
    end = _next(_closers(state.src, double=double), start + 1, state.posMax)
    if end < 0 or not state.src[start:end].strip():
        return False
    if not double and not _ends_formula(state.src, end):
        return False
    if not silent:
        push_html(state, formula(state.src[start:end], display=double))
    state.pos = end + (2 if double else 1)
    return True


def math_block(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803 - markdown-it passes them by these names
    """Take lines from `$$` at a line's begin to `$$` at a line's end."""
    if state.is_code_block(startLine) or not _line(state, startLine).startswith("$$"):
        return False
    last = _last_line(state, startLine, endLine)
    if last is None:
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        source = state.getLines(startLine, last + 1, state.blkIndent, keepLastLF=False)
        token.content = source.strip()[2:-2]
        token.map = [startLine, last + 1]
        state.line = last + 1
    return True


def _ends_formula(src: str, dollar: int) -> bool:
    return not src[dollar - 1].isspace() and not src[dollar + 1 : dollar + 2].isdigit()


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _last_line(state: StateBlock, first: int, end: int) -> int | None:
    opening = _line(state, first)[2:]
    if "$$" in opening:
        alone = opening.endswith("$$") and opening.count("$$") == 1 and opening.strip("$ ")
        return first if alone else None
    for line in range(first + 1, end):
        text = _line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return None
        if "$$" in text:
            return line if text.endswith("$$") and text.count("$$") == 1 else None
    return None


@lru_cache(maxsize=16)
def _closers(src: str, *, double: bool) -> tuple[int, ...]:
    """Return where a formula may end: looked for once a paragraph."""
    return tuple(match.start() for match in (_DOUBLE if double else _SINGLE).finditer(src))


def _next(closers: tuple[int, ...], start: int, limit: int) -> int:
    place = bisect_left(closers, start)
    return closers[place] if place < len(closers) and closers[place] < limit else -1
