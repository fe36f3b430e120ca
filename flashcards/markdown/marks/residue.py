"""`{ .block-language-dataview}`, `{ #Y8EMH22L }`: what publishing tools leave at the ends of lines.

On a line alone it may lack the blank that the tools put behind the brace.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import begins_line, leave_out

_ALONE = re.compile(r"\{[ \t]?[.#][\w-]+[ \t]?\}(?=[ \t]*(?:\n|\Z))")
_BEHIND_TEXT = re.compile(r"(?<=[ \t])\{ [.#][\w-]+ ?\}(?=[ \t]*(?:\n|\Z))")


def residue(state: StateInline, silent: bool) -> bool:
    """Leave one such mark out."""
    if state.src[state.pos] != "{":
        return False
    pattern = _ALONE if begins_line(state) else _BEHIND_TEXT
    match = pattern.match(state.src, state.pos, state.posMax)
    return match is not None and leave_out(state, match.end(), silent=silent)
