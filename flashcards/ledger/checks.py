"""One line of a ledger, as JSON has it, in; `TypeError` for what no export ever wrote there.

A ledger travels with its vault, through merges and through other people's hands. A number in the
place of a text would come to light far from here, and look like a fault of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from flashcards.model.texts import SEPARATOR

_TEXTS = ("guid", "kind", "anchor", "vault_note", "path", "question", "answer", "deck")
_NUMBERS = ("position", "modified", "note_id", "due")
_LISTS = ("names", "chosen", "tags", "media", "ords")
_TABLES = ("clozes", "fields")

_SCALARS = itemgetter(*_TEXTS, *_NUMBERS, *_LISTS, *_TABLES, "acknowledged")
_TYPES = (
    *(str for _ in _TEXTS),
    *(int for _ in _NUMBERS),
    *(list for _ in _LISTS),
    *(dict for _ in _TABLES),
    bool,
)
_TEXT_LISTS = itemgetter("names", "tags", "media")
_COUNTS = itemgetter(*_NUMBERS)

_HIGHEST = 1 << 53
"""Of a number: more than any time in milliseconds, and all that JSON can be trusted with."""


def check_types(values: Mapping[str, Any]) -> None:
    """Raise `TypeError` if a value is of another type than exports write, `KeyError` if missing."""
    if tuple(map(type, _SCALARS(values))) != _TYPES:
        raise TypeError("a value is of another type than it should be")
    if not all(0 <= number < _HIGHEST for number in _COUNTS(values)):
        raise TypeError("a number is too low or too high")
    retired = values["retired"]
    if retired is not None and (type(retired) is not int or not 0 <= retired < _HIGHEST):
        raise TypeError("`retired` is no time")
    for texts in (*_TEXT_LISTS(values), values["fields"].values(), *values["chosen"]):
        _all_are(str, texts)
    for texts in values["clozes"].values():
        _all_are(str, texts)
    _all_are(int, values["ords"])
    if any(SEPARATOR in digest for digest in values["fields"].values()):
        raise TypeError("what should be a digest is none")


def check_header(values: Mapping[str, Any]) -> None:
    """Raise `TypeError` or `KeyError` for a first line that no export ever wrote."""
    _all_are(str, (values[name] for name in ("vault_id", "vault_name", "root_deck", "package")))
    _all_are(int, (values["serial"], *(each["modified"] for each in values["notetypes"].values())))


def _all_are(wanted: type, values: Iterable[object]) -> None:
    if not all(type(value) is wanted for value in values):
        raise TypeError("a value in a list is of another type than it should be")
