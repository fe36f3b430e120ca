"""Read what is taken literally: escapes, code, math, comments, HTML, addresses."""

from __future__ import annotations

import re
from bisect import bisect_right

from flashcards.inline._pieces import PieceKind
from flashcards.inline._scanner import Scanner

_RUNS = {char: re.compile(re.escape(char) + "+") for char in "`~*_=$"}
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_FENCE_END = re.compile(r"\n[ \t]*+(`{3,}+|~{3,}+)[ \t]*+(?=\n|\Z)")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]*+|[^\s<>@]++@[^\s<>]++)>")
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9\-]*+(?>(?:\s[^<>]*+)?)/?>")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,30}\Z")
_ADDRESS = re.compile(r"://(?>(?:\[[0-9A-Fa-f:.]*+\])?)[^\s<>{}`|\[\]\"]*+")


def read_escape(scanner: Scanner, at: int) -> int:
    """Read a backslash and the character that it makes literal."""
    text = scanner.text
    if at + 1 < len(text) and text[at + 1] in _PUNCTUATION:
        return scanner.add(PieceKind.ESCAPE, at, at + 2, (at + 1, at + 2))
    return at + 1


def run_end(text: str, at: int) -> int:
    """Say where the run of equal characters that starts here ends."""
    match = _RUNS[text[at]].match(text, at)
    return match.end() if match else at + 1


def read_code(scanner: Scanner, at: int) -> int:
    """Read code between equal runs of backticks, or a fence of them."""
    inside = run_end(scanner.text, at)
    length = inside - at
    if length > 2 and scanner.starts_line(at) and _may_open_fence(scanner.text, inside):
        return read_fence(scanner, at, inside)
    starts = scanner.ticks.get(length, [])
    index = bisect_right(starts, at)
    if index == len(starts) or starts[index] > scanner.blank.find(at):
        return inside
    close = starts[index]
    return scanner.add(PieceKind.CODE, at, close + length, (inside, close))


def _may_open_fence(text: str, inside: int) -> bool:
    end = text.find("\n", inside)
    return "`" not in text[inside : end if end >= 0 else len(text)]


def read_fence(scanner: Scanner, at: int, inside: int) -> int:
    """Read a fenced code block up to its closing run, or to the end."""
    text = scanner.text
    code = text.find("\n", inside) + 1 or len(text)
    for match in _FENCE_END.finditer(text, max(inside, code - 1)):
        if match[1][0] == text[at] and len(match[1]) >= inside - at:
            return scanner.add(PieceKind.CODE, at, match.end(), (code, max(code, match.start())))
    return scanner.add(PieceKind.CODE, at, len(text), (code, len(text)))


def read_math(scanner: Scanner, at: int) -> int:
    """Read `$x$`, or `$$x$$`, which may hold blank lines if it starts its line."""
    text = scanner.text
    opened = run_end(text, at)
    if opened - at > 2:
        return opened
    width = opened - at
    if width == 1 and text[opened : opened + 1].isspace():
        return opened
    close = (scanner.dollar if width == 1 else scanner.dollars).find(at + width + 1)
    is_block = width == 2 and scanner.starts_line(at)
    if close == len(text) or (not is_block and close > scanner.blank.find(at)):
        return opened
    if width == 1 and (text[close - 1].isspace() or text[close + 1 : close + 2].isdigit()):
        return opened
    return scanner.add(PieceKind.MATH, at, close + width, (at, close + width))


def read_angle(scanner: Scanner, at: int) -> int:
    """Read an HTML comment, an `<address>` or a tag."""
    text = scanner.text
    if text.startswith("<!--", at):
        close = scanner.comment_end.find(at + 4)
        return at + 4 if close == len(text) else scanner.hide(PieceKind.COMMENT, at, close + 3)
    if match := _AUTOLINK.match(text, at):
        return scanner.add(PieceKind.URL, at, match.end(), (at + 1, match.end() - 1))
    if match := _HTML.match(text, at):
        return scanner.hide(PieceKind.HTML, at, match.end())
    return at + 1


def read_percents(scanner: Scanner, at: int) -> int:
    """Read Obsidian's comment."""
    close = scanner.percents.find(at + 2)
    if close == len(scanner.text):
        return at + 2
    return scanner.hide(PieceKind.COMMENT, at, close + 2)


def read_address(scanner: Scanner, at: int) -> int:
    """Read a bare address such as `https://example.org/a`."""
    text = scanner.text
    floor = max(at - 31, scanner.pieces[-1].end if scanner.pieces else 0)
    scheme = _SCHEME.search(text[floor:at])
    match = _ADDRESS.match(text, at) if scheme else None
    if scheme is None or match is None:
        return at + 3
    start = floor + scheme.start()
    end = _trim_address(text, start, match.end())
    return scanner.add(PieceKind.URL, start, end, (start, end)) if end > at + 3 else at + 3


def _trim_address(text: str, start: int, end: int) -> int:
    """Give back what more likely belongs to the sentence or its emphasis."""
    opened = text.count("(", start, end) - text.count(")", start, end)
    while end > start:
        if text.startswith("==", end - 2) and end - 2 > start:
            end -= 2
        elif text[end - 1] in "?!.,:;*_~'’”»\"" or (text[end - 1] == ")" and opened < 0):
            opened += text[end - 1] == ")"
            end -= 1
        else:
            break
    return end
