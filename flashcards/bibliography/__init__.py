"""Bibliographies: .bib files to items, and items to citations and references.

`read_libraries` only indexes; `look_up` parses what is cited; `short_citation` and `reference`
write it down. Nothing here raises because of what a library says.
"""

from __future__ import annotations

from flashcards.bibliography.library import Library, read_libraries
from flashcards.bibliography.literature import item_from_properties
from flashcards.bibliography.lookup import look_up
from flashcards.bibliography.nearest import near_misses
from flashcards.bibliography.reference import reference
from flashcards.bibliography.short import short_citation

__all__ = [
    "Library",
    "item_from_properties",
    "look_up",
    "near_misses",
    "read_libraries",
    "reference",
    "short_citation",
]
