"""An unknown citekey to those the author may have meant.

Citekeys that share the most groups of three letters are compared letter by letter. The groups
are indexed on the first miss only, which takes a quarter of a second for 30,000 citekeys.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain

from flashcards.bibliography.library import Library
from flashcards.diagnostics import Span

_LONGEST = 200  # characters; nobody mistypes longer citekeys
_COMPARED = 15
_SHOWN = 3
_GROUPS = 8  # of three letters; a slip of the hand spoils four at most
_MOST = 3_000  # citekeys to count
_ALIKE = 0.75

_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}


def near_misses(library: Library, citekey: str) -> tuple[tuple[str, Span], ...]:
    """Return at most three citekeys like this one, best first, and where they stand."""
    folded = _fold(citekey)
    if not folded:
        return ()
    by_group = _by_group(library)
    having = sorted((by_group.get(group, ()) for group in _groups(folded)), key=len)
    shared = Counter(chain.from_iterable(_rarest(having)))
    matcher = SequenceMatcher(None, b=folded, autojunk=False)
    scored = sorted(
        (-_likeness(matcher, _fold(other)), other) for other, _ in shared.most_common(_COMPARED)
    )
    found = [other for score, other in scored if -score >= _ALIKE][:_SHOWN]
    places = ((other, library.find(other)) for other in found)
    return tuple((other, library.span_of(place)) for other, place in places if place is not None)


def _rarest(having: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the citekeys of the rarest groups: what half a library has tells nothing apart."""
    seen = 0
    for number, citekeys in enumerate(having):
        seen += len(citekeys)
        if number >= _GROUPS and seen > _MOST:
            return
        yield citekeys


def _likeness(matcher: SequenceMatcher[str], other: str) -> float:
    matcher.set_seq1(other)
    may_be = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if may_be else 0.0


@lru_cache(maxsize=1)
def _by_group(library: Library) -> Mapping[str, tuple[str, ...]]:
    index: defaultdict[str, list[str]] = defaultdict(list)
    for citekey in dict.fromkeys(library.citekeys()):
        for group in _groups(_fold(citekey)):
            index[group].append(citekey)
    return {group: tuple(citekeys) for group, citekeys in index.items()}


def _fold(citekey: str) -> str:
    """Return a citekey without case, accents and punctuation; nothing if it is too long."""
    if len(citekey) > _LONGEST:
        return ""
    if citekey.isascii():  # as most are
        return citekey.lower().translate(_NO_LETTERS)
    plain = unicodedata.normalize("NFKD", citekey.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _groups(folded: str) -> set[str]:
    padded = f"^{folded}$"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
