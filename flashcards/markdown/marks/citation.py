"""`[@key, p. 12]`, `@key`: a citation in running text, if the handlers know it."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from flashcards.citations import match_citation
from flashcards.markdown.handlers import handlers_of
from flashcards.markdown.marks.rule import push_html


def citation(state: StateInline, silent: bool) -> bool:
    """Take one citation, or a group of them in one pair of brackets."""
    if state.src[state.pos] not in "[@" or state.linkLevel > 0:
        return False
    before = "-" if state.pending.endswith("-") and state.src[state.pos] == "@" else ""
    group = match_citation(state.src, state.pos - len(before))
    if group is None or group.end > state.posMax:
        return False
    if not silent:
        html = handlers_of(state.env).citation(group)
        if html is None:
            return False
        state.pending = state.pending.removesuffix(before)
        push_html(state, html)
    state.pos = group.end
    return True
