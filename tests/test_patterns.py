"""Patterns of ours match alike in every Python that we support."""

from __future__ import annotations

import re
from pathlib import Path

PROGRAM = Path(__file__).parent.parent / "flashcards"

_POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[?*+]|\{\d*,?\d*\})\+(?!\()")
"""A group that is repeated and gives nothing back, `(?:ab)*+`."""


def test_no_group_is_possessive() -> None:
    """Up to 3.11.4, which Debian 12 is below, they go on from where they had failed to match

    (python/cpython#106052). `(?>(?:ab)*)` says the same, and is right everywhere.
    """
    found = [
        f"{path.relative_to(PROGRAM)}:{number}"
        for path in sorted(PROGRAM.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if _POSSESSIVE_GROUP.search(line) and "#$%&" not in line
    ]

    assert found == []
