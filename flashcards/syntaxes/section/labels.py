"""Labels at the beginning of a line: `Q:`, `**Q1:**`, `**Question**:`, `**Q: text**`."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from flashcards.syntaxes._languages import label_words
from flashcards.syntaxes._options import SyntaxOptions

# French sets a blank that does not break before a colon; Chinese and Japanese have a wide colon.
_BEFORE_COLON = r"[ \t\u00a0\u202f]*"
_COLON = r"(?:(?P<triple>:::)(?!:)|:(?!:|//)|：)"

_TRIPLE = re.compile(r"[A-Z]\w*:::\Z")

_AT_START = r"(?P<open>\*\*|__|\*|_)?"
_BOLD_INSIDE = r"[ \t](?:(?:\||→|->)[ \t]*+)?(?P<open>\*\*|__)"
_JOINED = r"[ \t](?:\||→|->)[ \t]*+(?P<open>)"
_BEHIND_QUESTION = r"(?<=[?？])[ \t]{1,9}(?P<open>)"
_BEHIND_WORD = r"(?<=\S)[ \t]{1,9}(?P<open>)"
_STOP = r"(?P<triple>(?!))?[.)](?=[ \t*_]|\Z)"


class Label(Struct, frozen=True):
    """A label, and what follows it."""

    start: int
    """Where it begins in the line."""

    rest: str
    """The line's text behind it, without emphasis that the label shared."""


def question_labels(options: SyntaxOptions) -> tuple[str, ...]:
    """Return the labels of questions: those of the setting, then those of the languages."""
    return _merged(options.question_labels, options.languages, 0)


def answer_labels(options: SyntaxOptions) -> tuple[str, ...]:
    """Return the labels of answers: those of the setting, then those of the languages."""
    return _merged(options.answer_labels, options.languages, 1)


@lru_cache(maxsize=32)
def _merged(own: tuple[str, ...], languages: tuple[str, ...], side: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *label_words(languages)[side])))


def match_label(line: str, words: tuple[str, ...]) -> Label | None:
    """Read a label at the beginning of a line; `Q::: text` is one, `q ::: text` a separator."""
    match = _match(line, words)
    return _label(match) if match else None


def _match(line: str, words: tuple[str, ...]) -> re.Match[str] | None:
    if ":" not in line and "：" not in line:
        return None
    match = _compile(words, _AT_START).match(line.lstrip())
    return None if match and match["triple"] and not _TRIPLE.match(match[0]) else match


def label_word(line: str, words: tuple[str, ...]) -> str:
    """Return which of the words labels a line, as it is written there; empty if none does."""
    match = _match(line, words)
    return match["word"] if match else ""


def match_list_label(line: str, words: tuple[str, ...]) -> Label | None:
    """Read a label that ends like a list's number: `Q1.`, `Q1)`, `A.`."""
    if "." not in line and ")" not in line:
        return None
    match = _compile(words, _AT_START, _STOP).match(line.lstrip())
    return _label(match) if match else None


def find_label(line: str, words: tuple[str, ...]) -> Label | None:
    """Find a label further on in a line: a bold one, or one behind `|`, an arrow or a `?`."""
    for opening in (_BOLD_INSIDE, _JOINED, _BEHIND_QUESTION):
        match = _compile(words, opening).search(line)
        if match and (match["closed"] or match["closes"] or not match["open"]):
            return _label(match)
    return None


def find_label_in_words(line: str, words: tuple[str, ...]) -> Label | None:
    """Find a label behind any word, `x A: y`, that begins with a capital."""
    if line.rstrip("*_ \t").endswith(("?", "？")):
        return None  # What is vitamin A: a colour?
    for match in _compile(words, _BEHIND_WORD).finditer(line):
        if not match[0].lstrip()[0].islower() and line[match.end() :].strip():
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


@lru_cache(maxsize=256)
def _compile(words: tuple[str, ...], opening: str, colon: str = _COLON) -> re.Pattern[str]:
    labels = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
    number = r"[ \t]?\d{0,4}"
    # The closing mark stands before the colon or behind it.
    return re.compile(
        rf"{opening}(?P<word>{labels}){number}(?P<closed>(?(open)(?:(?P=open))?))"
        rf"{_BEFORE_COLON}{colon}(?P<closes>(?(open)(?:(?P=open))?))",
        re.IGNORECASE,
    )
