"""Labels at the beginning of a line: `Q:`, `**Q1:**`, `**Question**:`, `**Q: text**`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# French sets a blank that does not break before a colon; Chinese and Japanese have a wide colon.
_BEFORE_COLON = r"[ \t\u00a0\u202f]*"
_COLON = r"(?:(?P<triple>:::)(?!:)|:(?!:|//)|：)"

_TRIPLE = re.compile(r"[A-Z]\w*:::\Z")

_AT_START = r"(?P<open>\*\*|__|\*|_)?"
_BOLD_INSIDE = r"[ \t](?:(?:\||→|->)[ \t]*+)?(?P<open>\*\*|__)"
_JOINED = r"[ \t](?:\||→|->)[ \t]*+(?P<open>)"
_BEHIND_QUESTION = r"(?<=[?？])[ \t]{1,9}(?P<open>)"


@dataclass(frozen=True, slots=True)
class Label:
    """A label, and what follows it."""

    start: int
    """Where it begins in the line."""

    rest: str
    """The line's text behind it, without emphasis that the label shared."""


def match_label(line: str, words: tuple[str, ...]) -> Label | None:
    """Read a label at the beginning of a line; `Q::: text` is one, `q ::: text` a separator."""
    match = _compile(words, _AT_START).match(line.lstrip())
    if match is None or (match["triple"] and not _TRIPLE.match(match[0])):
        return None
    return _label(match)


def find_label(line: str, words: tuple[str, ...]) -> Label | None:
    """Find a label further on in a line: a bold one, or one behind `|`, an arrow or a `?`."""
    for opening in (_BOLD_INSIDE, _JOINED, _BEHIND_QUESTION):
        match = _compile(words, opening).search(line)
        if match and (match["closed"] or match["closes"] or not match["open"]):
            return _label(match)
    return None


def _label(match: re.Match[str]) -> Label:
    rest = match.string[match.end() :].strip()
    mark = match["open"]
    if mark and not match["closed"] and not match["closes"]:
        # The label shares its emphasis with the text: **Q: text**
        whole = rest.endswith(mark) and mark not in rest[: -len(mark)]
        rest = rest[: -len(mark)].rstrip() if whole else mark + rest
    return Label(match.start(), rest)


@lru_cache(maxsize=32)
def _compile(words: tuple[str, ...], opening: str) -> re.Pattern[str]:
    labels = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
    number = r"[ \t]?\d{0,4}"
    # The closing mark stands before the colon or behind it.
    return re.compile(
        rf"{opening}(?:{labels}){number}(?P<closed>(?(open)(?:(?P=open))?))"
        rf"{_BEFORE_COLON}{_COLON}(?P<closes>(?(open)(?:(?P=open))?))",
        re.IGNORECASE,
    )
