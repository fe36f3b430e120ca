"""A field with `{{c1::gaps}}` in, what one card shows of it out: as Anki's reviewer does it.

Gaps may stand in gaps. A gap that is not closed is text. In a formula the gap has no element of
its own, because MathJax would not read it.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

_EDGE = re.compile(r"\{\{c(?P<numbers>\d+(?:,\d+)*)::|\}\}")
_DELIMITER = re.compile(r"\\[()\[\]]")
_TAG = re.compile(r'<[^<>"]*+(?>(?:"[^"]*+"[^<>"]*+)*)>')
_CLOSING = {r"\(": r"\)", r"\[": r"\]"}


class Gap(Struct, frozen=True):
    """One `{{c1::content::hint}}`."""

    opening: str
    numbers: str
    """As written: `1`, or `1,2`."""

    content: list[str | Gap] = field(default_factory=list)

    def hides(self, number: int) -> bool:
        """Whether the card of this number asks for it."""
        return str(number) in self.numbers.split(",")


def reveal(html: str, number: int, *, question: bool) -> str:
    """Return the field as the card of one cloze number shows it."""
    shown = "".join(_shown(each, number, question=question) for each in _parse(html))
    return _without_tags_in_math(shown)


def whole(html: str) -> str:
    """Return the field with nothing hidden and no hints."""
    return "".join(map(_plain, _parse(html)))


def _parse(html: str) -> list[str | Gap]:
    top: list[str | Gap] = []
    open_gaps: list[Gap] = []
    at = 0
    for edge in _EDGE.finditer(html):
        here = open_gaps[-1].content if open_gaps else top
        here.append(html[at : edge.start()])
        at = edge.end()
        if edge["numbers"]:
            open_gaps.append(Gap(edge[0], edge["numbers"]))
        elif open_gaps:
            gap = open_gaps.pop()
            (open_gaps[-1].content if open_gaps else top).append(gap)
        else:
            here.append(edge[0])
    rest: list[str | Gap] = [html[at:]]
    while open_gaps:
        gap = open_gaps.pop()
        rest = [gap.opening, *gap.content, *rest]
    return [*top, *rest]


def _split_hint(gap: Gap) -> tuple[list[str | Gap], str]:
    """Return what a gap holds and its hint, which begins at the first `::` of a text in it."""
    content: list[str | Gap] = []
    hint = "..."
    for each in gap.content:
        if isinstance(each, str):
            text, colons, after = each.partition("::")
            hint = after if colons else hint
            content.append(text)
        else:
            content.append(each)
    return content, hint


def _shown(piece: str | Gap, number: int, *, question: bool) -> str:
    if isinstance(piece, str):
        return piece
    content, hint = _split_hint(piece)
    asked = piece.hides(number)
    if question and asked:
        inside = f"[{hint}]"
    else:
        inside = "".join(_shown(each, number, question=question) for each in content)
    name = "cloze" if asked else "cloze-inactive"
    return f'<span class="{name}" data-ordinal="{piece.numbers}">{inside}</span>'


def _plain(piece: str | Gap) -> str:
    if isinstance(piece, str):
        return piece
    return "".join(map(_plain, _split_hint(piece)[0]))


def _without_tags_in_math(html: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in math_spans(html):
        pieces += (html[at:start], _TAG.sub("", html[start:end]))
        at = end
    return "".join((*pieces, html[at:]))


def math_spans(html: str) -> list[tuple[int, int]]:
    r"""Return where the formulas stand, `\(` or `\[` and what closes them included."""
    spans: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for delimiter in _DELIMITER.finditer(html):
        if opened is None:
            opened = delimiter if delimiter[0] in _CLOSING else None
        elif delimiter[0] == _CLOSING[opened[0]]:
            spans.append((opened.start(), delimiter.end()))
            opened = None
    return spans
