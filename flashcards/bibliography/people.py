"""Names to text, as the Publication Manual of the APA (7th edition) writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from flashcards.bibliography.markup import escape, without_tags
from flashcards.model import Item, Name

_RUN_TOGETHER = re.compile(r"\.(?=[^\W\d_])")  # J.P.
_ALL = 20  # authors that a reference names; of more, the first 19 and the last


def family_name(name: Name) -> str:
    """Return `van der Berg`, or the whole of a name that has no parts."""
    if name.literal:
        return name.literal
    family = name.family or name.given
    if not name.prefix:
        return family
    return name.prefix + ("" if name.prefix.endswith(("'", "’", "-")) else " ") + family


@lru_cache(maxsize=1 << 12)  # a work is cited again and again, and its people write others
def initials(given: str) -> str:
    """Return `J.-P. R.` for `Jean-Paul R.`; a particle in lower case stays as it is.

    Whoever writes the whole name in lower case, as bell hooks does, has initials in lower case.
    """
    words = _RUN_TOGETHER.sub(". ", unescape(without_tags(given))).split()
    if all(word.islower() for word in words):
        return escape(" ".join(map(_hyphenated, words)))
    return escape(" ".join(part for word in words for part in _initials_of_word(word)))


def inverted(name: Name) -> str:
    """Return `Berg, J. P., Jr.`, as at the head of a reference."""
    given = initials(name.given) if name.family and not name.literal else ""
    return ", ".join(part for part in (family_name(name), given, name.suffix) if part)


def in_order(name: Name) -> str:
    """Return `J. P. Berg, Jr.`, as for the editors of a book in which a chapter stands."""
    given = initials(name.given) if name.family and not name.literal else ""
    whole = f"{given} {family_name(name)}".strip()
    return f"{whole}, {name.suffix}" if name.suffix else whole


def all_inverted(names: Sequence[Name], *, et_al: bool = False) -> str:
    """Return the names at the head of a reference: all up to twenty, else 19 … last."""
    shown = [inverted(name) for name in names]
    if et_al:
        return f"{', '.join(shown)}, et al."
    if len(shown) > _ALL:
        return f"{', '.join(shown[: _ALL - 1])}, . . . {shown[-1]}"
    return ", &amp; ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


_ROLES = {"": "Ed.", "compiler": "Comp.", "founder": "Founding Ed.", "reviser": "Rev."}


def role_label(item: Item) -> str:
    """Return what stands behind the editors: `Ed.`, `Eds.`, `Director`, `Hosts`."""
    words = (word[:1].upper() + word[1:] for word in item.editor_role.split(" "))
    label = _ROLES.get(item.editor_role) or " ".join(words)
    if len(item.editors) == 1:
        return label
    return f"{label[:-1]}s." if label.endswith(".") else f"{label}s"


def all_in_order(names: Sequence[Name]) -> str:
    """Return `A. One, B. Two, &amp; C. Three`."""
    shown = [in_order(name) for name in names]
    if len(shown) < 3:
        return " &amp; ".join(shown)
    return f"{', '.join(shown[:-1])}, &amp; {shown[-1]}"


def short_names(names: Sequence[Name], *, et_al: bool = False) -> str:
    """Return `Pang`, `Pang &amp; Liu` or `Pang et al.`, as in running text."""
    families = [family_name(name) for name in names]
    if len(families) > 2 or (families and et_al):
        return f"{families[0]} et al."
    return " &amp; ".join(families)


def _initials_of_word(word: str) -> list[str]:
    if word[0].islower() or (word.endswith(".") and "-" not in word):
        return [word]
    if word.isupper() and 1 < len(word) < 4 and "-" not in word:
        return [f"{letter}." for letter in word]  # JP, as PubMed writes it
    return [_hyphenated(word)]


def _hyphenated(word: str) -> str:
    parts = [part for part in re.split(r"[-‐‑]", word.strip(".")) if part]
    return "-".join(f"{part[0]}." for part in parts)
