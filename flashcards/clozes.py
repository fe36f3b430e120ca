"""What the author marked to be hidden, and the marks that the renderer and people read.

Clozes are values with places in the Markdown, so nothing else has to know how they were written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from flashcards.inline import (
    Braces,
    NativeCloze,
    Pair,
    find_braces,
    find_native,
    find_pairs,
    scan,
    split_highlight,
)
from flashcards.model import Cloze

OPEN = "\ufdd0"
SEP = "\ufdd1"
HINT = "\ufdd2"
CLOSE = "\ufdd3"
"""Noncharacters, which no text contains: the renderer turns them into Anki's marks at the end, so
that a literal `{{c1::x}}` in code never becomes a cloze."""

_MARK = re.compile(f"[{OPEN}-{CLOSE}]")
_ALL_MARKS = {ord(char): None for char in (OPEN, SEP, HINT, CLOSE)}
_OPENING = re.compile(r"\{\{c[\d,]+::|==(?:(?:\d{1,4}|[ash]+);;)?|\*\*|__", re.ASCII)


class ClozeStyle(Enum):
    """For whom clozes are marked."""

    NATIVE = "native"
    """`{{c1::text::hint}}`, for people."""

    PRIVATE = "private"
    """Noncharacters, for the renderer."""


class Curly(Enum):
    """By whose rules text between single braces is hidden."""

    FLASHCARDS_OBSIDIAN = "version 1"
    """`{x}`; `{2:x}` and `{2x}`, with one digit."""

    OBSIDIAN_TO_ANKI = "CurlyCloze"
    """`{x}`; `{2:x}`, `{2|x}`, `{c2:x}` and `{c2|x}`."""

    NUMBERED = "version 2"
    """`{2:x}` alone: version 2 of flashcards-obsidian."""


_BEGINNINGS = {
    # A digit that the text goes on with is no number: `{25 %}`, `{2 weeks}`, `{1.5}`.
    Curly.FLASHCARDS_OBSIDIAN: re.compile(r"(?>(?:(?P<number>[1-9])(?::|(?=[^\W\d_]|[$*(\[])))?)"),
    Curly.OBSIDIAN_TO_ANKI: re.compile(r"(?>(?:c?(?P<number>[1-9]\d{0,5})[:|])?)", re.ASCII),
    Curly.NUMBERED: re.compile(r"(?P<number>[1-9]\d{0,5}):", re.ASCII),
}

_Stretch = tuple[int, int]


def find_clozes(
    text: str, *, highlights: bool = True, bold: bool = False, curly: Curly | None = None
) -> tuple[Cloze, ...]:
    """Return what the author marked as hidden, sorted by start; the same number is one group.

    Anki's own marks may nest. `{{c1,2::x}}` gives a cloze for each number. A highlight or bold
    text within another cloze is none, nor what stands in braces with one of Anki's around or
    inside; neither is anything in code, comments or link targets.
    """
    wanted = _wanted_marks(text, highlights=highlights, bold=bold)
    if not wanted and not curly and "{{c" not in text:
        return ()
    pieces = scan(text)
    natives = find_native(text, pieces)
    found = [cloze for native in natives for cloze in _from_native(text, native)]
    taken = _outermost(natives)
    if curly:
        curlies = tuple(_from_braces(text, find_braces(text, pieces, natives), taken, curly))
        found += curlies
        taken = sorted([*taken, *((cloze.start, cloze.end) for cloze in curlies)])
    pairs = find_pairs(text, pieces) if wanted else ()
    found += _from_pairs(text, [pair for pair in pairs if pair.mark in wanted], taken)
    found.sort(key=lambda cloze: (cloze.start, -cloze.end))
    return tuple(_grouped(found))


def _wanted_marks(text: str, *, highlights: bool, bold: bool) -> frozenset[str]:
    """Return the marks that hide what stands between them, as far as the text has them."""
    marks = (*(("==",) if highlights else ()), *(("**", "__") if bold else ()))
    return frozenset(mark for mark in marks if mark in text)


def _from_native(text: str, native: NativeCloze) -> Iterator[Cloze]:
    inner = text[native.inner_start : native.inner_end]
    for number in dict.fromkeys(native.numbers):
        yield Cloze(native.start, native.end, inner, native.hint, number)


def _outermost(natives: Sequence[NativeCloze]) -> list[_Stretch]:
    outer: list[_Stretch] = []
    for native in natives:
        if not outer or native.start >= outer[-1][1]:
            outer.append((native.start, native.end))
    return outer


def _from_braces(
    text: str, found: Iterable[Braces], taken: Sequence[_Stretch], curly: Curly
) -> Iterator[Cloze]:
    """Yield the outermost braces that hide something by these rules and touch no other cloze."""
    ends = [end for _, end in taken]
    last_end = 0
    for braces in found:
        begins = _BEGINNINGS[curly].match(text, braces.start + 1, braces.end - 1)
        if begins is None or braces.start < last_end or _touches(braces, taken, ends):
            continue
        inner = text[begins.end() : braces.end - 1]
        if inner.strip():
            last_end = braces.end
            number = int(begins["number"]) if begins["number"] else None
            yield Cloze(braces.start, braces.end, inner, number=number)


def _touches(found: Braces | Pair, taken: Sequence[_Stretch], ends: Sequence[int]) -> bool:
    index = bisect_right(ends, found.start)
    return index < len(taken) and taken[index][0] < found.end


def _from_pairs(text: str, pairs: Iterable[Pair], taken: Sequence[_Stretch]) -> Iterator[Cloze]:
    """Yield the outermost pairs that touch no stronger cloze."""
    ends = [end for _, end in taken]
    last_end = 0
    for pair in pairs:
        if pair.start >= last_end and not _touches(pair, taken, ends):
            last_end = pair.end
            yield _from_pair(text, pair)


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
        yield Cloze(cloze.start, cloze.end, cloze.text, cloze.hint, cloze.number, group)


def mark_clozes(
    text: str,
    clozes: Sequence[Cloze],
    numbers: Mapping[int, int],
    style: ClozeStyle = ClozeStyle.PRIVATE,
) -> str:
    """Write the text with the clozes marked by Anki's numbers, given by group.

    The author's own marks go. A cloze whose group has no number is shown as text.
    """
    clean = _without_marks if style is ClozeStyle.PRIVATE and _MARK.search(text) else str
    out: list[str] = []
    at = 0
    for position, _, _, resume, mark in sorted(_edits(text, clozes, numbers, style)):
        out += (clean(text[at:position]), mark)
        at = max(at, resume)
    return "".join([*out, clean(text[at:])])


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
    if text.startswith("{", cloze.start) and not text.startswith("{{", cloze.start):
        return cloze.end - 1 - len(cloze.text)  # what stands before depends on whose rules apply
    mark = _OPENING.match(text, cloze.start, cloze.end)
    return mark.end() if mark else cloze.start


def _marks(number: int | None, hint: str, style: ClozeStyle) -> tuple[str, str]:
    if number is None:
        return "", ""
    if style is ClozeStyle.NATIVE:
        return f"{{{{c{number}::", f"::{hint}}}}}" if hint else "}}"
    hint = _without_marks(hint) if hint else ""
    return f"{OPEN}{number}{SEP}", f"{HINT}{hint}{CLOSE}" if hint else CLOSE


def _without_marks(text: str) -> str:
    return text.translate(_ALL_MARKS)
