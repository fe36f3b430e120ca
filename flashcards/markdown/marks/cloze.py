"""The places of clozes, marked with private characters: what is inside is Markdown of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from flashcards.clozes import CLOSE, HINT, OPEN, SEP
from flashcards.markdown.handlers import handlers_of
from flashcards.markdown.marks.links import settle_links
from flashcards.markdown.marks.raw import NO_HTML
from flashcards.markdown.marks.rule import push_block, push_html

_OPEN = re.compile(rf"{OPEN}[\d,]+{SEP}")
_EDGE = re.compile(f"[{OPEN}{HINT}{CLOSE}]")

# Anki reads no deeper; each level is a parse of its own.
_DEEPEST = 10
_LEVEL = "cloze level"


def cloze(state: StateInline, silent: bool) -> bool:
    """Take one cloze from mark to mark; a mark whose partner is in another block stays alone."""
    character = state.src[state.pos]
    if not "\ufdd0" <= character <= "\ufdef":
        return False
    opening = _OPEN.match(state.src, state.pos)
    hint, close = _partners(state.src).get(state.pos, (-1, -1))
    level = state.env.get(_LEVEL, 0)
    if opening is None or not 0 <= close < state.posMax or level >= _DEEPEST:
        return _take_alone(state, opening[0] if opening else character, silent=silent)
    if not silent:
        inside = _parse(state, state.src[opening.end() : hint if hint >= 0 else close], level)
        said = HINT + _parse_hint(state, state.src[hint + 1 : close], level) if hint >= 0 else ""
        push = push_block if '<div class="embed"' in inside else push_html
        push(state, opening[0] + inside + said + CLOSE)
    state.pos = close + 1
    return True


def _take_alone(state: StateInline, mark: str, *, silent: bool) -> bool:
    if not silent:
        push_html(state, mark)
    state.pos += len(mark)
    return True


def _parse_hint(state: StateInline, source: str, level: int) -> str:
    """Return the HTML of a hint; what looks like a tag in it, `<organ>`, is text."""
    state.env[NO_HTML] = True
    html = _parse(state, source, level)
    state.env.pop(NO_HTML, None)  # a hint within it has been there first
    return html


def _parse(state: StateInline, source: str, level: int) -> str:
    """Return the HTML of what a cloze holds.

    In a parse of its own, emphasis inside does not see the marks and cannot reach over them.
    """
    state.env[_LEVEL] = level + 1
    tokens = state.md.inline.parse(source, state.md, state.env, [])
    state.env[_LEVEL] = level
    settle_links(tokens, handlers_of(state.env))
    for token in tokens:
        if token.type == "text_special":  # an escape, which no later rule joins to the text
            token.type = "text"
    whole = Token("inline", "", 0, children=tokens)
    html: str = state.md.renderer.render([whole], state.md.options, state.env)
    return html


@lru_cache(maxsize=16)
def _partners(src: str) -> MappingProxyType[int, tuple[int, int]]:
    """Return where each cloze's hint (or -1) and end stand, by its start."""
    partners: dict[int, tuple[int, int]] = {}
    waiting: list[tuple[int, int]] = []
    for edge in _EDGE.finditer(src):
        place = edge.start()
        if edge[0] == OPEN:
            waiting.append((place, -1))
        elif edge[0] == HINT and waiting:
            waiting[-1] = (waiting[-1][0], place)
        elif edge[0] == CLOSE and waiting:
            start, hint = waiting.pop()
            partners[start] = (hint, place)
    return MappingProxyType(partners)
