"""Sanitised HTML in, the HTML of an Anki field out: the only place that writes Anki's own marks.

Anki looks for `{{c1::`, `}}`, `[sound:` and the like in a field's characters, before anything
knows about HTML. What an author typed is disarmed with character references, which read the same;
what we mean (see `private`) is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.clozes import CLOSE, HINT, OPEN, SEP
from flashcards.markdown.private import SOUND_CLOSE, SOUND_OPEN, strip_marks
from flashcards.markdown.tex import write_formulas

LAST_NUMBER = 500
"""The highest cloze number that has a card of its own in Anki."""

# Anki reads clozes within clozes to a depth of ten.
_DEEPEST = 10

_PIECE = re.compile(
    rf"""
    (?P<tag><[^<>"]*(?:"[^"]*"[^<>"]*)*>)
    | {OPEN}(?P<number>\d+(?:,\d+)*){SEP}
    | (?P<hint>{HINT})
    | (?P<close>{CLOSE})
    | (?P<sound>{SOUND_OPEN}[a-z0-9.-]+{SOUND_CLOSE})
    | (?P<text>[^<{OPEN}-{SOUND_CLOSE}]+|<)
    | [{OPEN}-{SOUND_CLOSE}]
    """,
    re.VERBOSE,
)
_OUR_MARK = re.compile("[\ufdd0-\ufdef]")

# Clozes beside each other, in text and whole tags: every mark has its partner. Where no brace and
# no pair of colons stands anywhere, nothing in them has to be disarmed that is not outside.
_TAG = r'<[^<>"\ufdd0-\ufdef]*+(?>(?:"[^"\ufdd0-\ufdef]*+"[^<>"\ufdd0-\ufdef]*+)*)>'
_HIDDEN = rf"(?>(?:[^<:\ufdd0-\ufdef]++|:(?![<\ufdd0-\ufdef])|{_TAG})*)"
_FLAT_CLOZES = re.compile(
    rf"(?>(?:[^<\ufdd0-\ufdef]++|{_TAG}"
    rf"|{OPEN}\d+(?:,\d+)*{SEP}{_HIDDEN}(?:{HINT}{_HIDDEN})?{CLOSE})*)"
)
_DOUBLE_BRACES = re.compile(r"\{{2,}|\}{2,}")
_BRACES_AT_EDGES = re.compile(r"\A[{}]+|[{}]+\Z")
_COLONS = re.compile(r":{2,}|:\Z")
_LIVE = re.compile(rf"\[(?=(?:sound|anki)[:{HINT}]|/?(?:latex|\${{1,2}})\])", re.IGNORECASE)
_CLOZE_EDGE = re.compile(r"\{\{c(?P<numbers>\d[\d,]*)::|\}\}")


def write_field(html: str) -> str:
    """Return the field for Anki: our marks written as Anki's, everything else disarmed."""
    html = write_formulas(html)
    if html.isascii() or _OUR_MARK.search(html) is None:  # as in most fields
        return _without_live(_without_braces(html)).strip()
    plain = "{" not in html and "}" not in html and "::" not in html
    if plain and _FLAT_CLOZES.fullmatch(html):
        return _with_marks(_without_live(html)).strip()
    # Before it is taken to pieces: the colons of a hint may follow a word.
    return "".join(_write(_without_live(_only_pairs(html)))).strip()


def _with_marks(html: str) -> str:
    """Return HTML with Anki's marks for ours, where each of ours is one of a pair."""
    html = html.replace(OPEN, "{{c").replace(SEP, "::").replace(CLOSE, "}}")
    return html.replace(HINT, "::")


def card_ords(html: str) -> tuple[int, ...]:
    """Return the ordinals of the cards that Anki makes from a `Text` field, sorted."""
    # What is open, outermost first, after what stands outside all clozes. One that is not closed
    # is text, and what it holds has no cards.
    found: list[set[int]] = [set()]
    for numbers in _CLOZE_EDGE.findall(html):  # empty where one ends
        if numbers:
            found.append(_ords(numbers))
        elif len(found) > 1:
            inner = found.pop()
            found[-1] |= inner
    return tuple(sorted(found[0]))


def depth_of_clozes(html: str) -> int:
    """Return how many clozes stand inside each other at most, as Anki reads a `Text` field."""
    depth = deepest = 0
    for edge in _CLOZE_EDGE.finditer(html):
        depth = max(depth + (1 if edge["numbers"] else -1), 0)
        deepest = max(deepest, depth)
    return deepest


def _ords(numbers: str) -> set[int]:
    if numbers.isdecimal() and len(numbers) < 3:  # as most are
        return {int(numbers) - 1} - {-1}
    # More digits than Anki counts to; more still would be too many for `int`.
    each = [int(digits[:9]) for digits in numbers.split(",") if digits]
    return {min(number, LAST_NUMBER) - 1 for number in each if number}


def _only_pairs(html: str) -> str:
    """Return the HTML without marks that have no partner, and without marks in attributes."""
    pieces = list(_PIECE.finditer(html))
    kept = _paired(pieces)
    return "".join(_whole(piece, kept=place in kept) for place, piece in enumerate(pieces))


def _paired(pieces: list[re.Match[str]]) -> set[int]:
    """Return the places of the marks of clozes that are open and closed, and of their hints."""
    kept: set[int] = set()
    open_clozes: list[list[int]] = []
    for place, piece in enumerate(pieces):
        if piece["number"]:
            open_clozes.append([place])
        elif piece["hint"] and open_clozes and len(open_clozes[-1]) == 1:
            open_clozes[-1].append(place)
        elif piece["close"] and open_clozes:
            marks = open_clozes.pop()
            if len(open_clozes) < _DEEPEST:
                kept.update(marks, (place,))
    return kept


def _whole(piece: re.Match[str], *, kept: bool) -> str:
    if piece["tag"]:
        return strip_marks(piece["tag"])
    return piece[0] if kept or piece["text"] or piece["sound"] else ""


def _write(html: str) -> Iterator[str]:
    depth = 0
    for piece in _PIECE.finditer(html):
        if piece["number"]:
            depth += 1
            yield "{{c" + piece["number"] + "::"
        elif piece["hint"]:
            yield "::"
        elif piece["close"]:
            depth -= 1
            yield "}}"
        elif piece["sound"]:
            yield f"[sound:{piece['sound'][1:-1]}]"
        else:
            yield _disarm(html, piece, in_cloze=depth > 0)


def _disarm(html: str, piece: re.Match[str], *, in_cloze: bool) -> str:
    text = piece[0]
    around = html[max(piece.start() - 1, 0) : piece.start()] + html[piece.end() : piece.end() + 1]
    if any(OPEN <= character <= CLOSE for character in around):
        text = _BRACES_AT_EDGES.sub(_as_references, text)
    if in_cloze:
        text = _COLONS.sub(_as_references, text)
    return _without_braces(text)


def _without_live(text: str) -> str:
    """Return a text without what Anki would read as a sound or LaTeX."""
    return _LIVE.sub("&#91;", text) if "[" in text else text


def _without_braces(text: str) -> str:
    """Return a text without what Anki would read as an edge of a cloze."""
    return _DOUBLE_BRACES.sub(_as_references, text) if "{{" in text or "}}" in text else text


def _as_references(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])
