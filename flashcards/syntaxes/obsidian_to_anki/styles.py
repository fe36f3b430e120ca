"""The user's own forms: regular expressions, whose groups are the fields of a notetype."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import Piece, PieceKind, find_native, scan
from flashcards.model import Flashcard
from flashcards.syntaxes._dividing import names_in
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._obsidian_to_anki_options import ObsidianToAnkiOptions, Style
from flashcards.syntaxes._overlap import Taken
from flashcards.syntaxes._sheet import Line, LineKind
from flashcards.syntaxes.obsidian_to_anki.making import Scene, make
from flashcards.syntaxes.obsidian_to_anki.notetypes import BASIC_FIELDS, Notetype, find_notetype
from flashcards.syntaxes.obsidian_to_anki.patterns import (
    Broken,
    Compiled,
    Patience,
    TooSlowError,
    compile_style,
)
from flashcards.syntaxes.obsidian_to_anki.values import (
    LITERAL,
    Values,
    id_mark,
    read_tags,
    split_id,
    trim,
)

if TYPE_CHECKING:
    import regex

_PATIENCE = Patience()
"""Of this process, for all vault notes that it reads."""

_QUOTE_MARK = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_PROTECTED = frozenset({PieceKind.CODE, PieceKind.MATH})
_NEVER_CUT = _PROTECTED | {PieceKind.URL}
_GUESSED_FIELDS = (*BASIC_FIELDS, "Extra")
"""Of a notetype that neither Anki nor the settings know; a third group is extra."""


def problems(options: ObsidianToAnkiOptions) -> Iterator[tuple[str, str]]:
    """Yield the notetype of each pattern that cannot be read, and why not."""
    for style in options.styles:
        compiled = compile_style(style)
        if isinstance(compiled, Broken):
            yield style.notetype, compiled.why


def find_styled(scene: Scene, patience: Patience = _PATIENCE) -> Iterator[Finding]:
    """Yield what the user's patterns find, in the order of the settings."""
    if not scene.options.styles:
        return
    page = _Page(scene)
    for style in scene.options.styles:
        compiled = compile_style(style)
        if isinstance(compiled, Broken):
            continue
        seconds = patience.with_style(style)
        try:
            for one in compiled.passes:
                yield from page.take(one.matches(page.text, seconds), compiled)
        except TooSlowError:
            patience.stopped(style)
            yield _too_slow(style, scene)


class _Page:
    """The text that is left: what one pass found is blank for the next, as if it stood elsewhere.

    (The plugin lets a later pass begin in the id line of an earlier flashcard.)
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.kinds = [line.kind for line in scene.sheet.lines]
        self.lines = [
            "" if line.number in scene.file.meanings else line.text for line in scene.sheet.lines
        ]
        self.taken = Taken()
        self.blocks = _literal_blocks(scene.sheet.lines)
        self._measure()

    def _measure(self) -> None:
        self.text = "\n".join(self.lines)
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))[:-1]
        self.whole: dict[int, tuple[tuple[int, int], ...]] = {}

    def take(self, found: Sequence[regex.Match[str]], compiled: Compiled) -> Iterator[Flashcard]:
        """Yield the flashcards of one pass, and take their text off the page."""
        used: list[tuple[int, int]] = []
        for match in found:
            flashcard = self._read(match, compiled)
            if flashcard is not None and self.taken.take(flashcard):
                used.append(match.span())
                yield flashcard
        for start, end in used:
            self._blank(start, end)
        if used:
            self._measure()

    def _read(self, match: regex.Match[str], compiled: Compiled) -> Flashcard | None:
        start, end = _trimmed(match)
        if start == end or self._is_protected(match, start, end, compiled.groups):
            return None
        first, last = self._line(start), self._line(end - 1)
        name = compiled.style.notetype
        notetype = find_notetype(name, self.scene.options) or Notetype(name, _GUESSED_FIELDS)
        texts = [text or "" for text in match.groups()[: compiled.groups]]
        if self.kinds[first] is LineKind.QUOTE:
            texts = [_QUOTE_MARK.sub("", text) for text in texts]
        values = _values(match, dict(zip(notetype.fields, map(trim, texts), strict=False)))
        span = self.scene.sheet.span(first + 1, last + 1)
        return make(notetype, values, span, "style", self.scene)

    def _line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _is_protected(self, match: regex.Match[str], start: int, end: int, groups: int) -> bool:
        """Say whether the match lies in code or math, or cuts a field off in the middle of some."""
        first, last = self._line(start), self._line(end - 1)
        block = self.blocks.get(first)
        if block is not None and (first > block[0] or last <= block[1]):
            return True
        if first == last and any(
            piece.start <= start - self.starts[first] + 1
            and end - self.starts[first] <= piece.end + 1
            for piece in self._code_and_math(first)
        ):
            return True
        spans = (match.span(group) for group in range(1, groups + 1))
        return any(
            self._piece_around(from_) != self._piece_around(to) for from_, to in spans if from_ >= 0
        )

    def _piece_around(self, offset: int) -> tuple[int, int] | None:
        """Return what is never cut in two and has a place in its middle."""
        number = self._line(offset)
        at = offset - self.starts[number]
        if number not in self.whole:
            self.whole[number] = tuple(_never_cut(self.lines[number]))
        return next(
            ((number, start) for start, end in self.whole[number] if start < at < end), None
        )

    def _code_and_math(self, number: int) -> Iterator[Piece]:
        line = self.lines[number]
        if "`" in line or "$" in line:
            yield from (each for each in scan(line) if each.kind in _PROTECTED)

    def _blank(self, start: int, end: int) -> None:
        """Blank what a flashcard has; what else stands on its lines keeps its columns."""
        for number in range(self._line(start), self._line(max(start, end - 1)) + 1):
            line, at = self.lines[number], self.starts[number]
            from_, to = max(0, start - at), min(len(line), end - at)
            rest = f"{line[:from_]}{' ' * (to - from_)}{line[to:]}"
            self.lines[number] = rest if rest.strip() else ""


def _never_cut(line: str) -> Iterator[tuple[int, int]]:
    """Yield where code, math, clozes of Anki's, addresses and names in programs stand."""
    pieces = scan(line)
    yield from ((each.start, each.end) for each in pieces if each.kind in _NEVER_CUT)
    yield from ((each.start, each.end) for each in find_native(line, pieces))
    yield from names_in(line)


def _literal_blocks(lines: Sequence[Line]) -> dict[int, tuple[int, int]]:
    """Map the index of each line of code, math and comments to the first and last of its block."""
    blocks: dict[int, tuple[int, int]] = {}
    for kind, group in groupby(lines, key=lambda line: line.kind):
        numbers = [line.number - 1 for line in group]
        if kind in LITERAL:
            blocks |= dict.fromkeys(numbers, (numbers[0], numbers[-1]))
    return blocks


def _trimmed(match: regex.Match[str]) -> tuple[int, int]:
    """Return where the match begins and ends without the blank lines around it."""
    text = match[0]
    start = match.start() + len(text) - len(text.lstrip())
    return start, max(start, match.start() + len(text.rstrip()))


def _values(match: regex.Match[str], fields: dict[str, str]) -> Values:
    """Add the tags and the id of the passes that look for them, or one behind the last field."""
    marks = match.groupdict()
    number = marks.get("o2a_id") or marks.get("o2a_bare")
    last = next((name for name in reversed(fields) if fields[name]), None)
    if last and not number:
        fields[last], number = split_id(fields[last])
    tags = read_tags(marks.get("o2a_tags") or "")
    return Values(fields, tags, (id_mark(number),) if number else ())


def _too_slow(style: Style, scene: Scene) -> Diagnostic:
    return Diagnostic(
        "pattern-too-slow",
        Severity.ERROR,
        scene.sheet.span(1, len(scene.sheet.lines)),
        f"the pattern of `{style.notetype}` (CUSTOM_REGEXPS > {style.notetype}, or `styles` in "
        f"flashcards.toml) takes too long here and was stopped: {style.pattern}",
        "repetitions within repetitions, such as (a+)+, take that long; name each part only once",
    )
