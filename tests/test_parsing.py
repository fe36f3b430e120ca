"""One vault note, from its text to its flashcards."""

from __future__ import annotations

import pytest

from flashcards.model import VaultNote
from flashcards.parsing import parse_vault_note
from flashcards.syntaxes import SyntaxOptions


@pytest.mark.parametrize(
    ("properties", "tags"),
    [
        ({"tags": "#a, b c/d"}, ("a", "b", "c/d")),
        ({"tags": ["a", "#b/c", "two words", 24]}, ("a", "b/c", "two words", "24")),
        ({"tags": ["a, b"], "tag": "c"}, ("a", "b", "c")),
        ({"tags": None, "tag": ["", "#"]}, ()),
    ],
)  # fmt: skip
def test_tags(properties: dict[str, object], tags: tuple[str, ...]) -> None:
    """A text holds several tags; each text of a list is one, blanks included"""
    vault_note = VaultNote("a.md", properties, "")

    assert parse_vault_note(vault_note, SyntaxOptions()).tags == tags
