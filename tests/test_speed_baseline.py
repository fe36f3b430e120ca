"""What the benchmark of speed measures: a vault, the same flashcards made twice, and edits."""

from __future__ import annotations

import html
import importlib
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from conftest import NOW

from flashcards.changes import ChangeKind
from flashcards.config import Config
from flashcards.exporting import export
from flashcards.pipeline import Build, build

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
VAULT_NOTES = 150

Told = Counter[tuple[str, str, bool]]
"""What is asked, what is answered, and whether the answer is asked as well; as words alone."""


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    module("speed_vault").write_vault(root, VAULT_NOTES)
    return root


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def test_the_baseline_makes_the_flashcards_that_we_make(vault: Path, tmp_path: Path) -> None:
    """Else a ratio of their times would say nothing"""
    package = tmp_path / "baseline.apkg"
    command = [sys.executable, "-m", "speed_baseline", str(vault), str(package)]
    library = ["--bibliography", str(vault / "library.bib")]
    subprocess.run([*command, *library], cwd=BENCHMARKS, check=True, capture_output=True)

    ours = built(vault)
    theirs = told_by_package(package)

    assert told(each.anki_note.fields for each in ours.rendered) == theirs
    assert theirs.total() > VAULT_NOTES
    assert any(is_reversed for _, _, is_reversed in theirs)


def test_every_dialect_and_source_is_in_the_vault(vault: Path) -> None:
    """As people write them: in callouts, sections and literature notes, with works and pictures"""
    ours = built(vault)
    flashcards = [each.flashcard for each in ours.rendered]

    assert {each.syntax for each in flashcards} == {"definition", "quote", "section"}
    assert {each.dialect for each in flashcards} == {
        "", "cloze", "labelled", "multi-line", "separated", "table"
    }  # fmt: skip
    assert any(each.anki_note.media for each in ours.rendered)
    assert any(each.anki_note.cites for each in ours.rendered)
    assert any(
        'class="embed"' in text for each in ours.rendered for text in each.anki_note.fields.values()
    )
    assert not ours.diagnostics


def test_the_same_seed_writes_the_same_vault(vault: Path, tmp_path: Path) -> None:
    """So that a benchmark can be repeated"""
    module("speed_vault").write_vault(tmp_path / "again", VAULT_NOTES)

    assert contents(tmp_path / "again") == contents(vault)


def test_more_pictures_are_in_an_otherwise_equal_vault(vault: Path, tmp_path: Path) -> None:
    """Every one of them on a flashcard; there are no more flashcards than without them"""
    root = tmp_path / "more" / vault.name
    module("speed_vault").write_vault(root, VAULT_NOTES, pictures=500, side=2)
    few, many = contents(vault), contents(root)
    ours, before = built(root), built(vault)

    assert sum(name.endswith(".png") for name in many) == 500
    assert {name for name in many if not name.endswith(".png")} == {
        name for name in few if not name.endswith(".png")
    }
    assert {name: re.sub(rb"> !\[\[Plate .*\]\]\n", b"", many[name]) for name in few} == few
    shown = {media.path for each in ours.rendered for media in each.anki_note.media}
    assert len(shown) > 500 - VAULT_NOTES // 20
    assert {path for path in shown if "Plate" in path} == {
        f"Attachments/Plate {at}.png" for at in range(VAULT_NOTES // 20, 500)
    }
    assert len(ours.rendered) == len(before.rendered)
    assert ours.diagnostics == before.diagnostics


def test_vault_notes_are_as_long_as_those_of_people(vault: Path) -> None:
    """From 0.3 to 50 kB, half of them below two or a little more"""
    sizes = sorted(path.stat().st_size for path in vault.rglob("*.md"))

    assert len(sizes) == VAULT_NOTES
    assert 1_500 < sizes[VAULT_NOTES // 2] < 3_000
    assert sizes[0] >= 300
    assert sizes[-1] < 50_000


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [("nothing", 0, 0), ("one_vault_note", 1, 1), ("one_work", 1, 40), ("one_picture", 1, 20)],
)
def test_an_edit_changes_what_it_says(vault: Path, name: str, fewest: int, most: int) -> None:
    """And does so each time: one answer, one work wherever it is cited, one picture"""
    edit = getattr(module("speed_edits"), name)(vault)
    for times in (1, 2):
        export(built(vault), vault.parent / "deck.apkg")
        before = contents(vault)

        edit(times)

        after = built(vault)
        kinds = [each.kind for each in after.changes if each.kind is not ChangeKind.UNCHANGED]
        assert (contents(vault) != before) == (name != "nothing")
        assert set(kinds) <= {ChangeKind.UPDATED}
        assert fewest <= len(kinds) <= most
        assert not after.diagnostics


def test_a_small_run_prints_its_table(tmp_path: Path) -> None:
    """With a row for each sort of change"""
    command = [sys.executable, "speed.py", "--vault-notes", "12", "--rounds", "1", "--settled", "0"]
    done = subprocess.run(
        [*command, "--folder", str(tmp_path)],
        cwd=BENCHMARKS,
        check=True,
        capture_output=True,
        text=True,
    )

    rows = [line for line in done.stdout.splitlines() if line.startswith("| 12 |")]
    assert [row.split(" | ")[1] for row in rows] == [*module("speed").CASES]


def built(root: Path) -> Build:
    return build(root, Config(), NOW)


def contents(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file() and ".flashcards" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def told(notes: Iterable[Mapping[str, str]]) -> Told:
    return Counter(
        (words(fields.get("Front") or fields["Text"]), words(fields.get("Back", "")), is_reversed)
        for fields in notes
        for is_reversed in [bool(fields.get("Reversed"))]
    )


def told_by_package(package: Path) -> Told:
    with zipfile.ZipFile(package) as members:
        members.extract("collection.anki2", package.parent)
    database = sqlite3.connect(package.parent / "collection.anki2")
    rows = [fields.split("\x1f") for (fields,) in database.execute("select flds from notes")]
    database.close()
    names = {5: ("Front", "Back", "Reversed"), 3: ("Text",)}
    return told(dict(zip(names[len(row)], row, strict=False)) for row in rows)


def words(text: str) -> str:
    """Return what is left of HTML if tags and the shapes of blanks and apostrophes are not."""
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    return " ".join(plain.replace("\u2019", "'").split())
