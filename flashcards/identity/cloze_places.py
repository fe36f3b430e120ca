"""Where clozes stand: which words are around them, at the last export and now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashcards.clozes import CLOSE, OPEN, SEP, mark_clozes
from flashcards.identity.similarity import words_of
from flashcards.inline import plain
from flashcards.model import Cloze

_AROUND = 4
_STRETCH = 200
"""Characters in which those words are looked for."""

_MOST_PLACES = 20
_MARKS = re.compile(f"({OPEN}\\d+{SEP}|{CLOSE})")


class Hidden(Struct, frozen=True):
    """One place of a hidden text."""

    key: int
    """The group of the clozes, or the number it had."""

    text: str
    """Normalised."""

    left: tuple[str | None, ...]
    """The nearest words before it, the nearest first; None where the text begins."""

    right: tuple[str | None, ...]
    """The nearest words after it; None where the text ends."""

    opaque: frozenset[str]
    """Words that clozes hide: they say nothing of what is around a cloze."""


class Places(Struct, frozen=True):
    """All places of hidden texts in one text, and the text without them."""

    hidden: tuple[Hidden, ...]
    shown: str
    whole: str

    def count(self, said: str) -> int:
        """Return how often a text stands there, hidden or not."""
        return len(occurrences(said, self.whole))


def places_before(remembered: Mapping[int, tuple[str, ...]], text: str) -> Places:
    """Find what was hidden in the normalised text of the last export.

    What is not there was dropped before: it is in no place.
    """
    spans = [
        (number, start, start + len(said))
        for number, texts in sorted(remembered.items())
        for said in map(plain, texts)
        for start in occurrences(said, text)
    ]
    return _places(text, spans)


def places_now(clozes: Sequence[Cloze], text: str) -> Places:
    """Find what is hidden in the Markdown `text`."""
    bare = [replace(cloze, hint="") for cloze in clozes]
    marked = plain(mark_clozes(text, bare, {cloze.group: cloze.group for cloze in clozes}))
    opened: list[tuple[int, int]] = []
    spans: list[tuple[int, int, int]] = []
    out = ""
    for part in _MARKS.split(marked):
        if part == CLOSE:
            if opened:
                spans.append((*opened.pop(), len(out)))
        elif part.startswith(OPEN):
            opened.append((int(part[1:-1]), len(out)))
        else:
            out += part
    return _places(out, sorted(spans))


def occurrences(said: str, text: str) -> list[int]:
    """Return where it stands in a text: as whole words, else within them."""
    if not said:
        return []
    found = [match.start() for match in re.finditer(re.escape(said), text)]
    whole = [at for at in found if not (_joins(text, at) or _joins(text, at + len(said)))]
    return (whole or found)[:_MOST_PLACES]


def around(one: Hidden, other: Hidden) -> tuple[int, int]:
    """Count the words before and after two hidden texts that are the same, outwards."""
    opaque = one.opaque | other.opaque
    return _same(one.left, other.left, opaque), _same(one.right, other.right, opaque)


def _same(ones: Sequence[str | None], others: Sequence[str | None], opaque: frozenset[str]) -> int:
    count = 0
    for one, other in zip(ones, others, strict=False):
        if one != other:
            break
        count += one is None or (one[0].isalnum() and one not in opaque)
    return count


def _places(text: str, spans: Sequence[tuple[int, int, int]]) -> Places:
    opaque = frozenset(word for _, start, end in spans for word in words_of(text[start:end]))
    hidden = tuple(
        Hidden(
            key,
            text[start:end].strip(),
            tuple(_outwards(words_of(text[max(0, start - _STRETCH) : start])[::-1])),
            tuple(_outwards(words_of(text[end : end + _STRETCH]))),
            opaque,
        )
        for key, start, end in spans
    )
    return Places(hidden, _without(text, spans), text)


def _outwards(words: Sequence[str]) -> Iterator[str | None]:
    yield from words[:_AROUND]
    if len(words) < _AROUND:
        yield None


def _without(text: str, spans: Sequence[tuple[int, int, int]]) -> str:
    out: list[str] = []
    at = 0
    for start, end in sorted((start, end) for _, start, end in spans):
        out.append(text[at:start])
        at = max(at, end)
    return "\n".join([*out, text[at:]])


def _joins(text: str, at: int) -> bool:
    """Tell whether a word goes on at this place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
