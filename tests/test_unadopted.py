"""Flashcards whose Anki notes another tool made are not exported as new ones without a word."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import MakeVault

from flashcards.cli import main_group
from flashcards.diagnostics import FlashcardsError
from flashcards.unadopted import UnadoptedError

WITH_IDS = """\
## Flashcards
What is a cell? :: A room. <!--ID: 1566052191670-->

What is a wall? :: A border. ^1672531200000

What is new? :: This.
"""


def export(root: Path, *options: str) -> Result:
    """Export off a terminal."""
    deck = str(root.parent / "deck.apkg")
    return CliRunner().invoke(main_group, ["export", str(root), deck, *options])


def test_a_run_off_a_terminal_stops(make_vault: MakeVault) -> None:
    """A scheduled export fails with the count and both ways on, and writes nothing"""
    root = make_vault({"a.md": WITH_IDS})

    done = export(root)

    assert isinstance(done.exception, UnadoptedError)
    assert "2 flashcards carry ids of Anki notes" in done.exception.message
    assert "flashcards-obsidian 1, obsidian-to-anki 1" in done.exception.message
    assert "flashcards adopt" in done.exception.hint
    assert "--fresh" in done.exception.hint
    assert not (root.parent / "deck.apkg").exists()
    assert not (root / ".flashcards/ledger.jsonl").exists()


@pytest.mark.parametrize("by", ["option", "setting"])
def test_whoever_wants_new_ones_gets_them(make_vault: MakeVault, by: str) -> None:
    """By `--fresh` once, or by a setting for good; nobody is asked again about the same ones"""
    root = make_vault({"a.md": WITH_IDS})
    if by == "setting":
        make_vault({"flashcards.toml": "fresh = true"})

    done = export(root, *(["--fresh"] if by == "option" else []))

    assert done.exit_code == 0, done.exception
    assert "3 new" in done.output
    assert export(root).exit_code == 0


def test_an_id_that_comes_later_is_told_of(make_vault: MakeVault) -> None:
    """Going on with the other tool, its new notes would be doubled: the next export stops, too"""
    others = {f"{n}.md": f"## Flashcards\nWhat is {n}? :: It is {n}.\n" for n in range(20)}
    root = make_vault({"a.md": WITH_IDS, **others})
    export(root, "--fresh")
    make_vault({"a.md": f"{WITH_IDS}\nWhat came? :: Another. <!--ID: 1566052199999-->\n"})

    done = export(root)

    assert isinstance(done.exception, UnadoptedError)
    assert done.exception.message.startswith("1 flashcard carries the id of Anki notes")
    assert export(root, "--no-cache").exit_code != 0
    assert export(root, "--fresh").exit_code == 0


def test_ids_of_exported_flashcards_are_nobodys_business(make_vault: MakeVault) -> None:
    """A plugin that writes an id at a flashcard which Anki has from here stops nothing"""
    root = make_vault({"a.md": "## Flashcards\nWhat is a cell? :: A room.\n"})
    export(root)
    make_vault({"a.md": "## Flashcards\nWhat is a cell? :: A room. <!--ID: 1566052191670-->\n"})

    assert export(root).exit_code == 0


YANKI = "---\nnoteId: 1566052191670\n---\n## Flashcards\nWhat is a cell? :: A room.\n"


def test_an_id_of_a_whole_vault_note_counts_for_its_one_flashcard(make_vault: MakeVault) -> None:
    """Yanki's `noteId` names a vault note; with several flashcards in it nobody knows which"""
    root = make_vault({"a.md": YANKI})

    assert isinstance(export(root).exception, UnadoptedError)

    make_vault({"a.md": f"{YANKI}\nWhat is a wall? :: A border.\n"})
    assert export(root).exit_code == 0


@pytest.mark.parametrize("number", ["no", "true", "[1]", "9" * 5000])
def test_what_is_no_id_stops_nothing(make_vault: MakeVault, number: str) -> None:
    """A property of another meaning, and a number that no Anki note has"""
    text = f"---\nnoteId: {number}\n---\n## Flashcards\nWhat? :: That. <!--ID: {'9' * 5000}-->\n"

    assert export(make_vault({"a.md": text})).exit_code == 0


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 2)])
def test_on_a_terminal_one_is_asked(make_vault: MakeVault, answer: str, code: int) -> None:
    """Yes exports them as new ones, no writes nothing"""
    root = make_vault({"a.md": WITH_IDS})
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())

    done = subprocess.run(
        [sys.executable, "-m", "flashcards", "export", str(root), str(root.parent / "deck.apkg")],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
    )

    os.close(ours)
    os.close(theirs)
    assert "2 flashcards carry ids" in done.stderr
    assert "Export them as new Anki notes all the same?" in done.stderr
    assert done.returncode == code, done.stderr
    assert (root.parent / "deck.apkg").exists() == (answer == "y")


def test_other_errors_are_not_asked_about(make_vault: MakeVault) -> None:
    """A vault without flashcards is refused as ever"""
    done = export(make_vault({"a.md": "nothing"}))

    assert isinstance(done.exception, FlashcardsError)
    assert not isinstance(done.exception, UnadoptedError)
