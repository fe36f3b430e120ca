"""Globs over paths of the vault: `*` and `?` within a name, `**` over folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANINGS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_ENDLESS = frozenset({"**/", "**", "*"})

_QUICK = 2
"""So many wildcards Python tries out in no time, whatever the path."""

_FEW, _SHORT = 4, 64
"""So many it does on a path of so many characters; with each more it takes that many times longer,
and `**x**x**x**x` is for ever."""


class Globs:
    """Tells whether a path matches one of some globs.

    A glob counts from the vault's root and stands for everything below a folder that it matches:
    `Archive` is `Archive/**`. Only one with a wildcard and no `/` fits at any depth: `*.canvas`.
    """

    def __init__(self, globs: Sequence[str]) -> None:
        read = [_pieces(glob) for glob in globs if glob.strip("./")]
        quick = [each for each in read if _wildcards(each) <= _QUICK]
        self._pattern = re.compile("|".join(map(_meaning, quick)), re.DOTALL) if quick else None
        self._others = [_Other(each) for each in read if _wildcards(each) > _QUICK]

    def match(self, path: str) -> bool:
        """Tell whether a path, with `/` between folders, matches."""
        if self._pattern is None and not self._others:
            return False
        path = unicodedata.normalize("NFC", path)
        if self._pattern is not None and self._pattern.fullmatch(path) is not None:
            return True
        return any(other.match(path) for other in self._others)


class _Other:
    """A glob with more wildcards than it is quick to try out: one step for each character."""

    def __init__(self, pieces: Sequence[str]) -> None:
        few = _wildcards(pieces) <= _FEW
        self._pattern = re.compile(_meaning(pieces), re.DOTALL) if few else None
        self._marks = [
            mark for piece in pieces for mark in ([piece] if piece in _MEANINGS else piece)
        ]

    def match(self, path: str) -> bool:
        if self._pattern is not None and len(path) <= _SHORT:
            return self._pattern.fullmatch(path) is not None
        end = len(self._marks)
        places = self._from(0)
        for character in path:
            if end in places and character == "/":
                return True  # a folder matches, and so does all that is in it
            places = {new for place in places for new in self._after(place, character)}
        return end in places

    def _after(self, place: int, character: str) -> set[int]:
        """Return where one may stand behind a character, from one place among the marks."""
        mark = self._marks[place] if place < len(self._marks) else ""
        if mark == "**/":
            return {place} | (self._from(place + 1) if character == "/" else set())
        if mark == "**" or (mark == "*" and character != "/"):
            return self._from(place)
        if mark == character or (mark == "?" and character != "/"):
            return self._from(place + 1)
        return set()

    def _from(self, place: int) -> set[int]:
        """Return a place, and those behind wildcards that may stand for nothing."""
        places = {place}
        while place < len(self._marks) and self._marks[place] in _ENDLESS:
            place += 1
            places.add(place)
        return places


def _pieces(glob: str) -> tuple[str, ...]:
    glob = unicodedata.normalize("NFC", glob.removeprefix("./").strip("/"))
    if "/" not in glob and _MEANINGS.keys() & set(glob):
        glob = f"**/{glob}"
    pieces: list[str] = []
    for piece in _PIECE.findall(glob):
        if piece not in _ENDLESS or pieces[-1:] != [piece]:  # twice is no more than once
            pieces.append(piece)
    return tuple(pieces)


def _wildcards(pieces: Sequence[str]) -> int:
    return sum(piece in _ENDLESS for piece in pieces)


def _meaning(pieces: Sequence[str]) -> str:
    inside = (_MEANINGS.get(piece, re.escape(piece)) for piece in pieces)
    return f"(?:{''.join(inside)})(?:/.*)?"
