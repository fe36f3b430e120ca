"""Obsidian's `%% comments %%`: taken out of a text, line for line.

They may stand in a line or take many. Inside code, math and HTML comments `%%` means nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

from flashcards.markdown.columns import BLANKS

# Stands where a comment was, until its line is tidied; a noncharacter is in nobody's text.
_GAP = "\ufdd7"

_MARKS = r"(?:[ \t>]*+(?>(?:(?:[-+*]|\d{1,9}[.)])[ \t]++)*)(?>(?:\[.\][ \t]++)?))"
_CONTAINERS = re.compile(_MARKS)
_QUOTES = re.compile(r"[ \t>]*+")
_TOKEN = re.compile(
    rf"""\\. | ^(?P<marks>{_MARKS})(?P<open>(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})|\$\$)
    | (?P<code>`+) | (?P<math>\$\$?) | (?P<html><!--) | (?P<comment>%%)""",
    re.VERBOSE | re.MULTILINE,
)
_CODE = re.compile(r"`+")
_MATH_END = re.compile(r"(?<![\s\\$])\$(?![\d$])")
_BLANK_LINE = re.compile(r"^[ \t>]*$", re.MULTILINE)


def blank_comments(text: str) -> tuple[str, int | None]:
    """Return the text without comments and, from 0, the line of a comment that is never closed.

    An unclosed comment is text: followed to the letter, one stray `%%` would hide everything below.
    """
    if "%%" not in text:
        return text, None
    comments, unclosed = _Finder(text).find()
    line = None if unclosed is None else text.count("\n", 0, unclosed)
    return (_cut(text, comments) if comments else text), line


class _Finder:
    """Looks for comments, stepping over whatever may hide a `%%`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.code_runs: dict[int, list[int]] = defaultdict(list)
        for run in _CODE.finditer(text):
            self.code_runs[len(run.group())].append(run.start())
        self.math_ends = [found.start() for found in _MATH_END.finditer(text)]
        self.blank_lines = [found.start() for found in _BLANK_LINE.finditer(text)]
        self.last_html_end = text.rfind("-->")

    def find(self) -> tuple[list[tuple[int, int]], int | None]:
        comments: list[tuple[int, int]] = []
        position = 0
        while found := _TOKEN.search(self.text, position):
            if found["comment"] is None:
                position = self._step_over(found)
                continue
            end = self.text.find("%%", found.end())
            if end < 0:
                return comments, found.start()
            position = end + 2
            comments.append((found.start(), position))
        return comments, None

    def _step_over(self, found: re.Match[str]) -> int:
        if found["fence"] is not None:
            return self._fence_end(found)
        if found["open"] is not None:
            end = self.text.find("$$", found.end())
        elif found["code"] is not None:
            end = _next(self.code_runs[len(found["code"])], found.end(), self._paragraph_end(found))
            return end + len(found["code"]) if end >= 0 else found.end()
        elif found["math"] is not None:
            end = self._math_end(found)
        elif found["html"] is not None and found.end() <= self.last_html_end:
            end = self.text.find("-->", found.end())
        else:
            return found.end()
        return end + 2 if end >= 0 else found.end()

    def _math_end(self, found: re.Match[str]) -> int:
        limit = self._paragraph_end(found)
        if found["math"] == "$$":
            return self.text.find("$$", found.end(), limit)
        if self.text[found.end() : found.end() + 1].isspace():
            return -1
        end = _next(self.math_ends, found.end() + 1, limit)
        return end - 1 if end >= 0 else end

    def _fence_end(self, found: re.Match[str]) -> int:
        """Find the end of a fenced block: its closing line, or the end of its callout."""
        mark, depth = found["fence"], found["marks"].count(">")
        start = self._next_line(found.end())
        while start < len(self.text):
            after = self._next_line(start)
            line = self.text[start:after]
            quotes = _QUOTES.match(line)
            if quotes and quotes.group().count(">") < depth:
                return start
            closing = line.strip(" \t>\n")
            if closing.startswith(mark) and not closing.strip(mark[0]):
                return after
            start = after
        return start

    def _next_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return end + 1 if end >= 0 else len(self.text)

    def _paragraph_end(self, found: re.Match[str]) -> int:
        index = bisect_right(self.blank_lines, found.start())
        return self.blank_lines[index] if index < len(self.blank_lines) else len(self.text)


def _next(positions: list[int], start: int, limit: int) -> int:
    index = bisect_left(positions, start)
    found = index < len(positions) and positions[index] < limit
    return positions[index] if found else -1


def _cut(text: str, comments: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    last = 0
    for start, end in comments:
        pieces += (text[last:start], _GAP)
        comment = text[start:end]
        if "\n" in comment:
            opening = text[text.rfind("\n", 0, start) + 1 : start]
            pieces += [f"\n{_kept_marks(line, opening)}{_GAP}" for line in comment.split("\n")[1:]]
        last = end
    pieces.append(text[last:])
    lines = "".join(pieces).split("\n")
    return "\n".join(_tidy(line) if _GAP in line else line for line in lines)


def _kept_marks(line: str, opening: str) -> str:
    """Return what must stay of a line inside a comment, so that its callout goes on below."""
    found = _CONTAINERS.match(opening)
    around = found.group() if found else ""
    marks = line[: len(line) - len(line.lstrip(" \t>"))]
    depth = around.count(">")
    parts = marks.split(">")
    if len(parts) > depth + 1:
        marks = ">".join((*parts[:depth], "")) if depth else parts[0]
    return marks.expandtabs(4)[: len(around.expandtabs(4))]


def _tidy(line: str) -> str:
    """Close the gaps: no blanks are left over that would make code or a line break."""
    first, *rest = line.split(_GAP)
    found = _CONTAINERS.fullmatch(first)
    kept, after_blank = [first], found is not None or first.endswith((" ", "\t"))
    for part in rest:
        bare = part.lstrip(BLANKS) if after_blank else part
        if bare:
            kept.append(bare)
            after_blank = bare[-1] in BLANKS
    return "".join(kept) if rest[-1].strip(BLANKS) else "".join(kept).rstrip(BLANKS)
