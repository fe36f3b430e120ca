"""`flashcards diff` and `flashcards removed`: what they print, and with which code they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import NOW, MakeVault

from flashcards.cli.diff import diff
from flashcards.cli.removed import removed
from flashcards.config import Config
from flashcards.exporting import export
from flashcards.pipeline import build

CELLS = (
    "## Flashcards\nPowerhouse of the cell? :: The old mitochondrion\n\nWhat is green? :: Leaves\n"
)
EDITED = "## Flashcards\nPowerhouse of the cell? :: The new mitochondrion\n\nWhat is red? Blood\n"

Export = Callable[[], None]


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    """Return a vault with one vault note."""
    return make_vault({"Cells.md": CELLS})


@pytest.fixture
def exported(root: Path, tmp_path: Path) -> Export:
    """Return a function that exports the vault, and export it once."""

    def export_vault() -> None:
        export(build(root, Config(), NOW), tmp_path / "deck.apkg")

    export_vault()
    return export_vault


def run(*arguments: str | Path) -> Result:
    """Run one of the commands."""
    group = click.Group(commands=[diff, removed])
    environment = {"SOURCE_DATE_EPOCH": str(NOW + 5), "NO_COLOR": "1"}
    result = CliRunner().invoke(group, [str(each) for each in arguments], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.usefixtures("exported")
def test_nothing_changed_is_counted_only(root: Path) -> None:
    """And the exit code is 0, whether asked for or not"""
    result = run("diff", root, "--exit-code")

    assert (result.stdout, result.stderr) == ("", "2 unchanged\n")
    assert result.exit_code == 0


@pytest.mark.usefixtures("exported")
def test_a_diff_shows_words_and_removals(root: Path) -> None:
    """From the last package without media, which lies beside the ledger"""
    (root / "Cells.md").write_text(EDITED)

    result = run("diff", root)

    assert "  Cells.md:2: Powerhouse of the cell?" in result.stdout
    assert "    Back: The [-old-]{+new+} mitochondrion" in result.stdout
    assert "  Cells.md:1: What is green?" in result.stdout
    assert "  search in Anki's browser: Id:" in result.stdout
    assert result.stderr == "1 removed, 1 updated\n"
    assert result.exit_code == 0


@pytest.mark.usefixtures("exported")
def test_the_exit_code_says_whether_there_are_changes(root: Path) -> None:
    """For scripts, when asked for"""
    (root / "Cells.md").write_text(EDITED)

    result = run("diff", root, "--exit-code", "--quiet")

    assert result.exit_code == 1
    assert result.stderr == ""


@pytest.mark.usefixtures("exported")
def test_a_diff_writes_nothing(root: Path) -> None:
    """Not even into our own folder"""
    (root / "Cells.md").write_text(EDITED)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    run("diff", root, "--explain")

    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("exported")
def test_without_the_last_package_a_diff_names_the_fields(root: Path) -> None:
    """It was deleted, or another machine exported"""
    (root / ".flashcards" / "last.apkg").unlink()
    (root / "Cells.md").write_text(EDITED)

    result = run("diff", root)

    assert "    Back: not as it was" in result.stdout
    assert "  Cells.md:1: what is green?" in result.stdout


@pytest.mark.usefixtures("exported")
def test_diff_json_has_the_promised_keys(root: Path) -> None:
    """One object a line for what changed"""
    (root / "Cells.md").write_text(EDITED)

    updated, gone = map(json.loads, run("diff", root, "--json").stdout.splitlines())

    assert list(updated) == list(gone) == ["change", "guid", "path", "line", "fields"]
    assert updated["fields"] == {"Back": ["The old mitochondrion", "The new mitochondrion"]}
    assert gone["fields"]["Back"] == ["Leaves", None]


@pytest.mark.usefixtures("exported")
def test_explain_says_how_a_flashcard_was_recognised(root: Path) -> None:
    """By which rule, for each that changed"""
    (root / "Cells.md").write_text(EDITED)

    assert "    recognised by: " in run("diff", root, "--explain").stdout
    updated, _ = map(json.loads, run("diff", root, "--json", "--explain").stdout.splitlines())
    assert updated["matched_by"]


def test_a_run_that_an_export_would_refuse_is_announced(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """A missing folder is seen before it does harm"""
    lines = "".join(f"What is number {number}? :: {number}\n\n" for number in range(30))
    root = make_vault({"a.md": f"## Flashcards\n{lines}"})
    export(build(root, Config(), NOW), tmp_path / "deck.apkg")
    (root / "a.md").unlink()

    result = run("diff", root)

    assert "30 removed\nan export would stop here: 30 of 30 flashcards are gone" in result.stderr
    assert "--allow-removals" in result.stderr


def test_what_is_removed_is_listed_until_it_is_done(root: Path, exported: Export) -> None:
    """With a search to paste; --done ends it, and only then"""
    assert run("removed", root).stdout.startswith("nothing is gone")
    (root / "Cells.md").write_text(EDITED)
    exported()

    listed = run("removed", root).stdout
    [line] = run("removed", root, "--json").stdout.splitlines()
    assert listed.startswith("Cells.md: ")
    assert "green?" in listed.splitlines()[0]
    assert f"Id:{json.loads(line)['guid']}" in listed

    assert run("removed", root, "--done").stdout.startswith("1 flashcard is no longer listed")
    assert run("removed", root).stdout.startswith("nothing is gone")
    exported()
    assert run("removed", root).stdout.startswith("nothing is gone")


def test_done_waits_for_an_interrupted_export(root: Path, exported: Export) -> None:
    """Which of two ledgers holds is only known at the next export"""
    del exported
    (root / ".flashcards" / "ledger.next").write_text("{")

    result = CliRunner().invoke(removed, [str(root), "--done"])

    assert "was interrupted" in str(getattr(result.exception, "message", ""))


def test_done_in_a_vault_that_was_never_exported_writes_nothing(root: Path) -> None:
    """There is nothing to remember"""
    run("removed", root, "--done")

    assert [path.name for path in root.iterdir()] == ["Cells.md"]
