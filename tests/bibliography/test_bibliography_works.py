"""References to works of all kinds, of BibTeX and of CSL-JSON, as people write them by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flashcards.bibliography import Library, look_up, reference
from flashcards.bibliography.library import read_library_text

LINES = Path(__file__).with_name("works.md").read_text(encoding="utf-8").splitlines()
WORKS = tuple(
    (entry, LINES[at + 1]) for at, entry in enumerate(LINES) if entry.startswith(("@", "{"))
)


def reference_to(entry: str) -> str:
    """Return the reference to the only work of a library."""
    if entry.startswith("{"):
        entry = json.dumps([{"id": "a", **json.loads(entry)}])
    file, diagnostics = read_library_text("library", entry.encode())
    assert diagnostics == ()
    [item] = look_up(Library((file,)), ["a"])[0].values()
    return reference(item)


def test_there_are_works_of_every_kind() -> None:
    """With those of references.md there are more than a hundred and fifty"""
    assert len(WORKS) >= 112


@pytest.mark.parametrize(("entry", "expected"), WORKS)
def test_a_work_is_referred_to_as_a_careful_author_would(entry: str, expected: str) -> None:
    """Who, when, what, in what, from whom, where on the web"""
    assert reference_to(entry) == expected
