"""Anki's notetypes as Obsidian_to_Anki names them, and which of their fields become which."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from msgspec import Struct

from flashcards.syntaxes._obsidian_to_anki_options import ObsidianToAnkiOptions

BASIC_FIELDS = ("Front", "Back")
CLOZE_FIELDS = ("Text", "Back Extra", "Extra")
PLAIN_EXTRA = frozenset({"Back Extra", "Extra"})
"""Fields that need no name above them: what stands there is extra already."""

ADD_REVERSE = "Add Reverse"
"""The field of `Basic (optional reversed card)` that asks for the second card by being filled."""

# Anki's own name in some languages; others come from nowhere but the user.
_REVERSED = (
    "(and reversed card)",
    "(beide Richtungen)",
    "(e carta inversa)",
    "(plus obrácená karta)",
    "(с обратной карточкой)",
)


class Notetype(Struct, frozen=True):
    """A notetype of Anki as far as its fields matter here."""

    name: str
    fields: tuple[str, ...]
    is_cloze: bool = False

    @property
    def is_reversed(self) -> bool:
        """Whether the name says that the back is asked, too."""
        return any(words in self.name for words in _REVERSED)


_OF_ANKI = (
    Notetype("Basic", BASIC_FIELDS),
    Notetype("Basic (and reversed card)", BASIC_FIELDS),
    Notetype("Basic (optional reversed card)", (*BASIC_FIELDS, ADD_REVERSE)),
    Notetype("Basic (type in the answer)", BASIC_FIELDS),
    Notetype("Cloze", CLOZE_FIELDS, is_cloze=True),
)


def find_notetype(name: str, options: ObsidianToAnkiOptions) -> Notetype | None:
    """Return the notetype of that name, the user's own before Anki's; None if nobody knows it."""
    name = name.strip()
    known = _known(options).get(name)
    if known is None and _says_cloze(name):
        return Notetype(name, CLOZE_FIELDS, is_cloze=True)
    return known


def nearest_names(name: str, options: ObsidianToAnkiOptions) -> tuple[str, ...]:
    """Return the notetypes that may be meant by a name that nobody knows, the nearest first."""
    by_case = {known.casefold(): known for known in _known(options)}
    near = get_close_matches(name.strip().casefold(), by_case, n=3)
    return tuple(by_case[each] for each in near)


@lru_cache(maxsize=8)
def _known(options: ObsidianToAnkiOptions) -> Mapping[str, Notetype]:
    known = {notetype.name: notetype for notetype in _OF_ANKI}
    for name, fields in options.notetypes:
        is_cloze = _says_cloze(name)
        usual = CLOZE_FIELDS if is_cloze else BASIC_FIELDS
        known[name] = Notetype(name, fields or _fields_of_anki(name) or usual, is_cloze=is_cloze)
    return known


def _fields_of_anki(name: str) -> tuple[str, ...]:
    return next((notetype.fields for notetype in _OF_ANKI if notetype.name == name), ())


def _says_cloze(name: str) -> bool:
    """Say whether it is one for clozes; the plugin, too, goes by the name alone."""
    return "cloze" in name.casefold()
