"""A quotation that begins with `[!type] title` is a callout: a box with a title."""

from __future__ import annotations

import re
from html import escape

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_HEAD = re.compile(r"\[!(?P<type>[^\]|\n]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|\Z)")


def callouts(state: StateCore) -> None:
    """Turn such quotations into `<div class="callout">`, before anything inline is read."""
    tokens: list[Token] = []
    opened: list[bool] = []
    waiting = iter(enumerate(state.tokens))
    for place, token in waiting:
        if token.type == "blockquote_open":
            head = _head(state.tokens, place)
            opened.append(head is not None)
            if head is not None:
                tokens += _open(token, head, state.tokens[place + 1 : place + 4])
                for _ in range(3):
                    next(waiting)
                continue
        elif token.type == "blockquote_close" and opened.pop():
            tokens.append(_html("</div></div>\n"))
            continue
        tokens.append(token)
    state.tokens = tokens


def _head(tokens: list[Token], place: int) -> re.Match[str] | None:
    if place + 3 >= len(tokens) or tokens[place + 1].type != "paragraph_open":
        return None
    return _HEAD.match(tokens[place + 2].content)


def _open(quotation: Token, head: re.Match[str], paragraph: list[Token]) -> list[Token]:
    """Return the tokens for a callout's title and for what its first paragraph still holds."""
    kind = head["type"].strip().lower()
    title = Token("inline", "", 0, children=[], content=head["title"].strip() or kind.capitalize())
    title.map = quotation.map
    opening = f'<div class="callout" data-callout="{escape(kind)}"><div class="callout-title">'
    tokens = [_html(opening), title, _html('</div><div class="callout-body">\n')]
    rest = paragraph[1].content[head.end() :]
    if rest.strip():
        paragraph[1].content = rest
        tokens += paragraph
    return tokens


def _html(html: str) -> Token:
    return Token("html_block", "", 0, content=html)
