"""`{ .block-language-dataview}`, `{ #Y8EMH22L }`: what publishing tools leave on lines alone."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import begins_line, leave_out

_RESIDUE = re.compile(r"\{[ \t]?[.#][\w-]+[ \t]?\}(?=[ \t]*(?:\n|\Z))")


def residue(state: StateInline, silent: bool) -> bool:
    """Leave one such line out."""
    if state.src[state.pos] != "{" or not begins_line(state):
        return False
    match = _RESIDUE.match(state.src, state.pos, state.posMax)
    return match is not None and leave_out(state, match.end(), silent=silent)
