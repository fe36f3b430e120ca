"""Find what the cloze patterns describe, in time that grows with the text only.

Every mark is looked up once; from each opening the nearest closing on its line is found by halving.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from flashcards.inline import PieceKind, find_native, scan
from flashcards.syntaxes.osr.patterns import OptionalPart, Pattern, Value

_NUMBER = re.compile(r"\d{1,4}|[ash]++", re.ASCII)
_LOOKS_NUMBERED = re.compile(r"(?:\d{1,4}|[ash]+);;", re.ASCII)
_OPEN_TO_MARKS = frozenset({PieceKind.TEXT, PieceKind.MARK, PieceKind.TAG, PieceKind.BLOCK_ID})

Stretch = tuple[int, int]


class Match(Struct, frozen=True):
    """One cloze as written; places count from the beginning of the text."""

    start: int
    end: int
    answer: str
    hint: str = ""
    number: str = ""
    """Digits, or letters that say what each card does with it."""


def find_matches(
    text: str, patterns: Iterable[Pattern], closed: Sequence[Stretch] = ()
) -> tuple[Match, ...]:
    """Return the clozes of a text in order; of two that overlap the one that begins first.

    Marks in code, math, comments, addresses and link targets do not count, nor do those in the
    stretches `closed`.
    """
    wanted = [each for each in patterns if each.opening in text]
    if not wanted:
        return ()
    page = _Page(text, closed)
    found = [match for pattern in wanted for match in _Finder(page, pattern).find()]
    kept: list[Match] = []
    for match in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return tuple(kept)


class _Page:
    """A text, where its lines end, and where in it marks count."""

    def __init__(self, text: str, closed: Sequence[Stretch]) -> None:
        self.text = text
        hidden = sorted([*_hidden(text), *closed])
        self._starts = [start for start, _ in hidden]
        self._ends = list(accumulate((end for _, end in hidden), max))
        self._newlines = [match.start() for match in re.finditer("\n", text)]

    def line_end(self, at: int) -> int:
        """Return where the line ends that a place is in."""
        index = bisect_left(self._newlines, at)
        return self._newlines[index] if index < len(self._newlines) else len(self.text)

    def counts(self, at: int) -> bool:
        """Say whether a mark that begins here is one."""
        index = bisect_right(self._starts, at) - 1
        return index < 0 or self._ends[index] <= at

    def places(self, pattern: re.Pattern[str]) -> list[int]:
        """Return where marks stand that count."""
        found = (match.start() for match in pattern.finditer(self.text))
        return [at for at in found if self.counts(at)]

    def find(self, what: str, start: int, end: int) -> int:
        """Return where a mark that counts stands first; -1 if it does not."""
        at = self.text.find(what, start, end)
        while at >= 0 and not self.counts(at):
            at = self.text.find(what, at + 1, end)
        return at


def _hidden(text: str) -> Iterator[Stretch]:
    pieces = scan(text)
    for native in find_native(text, pieces):  # `{{c1::x}}` is no answer between `{{` and `}}`
        yield native.start, native.inner_start
        yield native.inner_end, native.end
    for piece in pieces:
        if piece.kind is PieceKind.LINK:
            yield piece.start, piece.shown_start
            yield piece.shown_end, piece.end
        elif piece.kind not in _OPEN_TO_MARKS:
            yield piece.start, piece.end


class _Finder:
    """Looks for one pattern on a page."""

    def __init__(self, page: _Page, pattern: Pattern) -> None:
        self.page = page
        self.pattern = pattern
        opening, closing = _marks(pattern)
        self.openings = page.places(opening)
        self.closings = page.places(closing)
        parts = (*pattern.before, *pattern.behind)
        ends = {part.after for part in parts if isinstance(part, OptionalPart)}
        self.ends = {end: page.places(re.compile(f"(?={re.escape(end)})")) for end in ends if end}

    def find(self) -> Iterator[Match]:
        """Yield matches from left to right, which do not overlap."""
        end = 0
        for start in self.openings:
            match = self._match(start) if start >= end else None
            if match:
                end = match.end
                yield match

    def _match(self, start: int) -> Match | None:
        limit = self.page.line_end(start)
        values: dict[Value, str] = {}
        at = self._parts(self.pattern.before, start + len(self.pattern.opening), limit, values)
        close = _next(self.closings, at + 1, limit) if at >= 0 else -1
        behind = close + len(self.pattern.closing)
        if close < 0 or self._parts(self.pattern.behind, behind, limit, {}) < 0:
            return None  # before the answer is looked at, which may be long
        answer_end = self._inside(at, close, values)
        end = self._parts(self.pattern.behind, behind, limit, values)
        if _LOOKS_NUMBERED.match(self.page.text, at, answer_end):
            return None
        answer = self.page.text[at:answer_end]
        hint, number = values.get(Value.HINT, ""), values.get(Value.NUMBER, "")
        return Match(start, end, answer, hint.strip(), number) if answer.strip() else None

    def _inside(self, start: int, close: int, values: dict[Value, str]) -> int:
        """Read the parts between answer and closing mark; return where the answer ends."""
        end = close
        for part in reversed(self.pattern.inside):
            at = self.page.find(part.before, start + 1, end)
            if at < 0:
                continue
            value = self.page.text[at + len(part.before) : end]
            if value.endswith(part.after):
                values.setdefault(part.value, value.removesuffix(part.after))
                end = at
        return end

    def _parts(
        self, parts: Iterable[str | OptionalPart], at: int, limit: int, values: dict[Value, str]
    ) -> int:
        """Step over parts; return where they end, or -1 if one that must be there is not."""
        for part in parts:
            if isinstance(part, OptionalPart):
                at = self._optional(part, at, limit, values)
            elif self.page.text.startswith(part, at):
                at += len(part)
            else:
                return -1
        return at

    def _optional(self, part: OptionalPart, at: int, limit: int, values: dict[Value, str]) -> int:
        """Step over a part that may be missing; return where to read on."""
        text = self.page.text
        inner = at + len(part.before)
        if not text.startswith(part.before, at):
            return at
        end = inner
        if part.value is Value.NUMBER:
            number = _NUMBER.match(text, inner, limit)
            end = number.end() if number else -1
        elif part.value is Value.HINT:
            end = _next(self.ends.get(part.after, []), inner, limit)
        if end < 0 or not text.startswith(part.after, end) or part.value in values:
            return at
        values[part.value] = text[inner:end]
        return end + len(part.after)


@lru_cache(maxsize=64)
def _marks(pattern: Pattern) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how to look for the marks: in a run of one character, nearest to the answer."""
    blank = r"\s" if pattern.is_tight else ""
    not_after = _none_of(_repeated(pattern.opening) + blank, "(?!{})")
    not_before = _none_of(_repeated(pattern.closing) + blank, "(?<!{})")
    opening = f"(?={re.escape(pattern.opening)}{not_after})"
    closing = f"{not_before}(?={re.escape(pattern.closing)})"
    return re.compile(opening), re.compile(closing)


def _repeated(mark: str) -> str:
    """Return the character that a mark repeats, for a set of them; nothing if it does not."""
    return re.escape(mark[0]) if not mark.strip(mark[0]) else ""


def _none_of(characters: str, template: str) -> str:
    return template.format(f"[{characters}]") if characters else ""


def _next(places: Sequence[int], start: int, limit: int) -> int:
    index = bisect_left(places, start)
    return places[index] if index < len(places) and places[index] < limit else -1
