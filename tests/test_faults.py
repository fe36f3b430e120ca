"""Disks that fail, fill up or are read-only: what was exported is safe, and the next run heals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from anki_backend import Imported, open_anki
from faults import KILLED, NOW, UNDISTURBED, digests, export, prepared, sound

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import load_ledger
from flashcards.ledger.files import staged_path
from flashcards.memory_files import ledger_path
from flashcards.package import digest_in_place

resource = pytest.importorskip("resource", reason="not on Windows")

SCRIPT = Path(__file__).with_name("faults.py")


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "vault", tmp_path / "out" / "deck.apkg"


def lines(places: tuple[Path, Path], what: str, *options: str) -> list[Any]:
    arguments = [sys.executable, str(SCRIPT), *map(str, places), what, *options]
    found = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return [*map(json.loads, found.stdout.splitlines())]


def flashcards(*arguments: object, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program a minute later; no file may become larger than so many bytes."""

    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        [sys.executable, "-m", "flashcards", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(NOW + 60)},
        preexec_fn=limit,
    )


@pytest.fixture
def edited(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A vault that was exported and then edited."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    prepared(*places)
    return places


def test_every_file_is_written_beside_its_place_made_durable_and_renamed(
    places: tuple[Path, Path],
) -> None:
    """What an export leaves behind was never open under its name, and its folder is durable"""
    root, deck = places
    steps = [tuple(step) for step in lines(places, "record")]
    left = [*deck.parent.iterdir(), *(root / ".flashcards").iterdir()]
    files = {path for path in left if not path.name.startswith("lock")}

    names = {"deck.apkg", "deck.removed.apkg", "last.apkg", "ledger.jsonl"}
    assert {path.name for path in files} == names | {".gitignore", ".gitattributes"}
    opened = {path for event, path, _ in steps if event != "os.rename"}
    assert opened.isdisjoint(map(str, files))
    for file in files:
        last = max(
            n for n, (event, _, to) in enumerate(steps) if (event, to) == ("os.rename", str(file))
        )
        made_durable = ("fsync", steps[last][1], "")
        assert made_durable in steps[:last], file
        assert ("fsync", str(file.parent.stat().st_ino), "") in steps[last:], file


@pytest.mark.parametrize(("fault", "code"), [("kill", KILLED), ("interrupt", 130), ("error", 2)])
def test_any_step_on_the_disk_may_go_wrong(
    places: tuple[Path, Path], fault: str, code: int
) -> None:
    """Killed, interrupted or failing: all is sound, and the next export ends as if undisturbed"""
    *wrong, undisturbed = lines(places, fault)

    assert len(wrong) > 20
    assert undisturbed["code"] == UNDISTURBED
    assert code in {each["code"] for each in wrong} <= {0, code, UNDISTURBED}
    assert all(each["sound"] and each["next"] == 0 for each in wrong)
    assert len({each["package"] for each in wrong}) == 2  # the old one, or the new one
    for each in wrong:
        assert each["healed"] == undisturbed["healed"], each["step"]


def test_any_step_on_the_disk_may_go_wrong_with_a_package_of_changes(
    places: tuple[Path, Path],
) -> None:
    """It is told, all is sound, and the next export ends as if undisturbed"""
    changes = places[1].with_name("changes.apkg")
    *wrong, undisturbed = lines(places, "error", "--changes", str(changes))

    assert undisturbed["code"] == UNDISTURBED
    assert {each["code"] for each in wrong} == {0, 2}
    assert all(each["sound"] and each["next"] == 0 for each in wrong)
    for each in wrong:  # the package of changes is made by those that are asked for one
        differ = dict(each["healed"].items() ^ undisturbed["healed"].items())
        assert all(changes.name in name for name in differ), (each["step"], differ)


def test_a_second_kill_loses_nothing_that_the_first_one_left(edited: tuple[Path, Path]) -> None:
    """A ledger that was never put in force is, before the next export stages its own"""
    root, deck = edited
    ledger = ledger_path(root)
    before = ledger.read_bytes()
    export(root, deck)
    ledger.rename(staged_path(ledger))  # as a kill between package and ledger leaves it
    ledger.write_bytes(before)
    known, _ = load_ledger(ledger, lambda: digest_in_place(deck))
    assert known is not None

    (root / "a.md").write_text("nothing any more")
    with pytest.raises(FlashcardsError, match="found no flashcards"):
        export(root, deck)

    assert not staged_path(ledger).exists()
    now, _ = load_ledger(ledger)
    assert now is not None
    assert now.entries == known.entries


def test_a_disk_that_ends_in_the_middle_of_a_file(edited: tuple[Path, Path]) -> None:
    """Whatever cannot be written in full: the last package imports, and the next run heals"""
    root, deck = edited
    before = digests(root, deck)
    for largest in (0, 200, 1000, 2000, 3000, 5000, 9000, 50_000):
        result = flashcards("export", root, deck, "-q", largest=largest)
        assert result.returncode == 2, result.stderr
        assert "cannot write" in result.stderr
        assert digests(root, deck) == before
        assert sound(root, deck)

    with open_anki(root.parent / "anki") as anki:
        assert anki.import_package(deck) == Imported(new=3)
        assert flashcards("export", root, deck, "-q").returncode == 0
        assert anki.import_package(deck).new == 1
        assert not anki.faults()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little room is said before anything is written; whatever happens, the old is safe"""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    root, deck = small_disk / "vault", small_disk / "out" / "deck.apkg"
    prepared(root, deck)
    before, said = digests(root, deck), set[str]()
    free = os.statvfs(small_disk).f_bavail * 4096
    for left in (0, 4096, 8192, 16_384, 32_768, 65_536, 98_304, 131_072):
        with (small_disk / "filler").open("wb") as filler:
            filler.write(bytes(free - left))
        result = flashcards("export", root, deck, "-q")
        said.add(result.stderr)
        assert result.returncode in {0, 2}, result.stderr
        assert sound(root, deck)
        if "too full" in result.stderr:
            assert digests(root, deck) == before

    (small_disk / "filler").unlink()
    assert flashcards("export", root, deck, "-q").returncode == 0
    with open_anki(small_disk.parent / "anki") as anki:
        assert anki.import_package(deck) == Imported(new=3)
        assert not anki.faults()
    assert any("the disk is too full" in each for each in said)


def test_a_disk_that_became_read_only(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export says so; what needs no writing goes on"""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    root, deck = small_disk / "vault", small_disk / "out" / "deck.apkg"
    prepared(root, deck)
    before = digests(root, deck)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    result = flashcards("export", root, deck)

    assert result.returncode == 2
    assert "read-only" in result.stderr.lower()
    assert flashcards("list", root).returncode == 0
    assert digests(root, deck) == before
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert flashcards("export", root, deck).returncode == 0


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder, not even root."""
    mounted = os.geteuid() == 0
    if mounted:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    else:
        folder.chmod(0o500)
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        else:
            folder.chmod(0o700)


@pytest.mark.parametrize("which", ["vault/.flashcards", "out"])
def test_a_folder_that_became_read_only(edited: tuple[Path, Path], which: str) -> None:
    """That of the ledger, or that of the package: nothing is changed in the other one either"""
    root, deck = edited
    before = digests(root, deck)

    with read_only(root.parent / which):
        result = flashcards("export", root, deck, "-q")
        told = flashcards("doctor", root, deck)

    assert result.returncode == 2
    assert "cannot write" in result.stderr
    assert digests(root, deck) == before
    assert told.returncode == 1
    assert "error    disk" in told.stdout
    assert flashcards("export", root, deck, "-q").returncode == 0
