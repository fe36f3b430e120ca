"""Bare web addresses in text become links, as in Obsidian; nothing in them is markup."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

_REST = re.compile('://[^\\s<>{}"`|\\\\\\[\\]\ufdd0-\ufdef]+')
_SCHEME = re.compile(r"(?<![A-Za-z0-9])https?\Z")
_TRAILING = ".,;:!?'*_~="
_LONGEST_SCHEME = 6


def url(state: StateInline, silent: bool) -> bool:
    """Take an address at its colon; its scheme already stands in the pending text."""
    if not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src, max(state.pos - _LONGEST_SCHEME, 0), state.pos)
    if scheme is None:
        return False
    rest = _REST.match(state.src, state.pos, state.posMax)
    if rest is None:
        return False
    end = _end(state.src, rest.start(), rest.end())
    if end <= state.pos + len("://"):
        return False
    if not silent:
        _push(state, scheme[0], state.src[state.pos : end])
    state.pos = end
    return True


def _push(state: StateInline, scheme: str, rest: str) -> None:
    if state.linkLevel > 0 or not state.pending.endswith(scheme):
        state.pending += rest
        return
    state.pending = state.pending.removesuffix(scheme)
    address = state.md.normalizeLink(scheme + rest)
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = scheme + rest
    state.push("link_close", "a", -1)


def _end(src: str, start: int, end: int) -> int:
    """Return where the address ends: a sentence's marks and a bracket around it are not its."""
    unopened = src.count(")", start, end) - src.count("(", start, end)
    while end > start:
        last = src[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end
