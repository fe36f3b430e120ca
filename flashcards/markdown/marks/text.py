"""Text up to the next character that may begin a mark, the private ones among them."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

_STOP = re.compile("[\n!#$%&*:<=>@\\[\\]\\\\^_`{}~\ufdd0-\ufdef]")


def text(state: StateInline, silent: bool) -> bool:
    """Take plain text as it is."""
    stop = _STOP.search(state.src, state.pos, state.posMax)
    end = stop.start() if stop else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True
