"""What is said of flashcards that are gone from the vault."""

from __future__ import annotations

import json
from pathlib import Path

from anki_notes import THEN
from ledger_entries import retired

from flashcards.removal_report import removed_json, removed_lines, tombstone_lines

GONE = (retired("abc"), retired("def", path="Bio/Atoms.md", question="", answer="a thing"))
FIELDS = {"abc": {"Front": "What is a <b>Cell</b>?", "Back": "A room."}}


def test_they_are_listed_with_the_search_and_what_to_do_next() -> None:
    """The author's own words where they are known, a search to paste, the command to end it"""
    lines = list(removed_lines(GONE, FIELDS, "my vault"))

    assert lines[:2] == ["Cells.md: What is a Cell?", "Bio/Atoms.md: a thing"]
    assert "  Id:abc OR Id:def" in lines
    assert lines[-1] == "  flashcards removed 'my vault' --done"


def test_nothing_removed_is_said_so() -> None:
    """No silence that could be a fault"""
    [line] = removed_lines((), {}, "vault")

    assert line.startswith("nothing is gone")


def test_the_search_comes_before_the_package() -> None:
    """The search touches nothing; importing tags the notes anew, and later would bring them back"""
    text = "\n".join(tombstone_lines(GONE, Path("deck.removed.apkg"), "vault"))

    assert text.startswith("deck.removed.apkg: 2 flashcards that are gone from the vault")
    assert text.index("Id:abc OR Id:def") < text.index("import that file")
    assert "bring them back" in text
    assert text.endswith("flashcards removed vault --done")


def test_json_has_its_keys() -> None:
    """One object a line"""
    assert json.loads(removed_json(GONE[0], FIELDS)) == {
        "guid": "abc",
        "path": "Cells.md",
        "question": "What is a Cell?",
        "deck": "Vault",
        "retired": THEN + 86_400,
    }
