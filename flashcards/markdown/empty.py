"""Paragraphs and rows of which nothing is shown: they held a comment, a block id or residue."""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_CELL = 3
"""Tokens of a cell in a row: where it begins, its text, where it ends."""


def leave_out_empty(state: StateCore) -> None:
    """Leave them out, after everything inline is read; a row that was empty as written stays."""
    kept: list[Token] = []
    skipped = 0
    for place, token in enumerate(state.tokens):
        skipped = max(skipped, place + _empty(state.tokens, place))
        if place >= skipped:
            kept.append(token)
    state.tokens = kept


def _empty(tokens: list[Token], place: int) -> int:
    """Return how many tokens are to be left out from here on."""
    match tokens[place].type:
        case "paragraph_open" if _shows_nothing(tokens[place + 1]):
            return 3
        case "tr_open":
            end = next(at for at in range(place, len(tokens)) if tokens[at].type == "tr_close")
            cells = tokens[place + 2 : end : _CELL]
            written = any(cell.content for cell in cells)
            return end + 1 - place if written and all(map(_shows_nothing, cells)) else 0
    return 0


def _shows_nothing(inline: Token) -> bool:
    return all(
        child.type in ("text", "softbreak") and not child.content.strip()
        for child in inline.children or ()
    )
