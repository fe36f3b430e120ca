"""Find phrases as whole words in what a reader sees."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from flashcards.inline._pieces import Piece, PieceKind
from flashcards.inline._scan import NEW_BLOCK, scan

# A word; a sign of a script without blanks between words; or another visible character, so that
# "C++" is not found in "C". Blanks, hyphens and underscores only divide.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+|[^\w\s\-\u2010-\u2013]"
)
_SIGN = re.compile(r".?[\u3040-\u30ff\u3400-\u9fff]")
_OPAQUE = "\0"
"""Stands for code, math and addresses: no phrase contains it."""


def find_words(
    markdown: str, phrases: Iterable[str], *, exact: bool = False
) -> tuple[tuple[int, int], ...]:
    """Return where a phrase stands in the source, as whole words; the longest one at each place.

    Case does not matter, a hyphen is like a blank, the singular like the plural. Labels of links
    and emphasised words are looked into; code, math, addresses, link targets and comments are
    not. A phrase of a few capitals and nothing else (`IT`) is found in capitals only. `exact`
    looks for the very words.
    """
    by_first = _index(tuple(phrases), exact=exact)
    if not by_first:
        return ()
    seen = _visible(markdown)
    found: list[tuple[int, int]] = []
    end = 0
    for start, key in sorted(_beginnings(seen.text, by_first, exact=exact)):
        if start >= end and (reached := _match(seen.text, start, by_first[key], exact=exact)):
            end = reached
            found.append((seen.place(start), seen.place(end - 1) + 1))
    return tuple(found)


def _beginnings(text: str, first: Iterable[str], *, exact: bool) -> Iterator[tuple[int, str]]:
    """Yield where words stand with which phrases begin, and their keys."""
    if not exact and not text.isascii():  # folding may then join what stands side by side
        keyed = ((word.start(), _key(word[0])) for word in _WORD.finditer(text))
        yield from ((start, key) for start, key in keyed if key in first)
        return
    searched = text if exact else text.lower()
    for key in first:
        sought = key if exact else _stem(key)
        start = searched.find(sought)
        while start >= 0:
            word = _WORD.match(text, start)
            is_whole = word and not (start and _goes_on(text[start - 1], text[start]))
            if word and is_whole and (word[0] if exact else _key(word[0])) == key:
                yield start, key
            start = searched.find(sought, start + 1)


def _stem(key: str) -> str:
    """Return how all words begin that have this key: `body` is that of `bodies`."""
    return key[:-1] if key[-1] in "ye" and len(key) > 1 else key


def _goes_on(before: str, character: str) -> bool:
    """Tell whether a word, no sign that is one by itself, goes on with a character."""
    return before.isalnum() and character.isalnum() and not _SIGN.match(before + character)


class _Phrase(Struct, frozen=True):
    keys: list[str]
    only_capitals: bool


@lru_cache(maxsize=1 << 6)  # a vault note's names are looked for in each of its quotes
def _index(phrases: tuple[str, ...], *, exact: bool) -> dict[str, list[_Phrase]]:
    """Return the phrases by their first word, the longest first."""
    by_first: dict[str, list[_Phrase]] = {}
    for text in dict.fromkeys(phrases):
        words = _WORD.findall(text)
        keys = words if exact else list(map(_key, words))
        if any(key[0].isalnum() for key in keys):
            is_short = len(words) == 1 and len(keys[0]) < 5 and _is_capitals(words[0])
            by_first.setdefault(keys[0], []).append(_Phrase(keys, is_short))
    for candidates in by_first.values():
        candidates.sort(key=lambda phrase: (-len(phrase.keys), phrase.keys))
    return by_first


def _match(text: str, start: int, candidates: list[_Phrase], *, exact: bool) -> int:
    """Return where the phrase ends that stands there; 0 if none does."""
    longest = len(candidates[0].keys)
    words = list(islice(_WORD.finditer(text, start), longest))
    keys = [word[0] if exact else _key(word[0]) for word in words]
    for phrase in candidates:
        length = len(phrase.keys)
        is_there = keys[:length] == phrase.keys
        if is_there and (not phrase.only_capitals or _is_capitals(words[0][0])):
            return words[length - 1].end()
    return 0


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.rstrip("s").isupper()


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


class _Visible(Struct, frozen=True):
    """The characters in which phrases may stand, and where each run of them is in the source."""

    text: str
    starts: list[int]
    sources: list[int]

    def place(self, at: int) -> int:
        """Return where in the source a character stands."""
        run = bisect_right(self.starts, at) - 1
        return self.sources[run] + at - self.starts[run]


@lru_cache(maxsize=1 << 4)  # names are looked for in a text, and then what they hide
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
