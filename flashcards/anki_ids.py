"""Which Anki note another tool made of a flashcard: the ids that it wrote into the vault.

Obsidian_to_Anki and inka2 write `<!--ID: 1566052191670-->`, flashcards-obsidian `^1672531200000`
or, in version 2, a property by block id: these stand at a flashcard. Yanki makes one Anki note of
a whole vault note, and names it in the property `noteId`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from flashcards.model import ParsedVaultNote, Rendered

YANKI = "yanki"
_PROPERTY = "noteId"
_LONGEST = 16
"""Digits; Anki's ids are milliseconds since 1970, which have thirteen for centuries to come."""


class WithIds(Struct, frozen=True):
    """A flashcard, and what another tool says that it is in Anki."""

    rendered: Rendered
    tool: str
    ids: tuple[int, ...]
    """Anki's ids of notes, as written; almost always one."""


def with_ids(
    rendered: Iterable[Rendered], vault_notes: Iterable[ParsedVaultNote]
) -> Iterator[WithIds]:
    """Yield the flashcards at which ids of Anki notes stand.

    A `noteId` belongs to the vault note's flashcard if it has only one.
    """
    each_rendered = tuple(rendered)
    per_note = Counter(each.flashcard.span.path for each in each_rendered)
    named = dict(_by_property(vault_notes))
    for each in each_rendered:
        flashcard = each.flashcard
        marks = [
            mark for mark in flashcard.foreign if mark.kind == "id" and len(mark.value) <= _LONGEST
        ]
        path = flashcard.span.path
        if marks:
            yield WithIds(each, marks[0].plugin, tuple(int(mark.value) for mark in marks))
        elif path in named and per_note[path] == 1:
            yield WithIds(each, YANKI, (named[path],))


def _by_property(vault_notes: Iterable[ParsedVaultNote]) -> Iterator[tuple[str, int]]:
    for note in vault_notes:
        number = _number(note.properties)
        if number:
            yield note.path, number


def _number(properties: Mapping[str, object]) -> int:
    """Return the id in the property; 0 if there is none."""
    value = properties.get(_PROPERTY)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 0
