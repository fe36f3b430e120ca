"""What the field of an Anki note says, whoever wrote its HTML: for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from html import unescape

_LINK_BACK = re.compile(r'<a [^<>]*class="obsidian-link"[^<>]*>.*?</a>', re.DOTALL)
"""What Obsidian_to_Anki appends to a field."""

_NOT_SHOWN = re.compile(r"<(style|script|anki-mathjax)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|pre|blockquote|h[1-6]|hr)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_EDGE = re.compile(r"\{\{c(?P<numbers>\d{1,3}(?:,\d{1,3})*)::|(?P<hint>::)|(?P<end>\}\})")
_WORD = re.compile(r"\w+")

_ENOUGH = 0.5
"""Of the words of the shorter text, from which on two texts are alike."""


def said(html: str) -> str:
    """Return what is to be read in a field, normalised; its clozes as if they were shown."""
    text = shown(html)
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def shown(html: str) -> str:
    """Return what is to be read in a field, in one line, for people."""
    text, _ = _without_clozes(html)
    text = _BREAK.sub(" ", _NOT_SHOWN.sub(" ", _LINK_BACK.sub(" ", text)))
    text = _TAG.sub("", text)
    return " ".join(unescape(_SOUND.sub(" ", text)).replace("\u2068", "").split())


def clozes_in(html: str) -> Mapping[int, tuple[str, ...]]:
    """Return what a `Text` field hides, normalised, by Anki's number."""
    _, hidden = _without_clozes(html)
    return {number: tuple(map(said, texts)) for number, texts in sorted(hidden.items())}


def _without_clozes(html: str) -> tuple[str, Mapping[int, list[str]]]:
    """Return the text without marks of clozes and their hints, and what each number hides."""
    hidden: defaultdict[int, list[str]] = defaultdict(list)
    open_: list[tuple[str, list[str], bool]] = [("", [], False)]  # numbers, parts, in the hint
    at = 0
    for edge in _EDGE.finditer(html):
        _add(open_, html[at : edge.start()])
        at = edge.end()
        if edge["numbers"]:
            open_.append((edge["numbers"], [], False))
        elif edge["hint"] and len(open_) > 1:
            numbers, parts, _ = open_[-1]
            open_[-1] = (numbers, parts, True)
        elif edge["end"] and len(open_) > 1:
            numbers, parts, _ = open_.pop()
            text = "".join(parts)
            for number in dict.fromkeys(numbers.split(",")):
                hidden[int(number)].append(text)
            _add(open_, text)
        else:
            _add(open_, edge[0])
    _add(open_, html[at:])
    return "".join(part for _, parts, _ in open_ for part in parts), hidden


def _add(open_: list[tuple[str, list[str], bool]], text: str) -> None:
    _, parts, is_hint = open_[-1]
    if not is_hint:
        parts.append(text)


def words(text: str) -> frozenset[str]:
    """Return the words of a normalised text."""
    return frozenset(_WORD.findall(text))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def are_alike(one: str, other: str) -> bool:
    """Tell whether two normalised texts say much the same; nothing is like nothing."""
    mine, theirs = words(one), words(other)
    if not mine or not theirs:
        return one == other
    return len(mine & theirs) >= _ENOUGH * min(len(mine), len(theirs))
