"""A quotation that begins with `[!type] title` is a callout: a box with a title.

One that can be folded, `[!type]-`, is `<details>`, which needs no script. It is open if it hides a
cloze: nobody should have to look for what is asked.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from flashcards.clozes import OPEN

_HEAD = re.compile(
    r"\[!(?P<type>[^\]|\n]+)(?:\|[^\]\n]*)?\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)(?:\n|\Z)"
)


def callouts(state: StateCore) -> None:
    """Turn such quotations into `<div class="callout">`, before anything inline is read."""
    tokens: list[Token] = []
    opened: list[str] = []
    waiting = iter(enumerate(state.tokens))
    for place, token in waiting:
        if token.type == "blockquote_open":
            head = _head(state.tokens, place)
            opened.append(_element(head))
            if head is not None:
                is_open = head["fold"] == "+" or _hides_cloze(state.tokens, place)
                tokens += _open(token, head, state.tokens[place + 1 : place + 4], is_open=is_open)
                for _ in range(3):
                    next(waiting)
                continue
        elif token.type == "blockquote_close" and (element := opened.pop()):
            tokens.append(_html(f"</div></{element}>\n"))
            continue
        tokens.append(token)
    state.tokens = tokens


def _head(tokens: list[Token], place: int) -> re.Match[str] | None:
    if place + 3 >= len(tokens) or tokens[place + 1].type != "paragraph_open":
        return None
    return _HEAD.match(tokens[place + 2].content)


def _element(head: re.Match[str] | None) -> str:
    if head is None:
        return ""
    return "details" if head["fold"] else "div"


def _hides_cloze(tokens: list[Token], place: int) -> bool:
    """Whether a mark of ours stands in what is quoted from here on."""
    level = tokens[place].level
    for token in tokens[place + 1 :]:
        if token.level == level:
            return False
        if OPEN in token.content:
            return True
    return False


def _open(
    quotation: Token, head: re.Match[str], paragraph: list[Token], *, is_open: bool
) -> list[Token]:
    """Return the tokens for a callout's title and for what its first paragraph still holds."""
    kind = head["type"].strip().lower()
    title = Token("inline", "", 0, children=[], content=head["title"].strip() or kind.capitalize())
    title.map = quotation.map
    element, titled = ("details", "summary") if head["fold"] else ("div", "div")
    state = " open" if element == "details" and is_open else ""
    opening = f'<{element} class="callout" data-callout="{escape(kind)}"{state}>'
    tokens = [
        _html(f'{opening}<{titled} class="callout-title">'),
        title,
        _html(f'</{titled}><div class="callout-body">\n'),
    ]
    rest = paragraph[1].content[head.end() :]
    if rest.strip():
        paragraph[1].content = rest
        tokens += paragraph
    return tokens


def _html(html: str) -> Token:
    return Token("html_block", "", 0, content=html)
