"""`flashcards watch`: a line an export, whatever happens to the vault."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path

import pytest
from conftest import MakeVault

from flashcards.cli.act import Act
from flashcards.cli.exported import Exported
from flashcards.cli.options import Request
from flashcards.cli.watching import Watch as WatchLoop
from flashcards.diagnostics import FlashcardsError
from flashcards.watching import Look, Watched, Watcher

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for one process")

CELLS = "## Flashcards\nPowerhouse of the cell? :: Mitochondrion @pang2021\n"


class Watching:
    """A watch that runs, and what it says."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-u", "-m", "flashcards", "watch", *map(str, arguments)]
        self.process = subprocess.Popen(
            [*command, "--settle", "0.2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def line(self) -> str:
        """Return what it says next, without the time of day."""
        return self._lines.get(timeout=30).partition(" ")[2]

    def end(self, by: signal.Signals) -> int:
        """End it, and return its exit code; it must say nothing more."""
        self.process.send_signal(by)
        code = self.process.wait(timeout=30)
        with suppress(queue.Empty):
            while True:
                assert self._lines.get(timeout=0.1) == ""
        return code


Watch = Callable[..., Watching]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Start watches, and end those that are left."""
    started: list[Watching] = []

    def start(*arguments: str | Path) -> Watching:
        started.append(Watching(*arguments))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()
        assert each.process.stdout is not None
        each.process.stdout.close()


def test_one_line_for_each_export(make_vault: MakeVault, watch: Watch) -> None:
    """At the start, and after each edit: of a vault note, of a library elsewhere, of settings"""
    root = make_vault({"a.md": CELLS, "flashcards.toml": 'bibliography = ["../library.bib"]\n'})
    library = root.parent / "library.bib"
    library.write_text("@book{pang2021, title={Cells}, author={Pang, A.}}")
    watching = watch(root, root / "deck.apkg", "--heartbeat", "3600")
    assert watching.line() == f"watching {root} (Ctrl-C ends)"
    assert watching.line() == "deck.apkg: 1 new"

    (root / "b.md").write_text("## Flashcards\nq :: a\n")
    assert watching.line() == "deck.apkg: 1 new"
    library.write_text("@book{pang2021, title={Cells and more}, author={Pang, A.}}")
    assert watching.line() == "deck.apkg: 1 updated"
    (root / "c.md").write_text("Nothing to learn.")
    assert watching.line() == "deck.apkg: nothing new for Anki"
    (root / "flashcards.toml").write_text('bibliography = ["../library.bib"]\ncss = "own.css"\n')
    assert "own.css" in watching.line()
    assert watching.line().strip()
    (root / "own.css").write_text(".card { color: red }")
    assert watching.line() == "deck.apkg: nothing new for Anki"

    assert watching.end(signal.SIGINT) == 0


def test_a_failing_export_says_why_and_the_next_edit_mends_it(
    make_vault: MakeVault, watch: Watch
) -> None:
    """Settings that cannot be read, as in the middle of writing them"""
    root = make_vault({"a.md": CELLS, "flashcards.toml": "links ="})
    watching = watch(root, root.parent / "deck.apkg", "--quiet")
    said = watching.line()
    assert said.startswith(f"not exported: {root / 'flashcards.toml'}")
    assert "is not valid TOML" in said

    (root / "flashcards.toml").write_text('link = "text"')
    assert "there is no setting `link`" in watching.line()
    assert "did you mean `links`?" in watching.line()
    (root / "flashcards.toml").write_text('links = "text"')
    while not (root.parent / "deck.apkg").exists():
        time.sleep(0.05)
        assert watching.process.poll() is None

    assert watching.end(signal.SIGTERM) == 0


def test_a_vault_that_vanishes_is_waited_for(make_vault: MakeVault, watch: Watch) -> None:
    """And nothing is written in its place meanwhile"""
    root = make_vault({"a.md": CELLS})
    watching = watch(root, root.parent / "deck.apkg")
    watching.line()
    assert watching.line() == "deck.apkg: 1 new"

    root.rename(root.with_name("away"))
    assert watching.line() == f"{root} is gone or empty; waiting until it is back"
    assert not root.exists()
    shutil.copytree(root.with_name("away"), root.with_name("copy"))
    (root.with_name("copy") / "b.md").write_text("## Flashcards\nq :: a\n")
    root.with_name("copy").rename(root)

    assert watching.line() == f"{root} is back"
    assert watching.line() == "deck.apkg: 1 new"
    assert watching.end(signal.SIGTERM) == 0


def test_a_vault_that_is_not_there_is_not_waited_for(watch: Watch, tmp_path: Path) -> None:
    """At the start it is a mistake in writing"""
    watching = watch(tmp_path / "valut", tmp_path / "deck.apkg")

    assert watching.process.wait(timeout=30) == 2


# --- what is said when nothing gets better --------------------------------------------------------


def look(state: str) -> Look:
    return Look(frozenset({("a.md", state)} if state else ()))


def said_of(
    folder: Path, capsys: pytest.CaptureFixture[str], looks: Sequence[Look], *ends: BaseException
) -> tuple[list[str], list[float]]:
    """Return the lines of a watch whose exports end so, and how long it waited each time."""
    waited: list[float] = []
    left, failing = iter(looks), iter(ends)

    class Failing(Act):
        def once(self) -> Exported:
            if (error := next(failing, None)) is not None:
                raise error
            return Exported((), "1 new")

    class Scripted(Watcher):
        def next(self, before: Look | None, at_most: float = inf) -> Look:
            del before
            waited.append(at_most)
            if (seen := next(left, None)) is None:
                raise KeyboardInterrupt
            return seen

    act = Failing(Request(folder, (), None, None, quiet=False), folder / "deck.apkg", None)
    watched = Watched(folder)
    watcher = Scripted(watched.look, lambda _seconds: None, 0)
    with pytest.raises(KeyboardInterrupt):
        WatchLoop(act, watched, watcher, clock=lambda: "12:00:00").run()
    told = capsys.readouterr()
    lines = (told.out + told.err).replace("12:00:00 ", "").splitlines()
    return [line for line in lines if not line.startswith("watching")], waited


def test_the_same_failure_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is tried again, less and less often, until it works"""
    full = FlashcardsError("the disk is full", "make room")
    lines, waited = said_of(tmp_path, capsys, [look("1")] * 4, full, full, full)

    assert lines == ["deck.apkg: 1 new", "not exported: the disk is full", "         make room"]
    assert waited == [inf, 60, 120, 240, inf]


def test_an_edit_is_told_of_its_own_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though the one before failed in the same way"""
    full = FlashcardsError("the disk is full")
    lines, _ = said_of(tmp_path, capsys, [look("1"), look("2")], full, full)

    assert lines == ["not exported: the disk is full"] * 2


def test_a_bug_does_not_end_the_watch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report of it is left, and the next edit may be another matter"""
    broken = OSError(5, "Input/output error", "B.md")
    looks = [look("1"), look("2"), look("3")]
    lines, _ = said_of(tmp_path, capsys, looks, KeyError("x"), broken)

    assert lines[0] == "deck.apkg: 1 new"
    assert lines[1] == "not exported: this is a mistake of the program, not of your vault: KeyError"
    assert lines[2].startswith("         its report, without any text of the vault, is ")
    assert lines[-1] == "not exported: B.md: input/output error"
