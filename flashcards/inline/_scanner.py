"""The state of one scan: what was found so far, and what is still open."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from flashcards.inline._marks import Run
from flashcards.inline._pieces import Piece, PieceKind

_TICKS = re.compile("`+")
_LINE_HEAD = re.compile(r"(?>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*)")


_BLANK = re.compile(r"\n[ \t]*+(?=\n)")
_DOLLAR = re.compile(r"(?<!\\)\$")
_DOLLARS = re.compile(r"\$\$")
_COMMENT_END = re.compile("-->")
_PERCENTS = re.compile("%%")


class Finder:
    """Find a pattern again and again from later and later places, reading the text once."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._pattern = pattern
        self._text = text
        self._searched = -1
        self._found = -1

    def find(self, start: int) -> int:
        """Return where the pattern next stands at or after `start`, or the text's length."""
        if self._searched < 0 or self._found < start:
            match = self._pattern.search(self._text, start)
            self._found = match.start() if match else len(self._text)
            self._searched = start
        return self._found


class Bracket(Struct, frozen=True):
    """An open `[` or `![` that may turn out to begin a link."""

    start: int
    inside: int
    image: bool
    pieces: int
    runs: int


class Scanner:
    """The state of one scan: what was found so far, and what is still open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Piece] = []
        self.runs: list[Run | None] = []
        self.brackets: list[Bracket] = []

    @cached_property
    def blank(self) -> Finder:
        """Where blank lines are."""
        return Finder(_BLANK, self.text)

    @cached_property
    def dollar(self) -> Finder:
        """Where a formula may end."""
        return Finder(_DOLLAR, self.text)

    @cached_property
    def dollars(self) -> Finder:
        """Where a block of math may end."""
        return Finder(_DOLLARS, self.text)

    @cached_property
    def comment_end(self) -> Finder:
        """Where an HTML comment may end."""
        return Finder(_COMMENT_END, self.text)

    @cached_property
    def percents(self) -> Finder:
        """Where a comment of Obsidian's may end."""
        return Finder(_PERCENTS, self.text)

    @cached_property
    def ticks(self) -> dict[int, list[int]]:
        """Where runs of backticks start, by length."""
        starts: dict[int, list[int]] = {}
        for match in _TICKS.finditer(self.text):
            starts.setdefault(len(match[0]), []).append(match.start())
        return starts

    def add(self, kind: PieceKind, start: int, end: int, shown: tuple[int, int]) -> int:
        """Record a piece and return where to read on."""
        self.pieces.append(Piece(kind, start, end, *shown))
        return end

    def hide(self, kind: PieceKind, start: int, end: int) -> int:
        """Record a piece of which nothing is shown."""
        return self.add(kind, start, end, (end, end))

    def starts_line(self, at: int) -> bool:
        """Whether only blanks and quotation marks stand before `at` in its line."""
        # A fence may be indented deeply in a list, but hardly by more than this.
        start = max(self.text.rfind("\n", max(0, at - 200), at) + 1, at - 200, 0)
        head = _LINE_HEAD.match(self.text, start, at)
        return (
            head is not None and head.end() == at and (start == 0 or self.text[start - 1] == "\n")
        )
