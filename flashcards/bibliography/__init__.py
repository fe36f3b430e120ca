"""Bibliographies: BibTeX and CSL-JSON to items, and items to citations and references.

`read_libraries` only indexes; `look_up` parses what is cited; `short_citation` and `reference`
write it down. Nothing here raises because of what a library says.
"""

from __future__ import annotations

from flashcards.bibliography.inline_fields import inline_fields
from flashcards.bibliography.library import Library, read_libraries, same_key
from flashcards.bibliography.literature import item_from_properties
from flashcards.bibliography.locators import locator_text
from flashcards.bibliography.lookup import is_cut, look_up
from flashcards.bibliography.markup import without_tags
from flashcards.bibliography.nearest import near_misses
from flashcards.bibliography.reference import reference
from flashcards.bibliography.short import short_citation
from flashcards.bibliography.written import written_in

__all__ = [
    "Library",
    "inline_fields",
    "is_cut",
    "item_from_properties",
    "locator_text",
    "look_up",
    "near_misses",
    "read_libraries",
    "reference",
    "same_key",
    "short_citation",
    "without_tags",
    "written_in",
]
