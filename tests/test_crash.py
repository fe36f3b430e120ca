"""An export that is killed: the last package imports, and the next run ends as if undisturbed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anki_backend import Imported, open_anki
from conftest import NOW, MakeVault

from flashcards.memory_files import ledger_path
from flashcards.package import read_package

KILLING = Path(__file__).with_name("killing.py")
KILLS = int(os.environ.get("FLASHCARDS_KILLS", "12"))


def test_a_kill_at_any_moment_leaves_a_package_and_a_ledger(tmp_path: Path) -> None:
    """Killed, or failing: the package is a good one, and the next export heals the rest"""
    command = [sys.executable, str(KILLING), str(tmp_path / "life"), "--kills", str(KILLS)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    *kills, last = map(json.loads, ran.stdout.splitlines())

    assert len(kills) == KILLS
    assert sum(each["ended"] == -signal.SIGKILL for each in kills) > KILLS // 3
    assert {each["ended"] for each in kills} <= {-signal.SIGKILL, 0, 1, 2}, ran.stderr
    assert any(each["renewed"] for each in kills)
    assert [*map(json.dumps, filter(is_not_fine, kills))] == []
    assert len(set(last["in Anki"])) == 1
    assert last["differ"] == [], "nothing temporary is left, either"


def is_not_fine(kill: dict[str, Any]) -> bool:
    """Tell whether something was wrong after a kill, or the next export did not mend it"""
    healed = (
        not kill["differ"] and kill["next"][0] == kill["next"][1] and kill["both import"] == [0, 0]
    )
    return not (kill["sound"] and kill["imports"] and healed)


def test_what_killed_exports_left_is_tidied_away(make_vault: MakeVault, tmp_path: Path) -> None:
    """Beside every package, and SQLite's journals as well; nothing of anybody else's"""
    root, deck = make_vault({"a.md": "## Flashcards\nWhat? :: That\n"}), tmp_path / "d.apkg"
    ours = root / ".flashcards"
    ours.mkdir()
    left = [
        *(tmp_path / f".{name}.0a1b2c3d.tmp" for name in ("d.apkg", "d.removed.apkg")),
        *(ours / f".last.apkg.0a1b2c3d.{end}" for end in ("tmp", "tmp-journal")),
    ]
    others = [tmp_path / ".e.apkg.0a1b2c3d.tmp", tmp_path / "d.apkg.tmp"]
    for file in (*left, *others):
        file.write_bytes(b"x")

    assert export(root, deck, 0, program=("-m", "flashcards")) == 0

    assert [file for file in left if file.exists()] == []
    assert all(file.exists() for file in others)


DIE_BEFORE_THE_LEDGER = """
import os, signal
import flashcards.writing
flashcards.writing.commit_ledger = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from flashcards.cli import main
main()
"""


def export(root: Path, deck: Path, minutes: int, *, program: tuple[str, ...]) -> int:
    command = [sys.executable, *program, "export", str(root), str(deck), "-q", "--allow-removals"]
    pinned = {"SOURCE_DATE_EPOCH": str(NOW + 60 * minutes)}
    return subprocess.run(command, env=os.environ | pinned, check=False).returncode


Edit = Callable[[Path], object]


def rewritten(old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / "a.md").read_text("utf-8")
        assert old in text
        (root / "a.md").write_text(text.replace(old, new), "utf-8")

    return edit


EDITS: dict[str, Edit] = {
    "the new one is reworded": rewritten("What is new?", "What is quite new?"),
    "the new one has another answer": rewritten("A thing", "Another thing"),
    "an old one is reworded": rewritten("What is old?", "What is very old?"),
    "both change places": rewritten(
        "What is old? :: Gold\n\nWhat is new? :: A thing\n",
        "What is new? :: A thing\n\nWhat is old? :: Gold\n",
    ),
    "the vault note is renamed": lambda root: (root / "a.md").rename(root / "b.md"),
    "the new one moves elsewhere": lambda root: (
        rewritten("\nWhat is new? :: A thing\n", "")(root),
        (root / "c.md").write_text("## Flashcards\nWhat is new? :: A thing\n", "utf-8"),
    ),
    "what killed the export is undone": rewritten("\nWhat is new? :: A thing\n", ""),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_kill_between_package_and_ledger_doubles_nothing(
    make_vault: MakeVault, tmp_path: Path, edit: Edit
) -> None:
    """What went into the package is known at the next export, although its ledger never was"""
    root, deck = make_vault({"a.md": "## Flashcards\nWhat is old? :: Gold\n"}), tmp_path / "d.apkg"
    whole = ("-m", "flashcards")
    assert export(root, deck, 0, program=whole) == 0
    before = ledger_path(root).read_bytes()
    (root / "a.md").write_text(
        "## Flashcards\nWhat is old? :: Gold\n\nWhat is new? :: A thing\n", "utf-8"
    )
    assert export(root, deck, 1, program=("-c", DIE_BEFORE_THE_LEDGER)) == -signal.SIGKILL
    assert ledger_path(root).read_bytes() == before
    shutil.copy(deck, tmp_path / "killed.apkg")
    edit(root)

    assert export(root, deck, 2, program=whole) == 0

    first, then = read_package(tmp_path / "killed.apkg"), read_package(deck)
    assert first is not None
    assert then is not None
    assert len(first.guids) == 2
    assert set(then.guids) <= set(first.guids)
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(tmp_path / "killed.apkg") == Imported(new=2)
        assert anki.import_package(deck).new == 0
        assert anki.collection.note_count() == 2
        assert not anki.faults()
