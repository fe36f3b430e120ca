"""`==important==`, which flanks words as emphasis does."""

from __future__ import annotations

from typing import Literal

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

_MARKER = ord("=")


def highlight(state: StateInline, silent: bool) -> bool:
    """Take two equals signs; whether they open or close is decided at the paragraph's end."""
    if silent or not state.src.startswith("==", state.pos):
        return False
    run = state.scanDelims(state.pos, canSplitWord=True)
    state.push("text", "", 0).content = "=" * run.length
    if run.length == 2:
        # A length of 0 keeps emphasis' rule of three out of it.
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(_MARKER, 0, token, -1, run.can_open, run.can_close))
    state.pos += run.length
    return True


def settle_highlights(state: StateInline) -> None:
    """Turn the pairs that were found into `<mark>`."""
    _settle(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _settle(state, meta["delimiters"])


def _settle(state: StateInline, delimiters: list[Delimiter]) -> None:
    for opener in delimiters:
        if opener.marker != _MARKER or opener.end == -1:
            continue
        closer = delimiters[opener.end]
        _become(state.tokens[opener.token], "mark_open", 1)
        _become(state.tokens[closer.token], "mark_close", -1)


def _become(token: Token, kind: str, nesting: Literal[1, -1]) -> None:
    token.type, token.tag, token.markup, token.content = kind, "mark", "==", ""
    token.nesting = nesting
