"""`[[target#heading|label]]` and `![[target]]`: the handlers say what they look like."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from flashcards.markdown.handlers import handlers_of
from flashcards.markdown.lift import is_block
from flashcards.markdown.marks.rule import push_block, push_html
from flashcards.wikilinks import WIKILINK, parse_wikilink


def wikilink(state: StateInline, silent: bool) -> bool:
    """Take one wikilink or embed."""
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    match = WIKILINK.match(state.src, state.pos, state.posMax)
    link = parse_wikilink(match[0]) if match else None
    if match is None or link is None:
        return False
    if not silent:
        handlers = handlers_of(state.env)
        html = handlers.embed(link) if link.embed else handlers.wikilink(link)
        (push_block if is_block(html) else push_html)(state, html)
    state.pos = match.end()
    return True
