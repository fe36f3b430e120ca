"""`[^1]` and `^[words]`: a small number, and words in brackets.

What a number stands for is written elsewhere in the vault note, most often outside the flashcard.
Names (`[^abc]`) stay as they are written: without their definition, which Obsidian asks for, they
are as likely a character class.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as link_reference
from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import begins_line, push_html

_NUMBER = re.compile(r"\[\^(\d{1,4})\](?!\()(?P<colon>:?)")


def footnote(state: StateInline, silent: bool) -> bool:
    """Take one number, or the words of a footnote in the text."""
    if state.src.startswith("^[", state.pos):
        return _take_words(state, silent=silent)
    match = _NUMBER.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    end = match.end() if begins_line(state) else match.start("colon")
    if not silent:
        push_html(state, f"<sup>[{match[1]}]</sup>")
    state.pos = end
    return True


def reference(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803 - markdown-it passes them by these names
    """Take a link's address, `[name]: address`; a footnote's text is none, and stays."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    if state.src.startswith("[^", start):
        return False
    return link_reference(state, startLine, endLine, silent)


def _take_words(state: StateInline, *, silent: bool) -> bool:
    start = state.pos + 2
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if not start < end < state.posMax:
        return False
    if not silent:
        limit = state.posMax
        state.pos, state.posMax = start, end
        push_html(state, " <small>(")
        state.md.inline.tokenize(state)
        push_html(state, ")</small>")
        state.posMax = limit
    state.pos = end + 1
    return True
