"""Find phrases as whole words in what a reader sees."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flashcards.inline._pieces import Piece, PieceKind
from flashcards.inline._scan import NEW_BLOCK, scan

# A word; a sign of a script without blanks between words; or another visible character, so that
# "C++" is not found in "C". Blanks, hyphens and underscores only divide.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])[^\W_])+|[^\w\s]"
)
_DIVIDERS = frozenset("-\u2010\u2011\u2012\u2013")
_OPAQUE = "\0"
"""Stands for code, math and addresses: no phrase contains it."""


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    start: int
    end: int
    is_capitals: bool


def find_words(
    markdown: str, phrases: Iterable[str], *, exact: bool = False
) -> tuple[tuple[int, int], ...]:
    """Return where a phrase stands in the source, as whole words; the longest one at each place.

    Case does not matter, a hyphen is like a blank, the singular like the plural. Labels of links
    and emphasised words are looked into; code, math, addresses, link targets and comments are
    not. A phrase of a few capitals and nothing else (`IT`) is found in capitals only. `exact`
    looks for the very words.
    """
    by_first = _index(phrases, exact=exact)
    if not by_first:
        return ()
    seen = _visible(markdown)
    if not _may_hold(seen.text, by_first, exact=exact):
        return ()
    tokens = list(_tokenise(seen.text, exact=exact))
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        candidates = by_first.get(tokens[at].key)
        length = _match(tokens, at, candidates) if candidates else 0
        if length:
            last = tokens[at + length - 1]
            found.append((seen.place(tokens[at].start), seen.place(last.end - 1) + 1))
        at += length or 1
    return tuple(found)


def _may_hold(text: str, first: Iterable[str], *, exact: bool) -> bool:
    """Tell whether a phrase may begin somewhere in a text: mostly none does, in no word.

    A key is how a word begins, but for its last letter: `body` is the key of `bodies`.
    """
    if not text.isascii():  # folding may then join what stands side by side
        return True
    if exact:
        return any(key in text for key in first)
    folded = text.lower()
    return any(key[:-1] in folded for key in first)


@dataclass(frozen=True, slots=True)
class _Phrase:
    keys: tuple[str, ...]
    only_capitals: bool


def _index(phrases: Iterable[str], *, exact: bool) -> dict[str, list[_Phrase]]:
    """Return the phrases by their first word, the longest first."""
    by_first: dict[str, list[_Phrase]] = {}
    for text in dict.fromkeys(phrases):
        words = list(_tokenise(text, exact=exact))
        if any(token.key[0].isalnum() for token in words):
            is_short = len(words) == 1 and words[0].is_capitals and len(words[0].key) < 5
            phrase = _Phrase(tuple(token.key for token in words), is_short)
            by_first.setdefault(phrase.keys[0], []).append(phrase)
    for candidates in by_first.values():
        candidates.sort(key=lambda phrase: (-len(phrase.keys), phrase.keys))
    return by_first


def _match(tokens: list[_Token], at: int, candidates: list[_Phrase]) -> int:
    for phrase in candidates:
        length = len(phrase.keys)
        keys = (token.key for token in tokens[at : at + length])
        if tuple(keys) == phrase.keys and (tokens[at].is_capitals or not phrase.only_capitals):
            return length
    return 0


def _tokenise(text: str, *, exact: bool) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word not in _DIVIDERS:
            is_capitals = len(word) > 1 and word.rstrip("s").isupper()
            yield _Token(word if exact else _key(word), match.start(), match.end(), is_capitals)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """Return the word as it is compared: folded, and in the singular as far as English shows."""
    if len(word) > 2 and word.endswith("s") and word[:-1].isupper():
        word = word[:-1]  # two AIs
    key = unicodedata.normalize("NFC", word.casefold()).replace("\u2019", "'")
    if len(key) < 4 or not key.endswith("s"):
        return key
    if key.endswith("ies"):
        return key[:-3] + "y"
    if key.endswith(("sses", "xes", "ches", "shes", "zes")):
        return key[:-2]
    if key.endswith("xis"):
        return key[:-2]  # axis, axes
    if key.endswith("sis"):
        return key[:-2] + "e"  # analysis, analyses
    return key if key.endswith(("ss", "us", "is")) else key[:-1]


@dataclass(frozen=True, slots=True)
class _Visible:
    """The characters in which phrases may stand, and where each run of them is in the source."""

    text: str
    starts: list[int]
    sources: list[int]

    def place(self, at: int) -> int:
        """Return where in the source a character stands."""
        run = bisect_right(self.starts, at) - 1
        return self.sources[run] + at - self.starts[run]


def _visible(markdown: str) -> _Visible:
    """Return the characters in which phrases may stand."""
    parts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0
    for start, end, is_text in _within_blocks(markdown):
        part = markdown[start:end] if is_text else _OPAQUE
        starts.append(length)
        sources.append(start)
        parts.append(part)
        length += len(part)
    return _Visible("".join(parts), starts, sources)


def _within_blocks(markdown: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of a text; a phrase does not reach from one block into the next."""
    ends = [match.start() for match in NEW_BLOCK.finditer(markdown)] if "\n" in markdown else []
    for start, end, is_text in _stretches(markdown, 0):
        at = start
        for place in ends[bisect_left(ends, start) : bisect_left(ends, end)] if is_text else ():
            yield at, place, True
            yield place, place + 1, False
            at = place + 1
        yield at, end, is_text


def _stretches(markdown: str, shift: int) -> Iterator[tuple[int, int, bool]]:
    for piece in scan(markdown):
        start, end = shift + piece.shown_start, shift + piece.shown_end
        match piece.kind:
            case PieceKind.LINK:
                yield from _stretches(markdown[piece.shown_start : piece.shown_end], start)
            case PieceKind.WIKILINK:
                yield start + _length_of_folders(markdown, piece), end, True
            case PieceKind.TEXT | PieceKind.ESCAPE | PieceKind.TAG:
                yield start, end, True
            case PieceKind.MARK | PieceKind.COMMENT | PieceKind.BLOCK_ID | PieceKind.HTML:
                pass
            case _:
                yield shift + piece.start, shift + piece.start, False


def _length_of_folders(markdown: str, link: Piece) -> int:
    """Return how much of what is shown are folders, which a link without label shows."""
    has_label = "|" in markdown[link.start : link.shown_start]
    return 0 if has_label else markdown[link.shown_start : link.shown_end].rfind("/") + 1
