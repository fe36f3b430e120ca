"""`#tag`: shown in small type."""

from __future__ import annotations

import re
from html import escape

from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import push_html

# Letters of any script, emoji, `_`, `-` and `/`; so all but blanks and other punctuation.
_TAG = re.compile(
    "#[^\\s!-,.:-@\\[-^`{-~\u2000-\u206f\u3000-\u303f\uff01-\uff0f\uff1a-\uff1f\ufdd0-\ufdef]+"
)


def tag(state: StateInline, silent: bool) -> bool:
    """Take one tag."""
    src, pos = state.src, state.pos
    if src[pos] != "#" or (pos > 0 and not src[pos - 1].isspace()):
        return False
    match = _TAG.match(src, pos, state.posMax)
    if match is None or match[0][1:].replace("/", "").isdigit():
        return False
    if not silent:
        push_html(state, f'<span class="tag">{escape(match[0])}</span>')
    state.pos = match.end()
    return True
