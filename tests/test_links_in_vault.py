"""Links, embeds and footnotes in a whole vault: `tests/vaults/links/`, and what it becomes.

`tests/vaults/links.md` is the table of expected results: in which folder, the answer as written,
and the field as it must be, with what the author is told. `@` is short for the vault's address.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from anki_backend import open_anki
from conftest import NOW
from markdown_it.utils import read_fixture_file

from flashcards.config import Config
from flashcards.exporting import export
from flashcards.pipeline import Build, build

VAULTS = Path(__file__).parent / "vaults"
ROWS = [row[1:] for row in read_fixture_file(VAULTS / "links.md")]
TABLE = [
    pytest.param(number, expected, id=title) for number, (title, _, expected) in enumerate(ROWS)
]
ADDRESS = "obsidian://open?vault=links&amp;file="


def write_vault(root: Path) -> Path:
    """Copy the vault of the fixture, and write each row of the table into a vault note of it."""
    shutil.copytree(VAULTS / "links", root)
    decomposed = unicodedata.normalize("NFD", "Café.md")
    (root / "Names" / decomposed).write_text("Coffee.\n", encoding="utf-8")
    for number, (title, text, _) in enumerate(ROWS):
        folder = root / title.partition(":")[0].removeprefix("In ")
        folder.mkdir(parents=True, exist_ok=True)  # one that is empty is not kept by git
        asked = f"## Flashcards\n\nQ: row {number}\nA: {text}"
        (folder / f"Row {number}.md").write_text(asked, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the vault with the table in it."""
    return write_vault(tmp_path_factory.mktemp("vaults") / "links")


@pytest.fixture(scope="module")
def built(vault: Path) -> Build:
    """Build the vault once."""
    return build(vault, Config(), NOW)


def shown(built: Build) -> dict[int, str]:
    """Return the field of each row, and what is told of its vault note, by its number.

    The number is left out of the text, so that rows may be moved.
    """
    found: dict[int, str] = {}
    for each in built.rendered:
        path = each.flashcard.span.path
        row = re.search(r"Row (\d+)\.md", path)
        if row is None:
            continue
        told = (
            f"{told.severity} {told.code} {told.span.line}: {told.message}\n  {told.hint}"
            for told in built.diagnostics
            if told.span.path == path
        )
        text = "\n".join((each.anki_note.fields["Back"].replace(ADDRESS, "@"), *told))
        found[int(row[1])] = re.sub(rf"Row(%20| ){row[1]}\b", "Row", text)
    return found


@pytest.fixture(scope="module")
def rows(built: Build) -> dict[int, str]:
    """Return what each row of the table became."""
    return shown(built)


@pytest.mark.parametrize(("number", "expected"), TABLE)
def test_table(rows: dict[int, str], number: int, expected: str) -> None:
    """What stands in an answer becomes what the table says."""
    assert rows[number] == expected.strip()


def test_what_is_embedded_is_told_where_it_stands(built: Build) -> None:
    """A name that fits several files, a cycle, and the sixth embed within each other."""
    told = {str(each.span): each.code for each in built.diagnostics if "Row" not in each.span.path}

    assert told == {
        "Biology/Insulin.md:7": "ambiguous-link",
        "Biology/Insulin.md:13": "ambiguous-link",
        "Biology/Insulin.md:14": "plugin-not-read",
        "Cycles/Level 5.md:1": "embed-not-shown",
        "Cycles/One.md:5": "embed-not-shown",
        "Cycles/Three C.md:1": "embed-not-shown",
        "Cycles/Two B.md:1": "embed-not-shown",
    }


def test_the_same_in_anki(built: Build, tmp_path: Path) -> None:
    """Every field arrives as it was written, with its pictures, and every card shows it."""
    package = tmp_path / "deck.apkg"
    export(built, package)

    with open_anki(tmp_path / "anki") as anki:
        imported = anki.import_package(package)
        assert imported.new == len(built.rendered)
        assert anki.faults() == []
        assert len(anki.media()) == 1
        for each in built.rendered:
            fields = {name: html for name, html in each.anki_note.fields.items() if html}
            there = anki.fields(each.anki_note.guid)
            assert {name: there[name] for name in fields} == {
                name: unicodedata.normalize("NFC", html) for name, html in fields.items()
            }
        answers = "".join(card.answer for card in anki.cards())
    assert answers.count('class="embed"') > 20
    assert answers.count('class="footnotes"') >= 2
