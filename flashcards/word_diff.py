"""Two texts of a field in, the words that came and went out.

A reader compares what is said, not how it is marked up. So tags are left out where both texts have
them, and shown as they stand where one has them and the other has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from html import unescape

from msgspec import Struct


class Op(StrEnum):
    """Where words stand."""

    SAME = "same"
    """In both texts."""

    OLD = "old"
    """Only in the text before."""

    NEW = "new"
    """Only in the text after."""


Words = tuple[tuple[Op, str], ...]
"""Stretches of a text in their order; neighbours differ in where they stand."""

MOST_WORK = 250_000
"""Words before times words after, in the stretch that differs. Above it the whole stretch counts as
rewritten: looking for what is alike takes time that grows faster than the square."""

# Scripts that write without blanks; each of their letters counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"""
    (?P<tag><[^<>"]*(?:"[^"]*"[^<>"]*)*>)
    | \{{\{{c[\d,]+:: | \}}\}} | ::
    | &\#?\w+; | [{_UNSPACED}] | [^\W{_UNSPACED}]+ | \S
    """,
    re.VERBOSE,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")


class _Token(Struct, frozen=True):
    source: str
    shown: str
    """What a reader sees of it where nothing changed."""

    blank: bool
    """Whether a blank follows."""


_BLANK = _Token("", "", blank=True)


def word_diff(before: str, after: str) -> Words:
    """Return the words of both texts (HTML of a field) in one order, each with where it stands."""
    old, new = _tokens(before), _tokens(after)
    return _joined(_stretches(old, new))


def readable(html: str) -> str:
    """Return what a reader sees of a field, on one line; clozes are filled in."""
    tokens = _filled_in(_tokens(html))
    return _BLANKS.sub(" ", "".join(_shown(each, blank=each.blank) for each in tokens)).strip()


def _tokens(html: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(html):
        source = match[0]
        blank = html[match.end() : match.end() + 1].isspace()
        if not match["tag"]:
            tokens.append(_Token(source, unescape(source), blank))
        elif _INLINE.match(source):
            tokens.append(_Token(source, "", blank))
        else:
            tokens.append(_Token(source, " ", blank))
    return tokens


def _filled_in(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """Yield the tokens without the marks of clozes and without their hints."""
    in_hint: list[bool] = []
    for token in tokens:
        if token.source.startswith("{{c"):
            in_hint.append(False)
        elif token.source == "}}":
            if in_hint:
                in_hint.pop()
            if token.blank:
                yield _BLANK
        elif token.source == "::" and in_hint:
            in_hint[-1] = True
        elif not any(in_hint[-1:]):
            yield token


def _stretches(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[tuple[Op, str]]:
    for start, end, new_start, new_end, same in _ranges(
        [token.source for token in old], [token.source for token in new]
    ):
        if same:
            pairs = zip(old[start:end], new[new_start:new_end], strict=True)
            yield Op.SAME, "".join(_shown(b, blank=a.blank or b.blank) for a, b in pairs)
            continue
        gone = "".join(map(_marked_up, old[start:end]))
        come = "".join(map(_marked_up, new[new_start:new_end]))
        yield Op.OLD, gone.rstrip()
        yield Op.NEW, come.rstrip()
        if (come or gone).endswith(" "):
            yield Op.SAME, " "


def _ranges(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Yield the ranges of both that go together, and whether they are the same."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    end, new_end = len(old) - tail, len(new) - tail
    yield 0, head, 0, head, True
    if (end - head) * (new_end - head) > MOST_WORK:
        yield head, end, head, new_end, False
    else:
        matcher = SequenceMatcher(None, old[head:end], new[head:new_end])
        for kind, i, j, k, m in matcher.get_opcodes():
            yield head + i, head + j, head + k, head + m, kind == "equal"
    yield end, len(old), new_end, len(new), True


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _shown(token: _Token, *, blank: bool) -> str:
    return f"{token.shown} " if blank else token.shown


def _marked_up(token: _Token) -> str:
    text = token.source if token.source.startswith("<") else token.shown
    return f"{text} " if token.blank else text


def _joined(stretches: Iterable[tuple[Op, str]]) -> Words:
    """Join neighbours that stand in the same text, with single blanks and none at the ends."""
    joined: list[tuple[Op, str]] = []
    for op, text in stretches:
        if not text:
            continue
        if joined and joined[-1][0] is op:
            joined[-1] = (op, joined[-1][1] + text)
        else:
            joined.append((op, text))
    tidy = [(op, _BLANKS.sub(" ", text)) for op, text in joined]
    if tidy:
        tidy[0] = (tidy[0][0], tidy[0][1].lstrip())
        tidy[-1] = (tidy[-1][0], tidy[-1][1].rstrip())
    return tuple((op, text) for op, text in tidy if text)
