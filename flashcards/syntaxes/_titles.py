"""What a definition's title says: a term, or only that this is a definition."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from flashcards.inline import plain

LABEL = "Definition"

# A title that says no more than what the callout is, in the languages that vaults are written in.
_GENERIC = (
    "Definition",
    "Definitions",
    "Def",
    "Définition",
    "Definición",
    "Definizione",
    "Definição",
    "Definitie",
    "Definicja",
    "Definice",
    "Definícia",
    "Definiție",
    "Definíció",
    "Definisjon",
    "Määritelmä",
    "Definisi",
    "Tanım",
    "Ορισμός",
    "Определение",
    "Визначення",
    "Дефиниция",
    "定义",
    "定義",
    "정의",
    "تعريف",
    "הגדרה",
    "परिभाषा",
    "คำนิยาม",
)
_SAYS_NOTHING = frozenset({"", *(word.casefold() for word in _GENERIC)})
_WORDS = "|".join(sorted((re.escape(word) for word in _GENERIC), key=len, reverse=True))
_PREFIX = re.compile(
    rf"(?P<bold>\*\*|__)?(?P<word>{_WORDS})(?!\w)(?:\.(?=\s*\d))?\s*(?P<number>\d+(?:[.\-]\d+)*\w?\b)?",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:[:：.]|\*\*|__)*\s*(?:[:：—–]|(?<=\s)-+(?=\s))?\s*")


class Title(Struct, frozen=True):
    """A title, read."""

    term: str
    """Markdown; empty if the title names none."""

    label: str
    """What it is, for small type: `Definition`, `Definition 28.1`."""


def read_title(title: str) -> Title:
    """Split a generic or numbered prefix off: `Definition 28.1 — Torsion group`."""
    title = unicodedata.normalize("NFC", title.strip())
    prefix = _PREFIX.match(title)
    if prefix is None:
        return Title("" if _is_generic(title) else title, LABEL)
    joint = _JOINT.match(title, prefix.end())
    rest = title[joint.end() if joint else prefix.end() :].strip()
    label = _label(prefix)
    if not rest:
        return Title("", label)
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        return Title(rest[1:-1].strip(), label)
    is_joined = joint is not None and bool(joint[0].strip(" \t*_"))
    if not is_joined and not prefix["number"]:
        return Title(title, LABEL)  # "Definition of done"
    bold = prefix["bold"]
    if bold and rest.endswith(bold) and bold not in title[len(bold) : -len(rest)]:
        rest = rest[: -len(bold)]
    return Title(rest, label)


def _label(prefix: re.Match[str]) -> str:
    word = prefix["word"]
    word = LABEL if word.casefold().startswith("def") and word.isascii() and len(word) < 4 else word
    word = word[0].upper() + word[1:]
    return f"{word} {prefix['number']}" if prefix["number"] else word


def _is_generic(title: str) -> bool:
    """Say whether nothing is left once emoji and punctuation are gone from around the word."""
    words = "".join(char if char.isalnum() else " " for char in plain(title)).split()
    return " ".join(words) in _SAYS_NOTHING
