"""What the author marked to be hidden, and the marks that the renderer and people read.

Clozes are values with places in the Markdown, so nothing else has to know how they were written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from flashcards.inline import NativeCloze, Pair, find_native, find_pairs, scan, split_highlight
from flashcards.model import Cloze

OPEN = "\ufdd0"
SEP = "\ufdd1"
HINT = "\ufdd2"
CLOSE = "\ufdd3"
"""Noncharacters, which no text contains: the renderer turns them into Anki's marks at the end, so
that a literal `{{c1::x}}` in code never becomes a cloze."""

_ALL_MARKS = {ord(char): None for char in (OPEN, SEP, HINT, CLOSE)}
_OPENING = re.compile(r"\{\{c[\d,]+::|==(?:(?:\d{1,4}|[ash]+);;)?|\*\*|__", re.ASCII)


class ClozeStyle(Enum):
    """For whom clozes are marked."""

    NATIVE = "native"
    """`{{c1::text::hint}}`, for people."""

    PRIVATE = "private"
    """Noncharacters, for the renderer."""


def find_clozes(text: str, *, highlights: bool = True, bold: bool = False) -> tuple[Cloze, ...]:
    """Return what the author marked as hidden, sorted by start; the same number is one group.

    Anki's own marks may nest. `{{c1,2::x}}` gives a cloze for each number. A highlight or bold
    text within another cloze is none; neither is anything in code, comments or link targets.
    """
    pieces = scan(text)
    natives = find_native(text, pieces)
    found = [cloze for native in natives for cloze in _from_native(text, native)]
    pairs = find_pairs(text, pieces) if highlights or bold else ()
    wanted = {"=="} if highlights else set()
    wanted |= {"**", "__"} if bold else set()
    found += _from_pairs(text, [pair for pair in pairs if pair.mark in wanted], natives)
    found.sort(key=lambda cloze: (cloze.start, -cloze.end))
    return tuple(_grouped(found))


def _from_native(text: str, native: NativeCloze) -> Iterator[Cloze]:
    inner = text[native.inner_start : native.inner_end]
    for number in dict.fromkeys(native.numbers):
        yield Cloze(native.start, native.end, inner, native.hint, number)


def _from_pairs(
    text: str, pairs: Iterable[Pair], natives: Sequence[NativeCloze]
) -> Iterator[Cloze]:
    """Yield the outermost pairs that touch no native cloze."""
    outer = _outermost(natives)
    ends = [native.end for native in outer]
    last_end = 0
    for pair in pairs:
        index = bisect_right(ends, pair.start)
        touches = index < len(outer) and outer[index].start < pair.end
        if not touches and pair.start >= last_end:
            last_end = pair.end
            yield _from_pair(text, pair)


def _outermost(natives: Sequence[NativeCloze]) -> list[NativeCloze]:
    outer: list[NativeCloze] = []
    for native in natives:
        if not outer or native.start >= outer[-1].end:
            outer.append(native)
    return outer


def _from_pair(text: str, pair: Pair) -> Cloze:
    if pair.mark != "==":
        return Cloze(pair.start, pair.end, text[pair.inner_start : pair.inner_end])
    parts = split_highlight(text, pair.inner_start, pair.inner_end)
    inner = text[parts.start : parts.end]
    return Cloze(pair.start, pair.end, inner, parts.hint, parts.number)


def _grouped(clozes: Iterable[Cloze]) -> Iterator[Cloze]:
    groups: dict[int, int] = {}
    count = 0
    for cloze in clozes:
        group = count if cloze.number is None else groups.setdefault(cloze.number, count)
        count += group == count
        yield replace(cloze, group=group)


def mark_clozes(
    text: str,
    clozes: Sequence[Cloze],
    numbers: Mapping[int, int],
    style: ClozeStyle = ClozeStyle.PRIVATE,
) -> str:
    """Write the text with the clozes marked by Anki's numbers, given by group.

    The author's own marks go. A cloze whose group has no number is shown as text.
    """
    out: list[str] = []
    at = 0
    for position, _, _, resume, mark in sorted(_edits(text, clozes, numbers, style)):
        out += [_clean(text[at:position], style), mark]
        at = max(at, resume)
    return "".join([*out, _clean(text[at:], style)])


_Edit = tuple[int, int, int, int, str]
"""Where, closing before opening, the inner before the outer to close, where to go on, what."""


def _edits(
    text: str, clozes: Sequence[Cloze], numbers: Mapping[int, int], style: ClozeStyle
) -> Iterator[_Edit]:
    for cloze in clozes:
        inner = _inner_start(text, cloze)
        opening, closing = _marks(numbers.get(cloze.group), cloze.hint, style)
        yield cloze.start, 1, -cloze.end, inner, opening
        yield inner + len(cloze.text), 0, -cloze.start, cloze.end, closing


def _inner_start(text: str, cloze: Cloze) -> int:
    if cloze.end - cloze.start == len(cloze.text):  # chosen by us: nothing is marked
        return cloze.start
    mark = _OPENING.match(text, cloze.start, cloze.end)
    return mark.end() if mark else cloze.start


def _marks(number: int | None, hint: str, style: ClozeStyle) -> tuple[str, str]:
    if number is None:
        return "", ""
    if style is ClozeStyle.NATIVE:
        return f"{{{{c{number}::", f"::{hint}}}}}" if hint else "}}"
    hint = _clean(hint, style)
    return f"{OPEN}{number}{SEP}", f"{HINT}{hint}{CLOSE}" if hint else CLOSE


def _clean(text: str, style: ClozeStyle) -> str:
    return text.translate(_ALL_MARKS) if style is ClozeStyle.PRIVATE else text
