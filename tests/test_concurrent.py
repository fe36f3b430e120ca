"""Exports at the same time, and while somebody writes: one result, nothing lost or doubled."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from anki_backend import open_anki
from busy_vault import BusyVault
from conftest import NOW, MakeVault

from flashcards.ledger import load_ledger
from flashcards.memory_files import ledger_path
from flashcards.package import read_fields

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for one process")

MANY = "## Flashcards\n" + "".join(f"Question {n}? :: Answer {n}\n\n" for n in range(200))


def start(
    root: Path, deck: Path, *options: str, command: str = "export", now: int | None = None
) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-m", "flashcards", command, str(root), str(deck), "-q", *options]
    pinned = {} if now is None else {"SOURCE_DATE_EPOCH": str(now)}
    return subprocess.Popen(arguments, env=os.environ | pinned, stderr=subprocess.DEVNULL)


AT_ONCE = """
import os, sys
from flashcards.cli import main
import flashcards.cli.exporting, flashcards.pipeline  # so that none is ahead of the others

start, go = os.pipe()
children = []
for number in range(8):
    children.append(os.fork())
    if not children[-1]:
        os.close(go)
        os.read(start, 1)  # until the parent has started all
        sys.argv += ["--no-cache"] if number % 3 == 0 else []
        main()
os.close(go)
print(*(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""


def eight_at_once(root: Path, deck: Path, now: int) -> list[int]:
    """Start eight exports in the same moment; return their exit codes."""
    command = [sys.executable, "-c", AT_ONCE, "export", str(root), str(deck), "-q"]
    pinned = os.environ | {"SOURCE_DATE_EPOCH": str(now)}
    ran = subprocess.run(command, env=pinned, stdout=subprocess.PIPE, check=True)
    return [*map(int, ran.stdout.split())]


def written(root: Path, folder: Path) -> dict[str, bytes]:
    """Return all that exports left behind."""
    files = [*folder.iterdir(), *(root / ".flashcards").iterdir()]
    return {
        file.name: file.read_bytes()
        for file in files
        if file.is_file() and not file.name.startswith("lock")
    }


def test_eight_exports_at_once_are_as_one(make_vault: MakeVault, tmp_path: Path) -> None:
    """Of a new vault and of an edited one, some with what is known of the last and some without"""
    root = make_vault({"a.md": MANY, "b.md": "## Flashcards\nWho? :: She\n"})
    other = tmp_path / "other" / root.name
    shutil.copytree(root, other)
    deck, alone = tmp_path / "out" / "deck.apkg", tmp_path / "alone" / "deck.apkg"
    for folder in (deck.parent, alone.parent):
        folder.mkdir()
    for minute in range(2):
        assert eight_at_once(root, deck, NOW + 60 * minute) == [0] * 8
        assert start(other, alone, "--no-cache", now=NOW + 60 * minute).wait() == 0

        assert written(root, deck.parent) == written(other, alone.parent)
        for folder in (root, other):
            (folder / "a.md").write_text(MANY.replace("Answer 7", "Seven").replace("ion 9?", "9?"))


def check_outcome(vault: BusyVault, deck: Path, snapshots: list[Path]) -> None:
    """Export once more, now that all is quiet, and see that nothing was lost or doubled."""
    now = int(time.time())
    other = deck.parent / "other" / vault.root.name
    shutil.copytree(vault.root, other)
    shutil.copy(deck, other.parent)
    assert start(vault.root, deck, now=now).wait() == 0
    undisturbed = start(other, other.parent / deck.name, "--no-cache", now=now)
    assert undisturbed.wait() == 0
    assert (other.parent / deck.name).read_bytes() == deck.read_bytes()
    assert ledger_path(other).read_bytes() == ledger_path(vault.root).read_bytes()

    ledger, told = load_ledger(ledger_path(vault.root))
    assert ledger is not None
    assert told == ()
    last = read_fields(deck)
    assert sorted(fields["Front"] for fields in last.values()) == vault.questions()
    assert last.keys() == {guid for guid, each in ledger.entries.items() if each.retired is None}
    ids = [entry.note_id for entry in ledger.entries.values()]
    assert len(ids) == len(set(ids))
    with open_anki(deck.parent / "anki") as anki:
        for package in (*snapshots, deck):
            anki.import_package(package)
        known = anki.collection.db.list("select guid from notes")
        assert len(known) == len(set(known))
        assert set(last) <= set(known) <= set(ledger.entries)
        assert not anki.faults()


def snapshot(deck: Path, number: int) -> list[Path]:
    """Keep the package that is there, as somebody who imports it just now would have it."""
    kept = deck.with_name(f"kept-{number}.apkg")
    return [Path(shutil.copy(deck, kept))] if deck.exists() else []


def test_exports_while_somebody_writes(tmp_path: Path) -> None:
    """Two at a time, again and again: each sees the vault at some moment, and the last all of it"""
    vault, deck = BusyVault(tmp_path / "vault", seed=1), tmp_path / "deck.apkg"
    snapshots, codes = [], list[int]()
    vault.start()
    for number in range(3):
        running = [start(vault.root, deck) for _ in range(2)]
        codes += [each.wait() for each in running]
        snapshots += snapshot(deck, number)
    vault.stop()

    assert 0 in codes
    assert set(codes) <= {0, 2}
    check_outcome(vault, deck, snapshots)


def test_a_watch_and_scheduled_exports_while_somebody_writes(tmp_path: Path) -> None:
    """What runs of itself, twice over: they wait for each other and go on from each other"""
    vault, deck = BusyVault(tmp_path / "vault", seed=2), tmp_path / "deck.apkg"
    snapshots, codes = [], list[int]()
    watching = start(vault.root, deck, "--settle", "0.2", command="watch")
    try:
        while not deck.exists():
            assert watching.poll() is None
            time.sleep(0.05)
        vault.start()
        for number in range(3):
            codes.append(start(vault.root, deck).wait())
            snapshots += snapshot(deck, number)
        vault.stop()
        time.sleep(1)  # the watch exports what was written last
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(timeout=60) == 0
    finally:
        watching.kill()
        watching.wait()

    assert 0 in codes
    assert set(codes) <= {0, 2}
    check_outcome(vault, deck, snapshots)
