"""Fields of the Dataview plugin: `key:: value` on its line, `[key:: value]`, `(key:: value)`.

As Dataview shows them: key and value, but in parentheses the value alone. A blank must follow the
colons and none may stand before them, so that `std::vector` and `f :: Int` stay what they are.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import tokenize_between

_KEY = r"[^\W_](?:[\w /-]{0,60}[\w/-])?"
_LINE = re.compile(rf"[ \t]*(?:[☐☑] )?(?P<mark>[*_~]{{0,3}}){_KEY}(?P=mark)\Z")
_IN_BRACKETS = re.compile(rf"(?P<bracket>[\[(])(?P<key>{_KEY})\Z")
_EDGE = re.compile(r"[\[\]()\n\\]")
_CLOSING = {"[": "]", "(": ")"}

# Nobody's key or value is longer; what follows each `::` is looked at once more.
_LONGEST_KEY = 70
_LONGEST_VALUE = 500


def dataview(state: StateInline, silent: bool) -> bool:
    """Take the colons of one field, and its value if it stands in brackets."""
    src, pos = state.src, state.pos
    if not src.startswith("::", pos) or src[pos + 2 : pos + 3] not in (" ", "\t"):
        return False
    field = _IN_BRACKETS.search(state.pending[-_LONGEST_KEY:])
    if field is not None:
        end = _end(src, pos + 2, state.posMax, field["bracket"])
        return end is not None and _take_value(state, field, end, silent=silent)
    if not _begins_line(src, pos):
        return False
    if not silent:
        state.pending += ":"
    state.pos = pos + 2
    return True


def _begins_line(src: str, pos: int) -> bool:
    start = src.rfind("\n", max(pos - _LONGEST_KEY, 0), pos) + 1
    if start == 0 and pos > _LONGEST_KEY:
        return False
    return _LINE.match(src[start:pos]) is not None


def _take_value(state: StateInline, field: re.Match[str], end: int, *, silent: bool) -> bool:
    if not silent:
        state.pending = state.pending.removesuffix(field[0])
        if field["bracket"] == "[":
            state.pending += field["key"] + ": "
        start = state.pos + 2
        while start < end and state.src[start] in " \t":
            start += 1
        tokenize_between(state, start, end)
    state.pos = end + 1
    return True


def _end(src: str, start: int, limit: int, bracket: str) -> int | None:
    """Return where the bracket closes on its line; brackets in the value are matched."""
    depth, closing = 0, _CLOSING[bracket]
    for edge in _EDGE.finditer(src, start, min(limit, start + _LONGEST_VALUE)):
        if edge[0] == bracket:
            depth += 1
        elif edge[0] == closing and depth == 0:
            return edge.start() if src[start : edge.start()].strip() else None
        elif edge[0] == closing:
            depth -= 1
        elif edge[0] == "\n":
            return None
    return None
