"""`^block-id` at the end of a line: a name for links, never shown."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import leave_out

_BLOCK_ID = re.compile(r"\^[A-Za-z0-9-]+(?=[ \t]*(?:\n|\Z))")


def block_id(state: StateInline, silent: bool) -> bool:
    """Leave one block id out."""
    src, pos = state.src, state.pos
    if src[pos] != "^" or (pos > 0 and not src[pos - 1].isspace()):
        return False
    match = _BLOCK_ID.match(src, pos, state.posMax)
    return match is not None and leave_out(state, match.end(), silent=silent)
