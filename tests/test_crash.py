"""An export that is killed: the last package imports, and the next run ends as if undisturbed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from conftest import NOW, MakeVault

from flashcards.memory import remember
from flashcards.memory_files import ledger_path, memory_of
from flashcards.package import read_package

KILLS = 12


def start(root: Path, deck: Path, now: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flashcards", "export", str(root), str(deck), "-q"],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(now)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_kill_at_any_moment_leaves_a_package_and_a_ledger(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Killed at random moments: the package is a good one, and the next export heals the rest"""
    text = "## Flashcards\n" + "".join(f"Question {n}? :: Answer {n}\n" for n in range(400))
    root, deck = make_vault({"a.md": text}), tmp_path / "deck.apkg"
    start(root, deck, NOW).wait()
    began = time.monotonic()
    shutil.copytree(root, tmp_path / "undisturbed")
    shutil.copy(deck, tmp_path / "undisturbed.apkg")
    for folder in (root, tmp_path / "undisturbed"):
        (folder / "a.md").write_text(text.replace("Answer 7\n", "Answer seven\n"))
    start(tmp_path / "undisturbed", tmp_path / "undisturbed.apkg", NOW + 60).wait()
    needed = time.monotonic() - began
    moments = random.Random(5)

    for _ in range(KILLS):
        running = start(root, deck, NOW + 60)
        time.sleep(moments.uniform(0.3, 1.0) * needed)
        running.kill()
        running.wait()
        assert read_package(deck) is not None
        known, _ = remember(memory_of(root, package=deck))
        assert known is not None
        assert len(known.entries) == 400

    start(root, deck, NOW + 60).wait()
    assert deck.read_bytes() == (tmp_path / "undisturbed.apkg").read_bytes()
    assert not list(tmp_path.rglob("*.tmp"))
    undisturbed = ledger_path(tmp_path / "undisturbed")
    assert ledger_path(root).read_bytes() == undisturbed.read_bytes()
