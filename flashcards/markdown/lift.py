"""What is embedded stands in a line of text, and may be a block: lifted out of the paragraph.

A paragraph of HTML ends where a block begins, and would leave an empty one behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BLOCK = "block"
"""In a token's `meta`: its HTML is a block."""

_BREAKS = frozenset({"softbreak", "hardbreak"})


def is_block(html: str) -> bool:
    """Whether what a handler returned is an embed in its frame, or a picture with a caption."""
    return html.startswith(("<div", "<figure"))


def lift_blocks(state: StateCore) -> None:
    """Split the paragraphs that hold a block into what stands before it, it, and the rest."""
    if not any(_holds_block(token.children or ()) for token in state.tokens):
        return
    tokens: list[Token] = []
    waiting = iter(enumerate(state.tokens))
    for place, token in waiting:
        inside = state.tokens[place + 1] if token.type == "paragraph_open" else None
        if inside is None or not _holds_block(inside.children or ()):
            tokens.append(token)
            continue
        tokens += _split(token, inside, state.tokens[place + 2])
        next(waiting)
        next(waiting)
    state.tokens = tokens


def _holds_block(children: Iterable[Token]) -> bool:
    return any(child.meta.get(BLOCK) for child in children)


def _split(opening: Token, inside: Token, closing: Token) -> Iterator[Token]:
    for part in _parts(inside.children or []):
        if part[0].meta.get(BLOCK):
            yield Token("html_block", "", 0, content=part[0].content + "\n")
            continue
        while part and _is_gap(part[0]):
            part.pop(0)
        while part and _is_gap(part[-1]):
            part.pop()
        if part:
            part[0].content = part[0].content.lstrip() if _is_text(part[0]) else part[0].content
            part[-1].content = part[-1].content.rstrip() if _is_text(part[-1]) else part[-1].content
            text = copy(inside)
            text.children = part
            yield from (copy(opening), text, copy(closing))


def _parts(children: list[Token]) -> Iterator[list[Token]]:
    """Yield what stands between blocks, and each block alone; those in emphasis stay there."""
    part: list[Token] = []
    nesting = 0
    for child in children:
        if child.meta.get(BLOCK) and nesting == 0:
            if part:
                yield part
            yield [child]
            part = []
            continue
        nesting += child.nesting
        part.append(child)
    if part:
        yield part


def _is_gap(token: Token) -> bool:
    return token.type in _BREAKS or (_is_text(token) and not token.content.strip())


def _is_text(token: Token) -> bool:
    return token.type == "text"
