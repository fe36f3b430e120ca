"""What the rules share: finished HTML as a token, leaving something out, looking ahead."""

from __future__ import annotations

from functools import lru_cache

from markdown_it.rules_inline import StateInline

from flashcards.markdown.lift import BLOCK

_BREAKS = frozenset({"softbreak", "hardbreak"})


def push_html(state: StateInline, html: str) -> None:
    """Add finished HTML, which is written as it is."""
    state.push("html_inline", "", 0).content = html


def push_block(state: StateInline, html: str) -> None:
    """Add finished HTML that is no part of a line, and is lifted out of its paragraph."""
    state.push("html_inline", "", 0).content = html
    state.tokens[-1].meta[BLOCK] = True


def tokenize_between(state: StateInline, start: int, end: int) -> None:
    """Read a part of the text as Markdown of its own level; the place stays where it was."""
    pos, limit = state.pos, state.posMax
    state.pos, state.posMax = start, end
    state.level += 1  # so that markdown-it stops reading ever deeper ones
    state.md.inline.tokenize(state)
    state.level -= 1
    state.pos, state.posMax = pos, limit


def leave_out(state: StateInline, end: int, *, silent: bool) -> bool:
    """Move on to `end`, showing nothing; a line with nothing else on it goes, too."""
    ends_line = _ends_line(state, end)
    if silent or not ends_line:
        state.pos = end
        return True
    state.pending = state.pending.rstrip(" \t")
    begins_line = not state.pending and (not state.tokens or state.tokens[-1].type in _BREAKS)
    if begins_line and state.tokens:
        state.tokens.pop()
        state.tokens_meta.pop()
    elif begins_line:
        # The first line: the break after it goes, since there is none before it.
        newline = state.src.find("\n", end, state.posMax)
        end = newline + 1 if newline >= 0 else state.posMax
    state.pos = end
    return True


def begins_line(state: StateInline) -> bool:
    """Whether nothing but blanks stands between here and the line's begin."""
    start = state.pos
    while start > 0 and state.src[start - 1] in " \t":
        start -= 1
    return start == 0 or state.src[start - 1] == "\n"


def _ends_line(state: StateInline, pos: int) -> bool:
    while pos < state.posMax and state.src[pos] in " \t":
        pos += 1
    return pos >= state.posMax or state.src[pos] == "\n"


@lru_cache(maxsize=64)
def last_place(text: str, what: str) -> int:
    """Return where `what` stands last, -1 if nowhere: so that nobody looks for it in vain twice."""
    return text.rfind(what)
