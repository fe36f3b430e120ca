"""What a quote without marks hides, and a term masked where it would give itself away.

A hidden stretch never breaks Markdown: it takes in a link whose whole label it covers, and is cut
into parts of one group where emphasis or a label would be torn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from flashcards.citations import citekey_of
from flashcards.hiding._balance import Balance, Stretch
from flashcards.inline import Piece, PieceKind, find_words, first_special, scan, shown_text
from flashcards.model import Cloze
from flashcards.wikilinks import parse_wikilink

MOST_LINKED_TERMS = 3

_ROUNDS = 5
"""In which what is chosen comes to rest; mostly in one."""

_LINKS = frozenset({PieceKind.LINK, PieceKind.WIKILINK})

_OUTSIDE = re.compile(r"\(\s*<?(?:[A-Za-z][A-Za-z0-9+.\-]*:|//|#)")
_IN_PARENTHESES = re.compile(r"\(([^()]+)\)")


def choose_clozes(
    text: str, names: Sequence[str], remembered: Sequence[Sequence[str]] = ()
) -> tuple[Cloze, ...]:
    """Choose what a quote hides: what it hid before, else the names, else its linked terms.

    `names` are the vault note's title and aliases; wherever they stand they are one cloze.
    Linked terms are a cloze each, at most three; links to literature notes do not count.
    `remembered` are the texts hidden at earlier exports, those of a cloze together; they win while
    they still occur. What is chosen is what would be chosen again if it were remembered.
    """
    balance = Balance(text)
    for groups in (_remembered(text, remembered), [_named(text, names)], _linked(text)):
        clozes = _clozes(balance, groups)
        if clozes and _stands_alone(groups, clozes):
            return clozes
        if clozes:
            return _settled(balance, clozes, frozenset(map(tuple, remembered)))
    return ()


def group_texts(clozes: Iterable[Cloze]) -> dict[int, tuple[str, ...]]:
    """Return what each group of clozes hides, in the order of the text."""
    texts: dict[int, tuple[str, ...]] = {}
    for cloze in clozes:
        texts[cloze.group] = (*texts.get(cloze.group, ()), cloze.text)
    return texts


def _stands_alone(groups: Iterable[Sequence[Stretch]], clozes: tuple[Cloze, ...]) -> bool:
    """Say whether one stretch of plain words was found: its very words would find it, and it alone.

    Wherever else they stood, they would have been found as well.
    """
    (start, end), *others = (stretch for group in groups for stretch in group)
    is_whole = [(cloze.start, cloze.end) for cloze in clozes] == [(start, end)]
    return is_whole and not others and first_special(clozes[0].text) < 0


def _settled(
    balance: Balance, clozes: tuple[Cloze, ...], remembered: frozenset[tuple[str, ...]]
) -> tuple[Cloze, ...]:
    """Hide also where else a hidden text stands: the next export finds it by its words alone."""
    for _ in range(_ROUNDS):
        chosen = tuple(group_texts(clozes).values())
        if remembered == frozenset(chosen):
            break
        again = _clozes(balance, _remembered(balance.markdown, chosen))
        clozes, remembered = again or clozes, frozenset(chosen)
    return clozes


def mask(markdown: str, term: str) -> str:
    """Put […] in place of the term wherever it stands as whole words."""
    shown = shown_text(term)
    phrases = [shown, _IN_PARENTHESES.sub(" ", shown), *_IN_PARENTHESES.findall(shown)]
    out: list[str] = []
    at = 0
    for start, end in _fit(markdown, find_words(markdown, phrases)):
        follows_link = markdown[end : end + 1] in {"(", "[", ":"}  # would make a link of it
        out += [markdown[at:start], r"\[…\]" if follows_link else "[…]"]
        at = end
    return "".join([*out, markdown[at:]])


def _named(text: str, names: Iterable[str]) -> list[Stretch]:
    return list(find_words(text, [shown_text(name) for name in names]))


def _remembered(text: str, remembered: Sequence[Sequence[str]]) -> list[list[Stretch]]:
    """Return where remembered texts still stand, by group."""
    return [
        list(find_words(text, [shown_text(each) for each in group], exact=True))
        for group in remembered
    ]


def _target(markdown: str, piece: Piece) -> str | None:
    """Return where a link leads; None for links out of the vault and to literature notes."""
    source = markdown[piece.start : piece.end]
    shown = markdown[piece.shown_start : piece.shown_end].strip()
    if not shown or shown.startswith("@"):
        return None
    if piece.kind is PieceKind.LINK:
        address = source[piece.shown_end - piece.start + 1 :]
        return None if _OUTSIDE.match(address) else address.casefold()
    link = parse_wikilink(source)
    if link is None or citekey_of(link) is not None:
        return None
    return f"{link.name}#{link.subpath}".casefold()


def _linked(text: str) -> list[list[Stretch]]:
    """Return where the first three linked terms stand, each in a group of its own."""
    by_target: dict[str, list[Stretch]] = {}
    for piece in scan(text):
        target = _target(text, piece) if piece.kind in _LINKS else None
        if target is not None:
            by_target.setdefault(target, []).append((piece.start, piece.end))
    return list(by_target.values())[:MOST_LINKED_TERMS]


def _clozes(balance: Balance, groups: Iterable[list[Stretch]]) -> tuple[Cloze, ...]:
    """Make clozes of the groups that occur; of two that overlap the first one stays."""
    text = balance.markdown
    clozes: list[Cloze] = []
    for group, stretches in enumerate(filter(None, groups)):
        parts = (part for stretch in stretches for part in balance.fit(*stretch))
        clozes += [Cloze(start, end, text[start:end], group=group) for start, end in parts]
    clozes.sort(key=lambda cloze: (cloze.start, -cloze.end))
    return tuple(_apart(clozes))


def _apart(clozes: Iterable[Cloze]) -> Iterator[Cloze]:
    end = 0
    for cloze in clozes:
        if cloze.start >= end:
            end = cloze.end
            yield cloze


def _fit(markdown: str, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    balance = Balance(markdown)
    end = 0
    for part in sorted(part for stretch in stretches for part in balance.fit(*stretch)):
        if part[0] >= end:
            end = part[1]
            yield part
