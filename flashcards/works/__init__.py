"""The works that a vault cites: which libraries there are, and what each citekey stands for.

Flashcards come out with all that they cite: what a link leads to, what their vault note is about.
The order in which a citekey is looked up: the libraries, by citekey, by the other citekeys of an
entry, in any case; then the vault notes about works, whose citekey is looked up again; then what
such a vault note says itself.
"""

from __future__ import annotations

from flashcards.works.find import Works, find_works
from flashcards.works.libraries import (
    LIBRARY_ENDINGS,
    libraries_of_vault,
    library_paths,
    library_places,
    named_by_properties,
)
from flashcards.works.literature import citekey_by_name, may_be_about_work
from flashcards.works.references import with_references

__all__ = [
    "LIBRARY_ENDINGS",
    "Works",
    "citekey_by_name",
    "find_works",
    "libraries_of_vault",
    "library_paths",
    "library_places",
    "may_be_about_work",
    "named_by_properties",
    "with_references",
]
