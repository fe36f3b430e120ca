"""`[^1]` and `^[words]`: a small number, and words in brackets.

What a number stands for is written elsewhere in the vault note, most often outside the flashcard;
the handlers show it at the field's foot. A name (`[^abc]`) is a footnote only if the vault note
says something in it: without that it is as likely a character class.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as link_reference
from markdown_it.rules_inline import StateInline

from flashcards.footnotes import NAME
from flashcards.markdown.handlers import handlers_of
from flashcards.markdown.marks.rule import begins_line, push_html, tokenize_between

_NAME = re.compile(rf"\[\^(?P<name>{NAME})\](?!\()(?P<colon>:?)")
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)


def footnote(state: StateInline, silent: bool) -> bool:
    """Take one number, or the words of a footnote in the text."""
    if state.src.startswith("^[", state.pos):
        return _take_words(state, silent=silent)
    match = _NAME.match(state.src, state.pos, state.posMax)
    if match is None or not _is_footnote(state, match["name"]):
        return False
    end = match.end() if begins_line(state) else match.start("colon")
    if not silent:
        push_html(state, f"<sup>[{escape(match['name'])}]</sup>")
    state.pos = end
    return True


def _is_footnote(state: StateInline, name: str) -> bool:
    return _NUMBER.fullmatch(name) is not None or handlers_of(state.env).has_footnote(name)


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
        push_html(state, " <small>(")
        tokenize_between(state, start, end)
        push_html(state, ")</small>")
    state.pos = end + 1
    return True
