"""`flashcards adopt`: what it says, what it asks, and what it leaves behind."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from anki_backend import open_anki
from click.testing import CliRunner, Result
from conftest import MakeVault
from other_tools import Made, Tool, add_notes, change_notetype, export_collection

from flashcards.cli import main_group
from flashcards.diagnostics import FlashcardsError
from flashcards.package import is_our_package

NOTES = (
    Made("Basic", ("What is a cell?", "A room.")),
    Made("Basic", ("What is a wall?", "A border.")),
    Made("Basic", ("House &gt; What is a door?", "An opening.")),
)
VAULT = """\
## Flashcards
What is a cell? :: A room. <!--ID: {0}-->

What is a wall? :: A border.

What is a door? :: An opening.

What is new? :: This.
"""


def adopt(root: Path, *options: object) -> Result:
    """Adopt off a terminal."""
    return CliRunner().invoke(main_group, ["adopt", str(root), *map(str, options)])


@pytest.fixture
def vault(make_vault: MakeVault, tmp_path: Path) -> Path:
    """Return a vault, beside which lies the collection with its Anki notes."""
    with open_anki(tmp_path / "anki") as anki:
        ids = add_notes(anki, Tool({}, NOTES, lambda _ids: {}))
        anki.study(9)
    export_collection(tmp_path / "anki", tmp_path / "mine.colpkg")
    return make_vault({"a.md": VAULT.format(*ids)})


@pytest.fixture
def changed(vault: Path, tmp_path: Path) -> Path:
    """Return the vault, when all its Anki notes have our notetype."""
    adopt(vault, "--from", tmp_path / "mine.colpkg")
    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "mine.notetypes.apkg")
        change_notetype(anki, "note:Basic", "Vault Basic", "")
    export_collection(tmp_path / "anki", tmp_path / "mine.colpkg")
    return vault


def test_what_is_to_be_done_in_anki_is_said(vault: Path, tmp_path: Path) -> None:
    """The steps, with a package for our notetypes beside the collection, and nothing adopted"""
    done = adopt(vault, "--from", tmp_path / "mine.colpkg", "--yes")

    assert done.exit_code == 1
    assert "3 flashcards found in the collection" in done.output
    assert "by id            1" in done.output
    assert "by question      2" in done.output
    assert "1 sure, 1 not" in done.output
    assert "new              1" in done.output
    assert "1. import" in done.output
    assert "2 Anki notes of Basic" in done.output
    assert "choose Vault Basic, leave all as it is mapped" in done.output
    assert is_our_package(tmp_path / "mine.notetypes.apkg")
    assert not (vault / ".flashcards/ledger.jsonl").exists()


def test_pairs_by_question_are_shown_and_not_taken_unasked(changed: Path, tmp_path: Path) -> None:
    """Off a terminal and without --yes, only what ids vouch for is adopted"""
    done = adopt(changed, "--from", tmp_path / "mine.colpkg")

    assert done.exit_code == 0
    assert "vault  What is a wall? → A border." in done.output
    assert "Anki   What is a wall? → A border." in done.output
    assert "not taken: --yes takes them" in done.output
    assert "1 Anki note adopted" in done.output


def test_yes_takes_sure_ones_only(changed: Path, tmp_path: Path) -> None:
    """What is only perhaps the same is shown, and taken by nobody but a person"""
    done = adopt(changed, "--from", tmp_path / "mine.colpkg", "--yes")

    assert "Perhaps the same:" in done.output
    assert "2 Anki notes adopted" in done.output


@pytest.mark.parametrize(("answers", "count"), [("y\ny\n", 3), ("y\nn\n", 2), ("n\nn\n", 1)])
def test_on_a_terminal_one_is_asked(
    changed: Path, tmp_path: Path, answers: str, count: int
) -> None:
    """Once for all sure pairs, and one by one for the others"""
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())

    done = subprocess.run(
        [sys.executable, "-m", "flashcards", "adopt", changed, "--from", tmp_path / "mine.colpkg"],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=True,
    )

    os.close(ours)
    os.close(theirs)
    assert "Take this one?" in done.stdout
    assert "Take it?" in done.stdout
    assert f"{count} Anki note{'s' if count > 1 else ''} adopted" in done.stdout


def test_an_adoption_is_told_by_other_commands(changed: Path, tmp_path: Path) -> None:
    """An export goes on with it, `diff` says what it will change, and undo takes it back"""
    adopt(changed, "--from", tmp_path / "mine.colpkg", "--yes")
    arguments = [str(changed), str(tmp_path / "deck.apkg")]
    diff = CliRunner().invoke(main_group, ["diff", str(changed)])

    exported = CliRunner().invoke(main_group, ["export", *arguments])
    undone = adopt(changed, "--undo")

    assert diff.exit_code == 0
    assert "2 new, 2 updated" in exported.output
    assert "by folder" in exported.output
    assert "2 Anki notes are no longer this vault's" in undone.output


def test_long_searches_go_to_a_file(make_vault: MakeVault, tmp_path: Path) -> None:
    """A terminal is no place for hundreds of ids"""
    notes = [Made("Basic", (f"What is {n}?", f"It is {n}.")) for n in range(30)]
    with open_anki(tmp_path / "anki") as anki:
        ids = add_notes(anki, Tool({}, notes, lambda _ids: {}))
    export_collection(tmp_path / "anki", tmp_path / "mine.colpkg")
    lines = [f"What is {n}? :: It is {n}. <!--ID: {ids[n]}-->" for n in range(30)]
    root = make_vault({"a.md": "## Flashcards\n" + "\n\n".join(lines)})

    done = adopt(root, "--from", tmp_path / "mine.colpkg")

    title, search, *_ = (tmp_path / "mine.searches.txt").read_text("utf-8").split("\n")
    assert title == "# 30 Anki notes: Basic -> Vault Basic"
    assert search == f"nid:{','.join(map(str, ids))}"
    assert str(tmp_path / "mine.searches.txt") in done.output
    assert str(ids[0]) not in done.output


@pytest.mark.parametrize("options", [[], ["--undo"]])
def test_what_cannot_be_done_is_said(make_vault: MakeVault, options: list[str]) -> None:
    """Without a collection, and with nothing to undo"""
    done = adopt(make_vault({"a.md": "x"}), *options)

    assert isinstance(done.exception, FlashcardsError)


def test_a_broken_collection_leaves_the_ledger_alone(changed: Path, tmp_path: Path) -> None:
    """Nothing is adopted of a file that is not whole"""
    adopt(changed, "--from", tmp_path / "mine.colpkg")
    before = (changed / ".flashcards/ledger.jsonl").read_bytes()
    half = tmp_path / "half.colpkg"
    half.write_bytes((tmp_path / "mine.colpkg").read_bytes()[:5000])

    done = adopt(changed, "--from", half, "--yes")

    assert isinstance(done.exception, FlashcardsError)
    assert (changed / ".flashcards/ledger.jsonl").read_bytes() == before


def test_quietly_only_what_needs_a_person_is_said(changed: Path, tmp_path: Path) -> None:
    """No summary"""
    done = adopt(changed, "--from", tmp_path / "mine.colpkg", "--quiet")

    assert "by id" not in done.output
    assert "adopted" not in done.output
