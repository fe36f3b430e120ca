"""Libraries as people really have them: what is reported, and what is read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from flashcards.bibliography import look_up, read_libraries, reference

FIXTURES = read_fixture_file(Path(__file__).with_name("broken.md"))


@pytest.mark.parametrize(
    ("text", "expected"), [case[2:] for case in FIXTURES], ids=[case[1] for case in FIXTURES]
)
def test_broken_entries_are_reported_and_salvaged(text: str, expected: str, tmp_path: Path) -> None:
    """Every broken entry is reported with its line, and everything legible is loaded."""
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")

    library, reading = read_libraries([tmp_path / "refs.bib"], tmp_path)
    items, looking = look_up(library, library.citekeys())

    told = [str(one).removeprefix("refs.bib:") for one in (*reading, *looking)]
    shown = [f"{citekey}: {reference(item)}" for citekey, item in items.items()]
    assert "\n".join([*told, *shown]) == expected.rstrip("\n")
