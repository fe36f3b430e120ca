"""When a vault is at rest after an edit, and what is no edit; told by the system, or found out."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path

import pytest
from conftest import MakeVault, needs_git

from flashcards.watching import Ears, Look, Watched, Watcher, watching
from flashcards.watching.listening import is_read
from flashcards.watching.unfinished import is_temporary

SETTLE = 0.1
"""Seconds: no saves of these tests are further apart."""


def edits(watcher: Watcher, watched: Watched, act: Callable[[], object]) -> list[Look]:
    """Return what is told while something is done, until the vault is as it was left.

    One, as a rule; on a machine that is very busy an edit may pause, and be told in parts.
    """
    told = [watched.look()]
    acting = later(act)
    while True:
        told.append(watcher.next(told[-1], at_most=30))
        acting.join()
        if told[-1].is_as(watched.look()):
            return told[1:]


def later(act: Callable[[], object]) -> threading.Thread:
    """Do something while somebody waits."""
    thread = threading.Thread(target=act)
    thread.start()
    return thread


# --- what is an edit ------------------------------------------------------------------------------


def test_everything_that_is_read_is_looked_at(make_vault: MakeVault, tmp_path: Path) -> None:
    """A new text, a new file, one that is gone, settings, a library, one that was not there"""
    root = make_vault({"a.md": "a", "b/c.png": b"c", ".obsidian/app.json": "{}"})
    library, style = tmp_path / "library.bib", tmp_path / "own.css"
    library.write_text("")
    watched = Watched(root)
    watched.name([str(library), str(style), str(root / ".obsidian/app.json")])
    before = watched.look()
    for change in (
        lambda: (root / "a.md").write_text("ab"),
        lambda: (root / "b/d.md").write_text("d"),
        (root / "b/c.png").unlink,
        lambda: (root / ".obsidian/app.json").write_text("{ }"),
        lambda: library.write_text("@book{a}"),
        lambda: style.write_text(".card {}"),
    ):
        change()
        now = watched.look()
        assert not now.is_as(before)
        before = now

    assert watched.look().is_as(before)


def test_what_we_write_is_no_edit(make_vault: MakeVault) -> None:
    """Neither our folder, nor a package inside the vault, nor git, nor Obsidian's windows"""
    root = make_vault({"a.md": "a", ".obsidian/app.json": "{}", "deck.apkg": "1"})
    ours = frozenset({str(root / "deck.apkg"), str(root / ".flashcards")})
    watched = Watched(root, ours=ours)
    watched.name([str(root / ".flashcards"), str(root / "deck.apkg")])
    before = watched.look()
    make_vault(
        {
            ".flashcards/ledger.jsonl": "",
            "deck.apkg": "12",
            ".git/index": "",
            ".obsidian/workspace.json": "",
        }
    )

    assert watched.look().is_as(before)


def test_a_file_that_is_newly_named_is_no_edit(make_vault: MakeVault, tmp_path: Path) -> None:
    """The export that named it has read it; its next change is one"""
    watched = Watched(make_vault({"a.md": "a"}))
    before = watched.look()
    library = tmp_path / "library.bib"
    library.write_text("")
    watched.name([str(library)])
    now = watched.look()
    assert now.is_as(before)

    library.write_text("@book{a}")

    assert not watched.look().is_as(now)


@pytest.mark.parametrize(
    "name",
    [
        *("a.md.tmp", "a.md~", ".a.md.swp", "4913", "#a.md#", ".#a.md", "a.md___jb_tmp___"),
        *(".syncthing.a.md.tmp", "~syncthing~a.md.tmp", ".a.md.x7Gh2K", ".a.md.~1f3", "a.md.part"),
        *("~$a.docx", ".goutputstream-ABC123", "a.pdf.crdownload", "a.md.!sync"),
    ],
)
def test_temporary_files_are_known_by_their_names(name: str) -> None:
    """Of editors and of sync programs"""
    assert is_temporary(name)


def test_a_file_that_arrives_is_waited_for(make_vault: MakeVault) -> None:
    """Others will come; but not because somebody has a vault note open in Vim or Emacs"""
    watched = Watched(make_vault({"a.md": "a", ".a.md.swp": "", "#a.md#": "", "a.md~": ""}))
    assert not watched.look().unfinished

    make_vault({"b/.syncthing.c.md.tmp": "half"})

    [(path, size)] = watched.look().unfinished
    assert path.endswith(".syncthing.c.md.tmp")
    assert size == 4


@pytest.mark.parametrize("name", ["a.md", "a~b.md", "~.md", "#a.md", "a tmp.md", ".md", "14913"])
def test_vault_notes_are_not_temporary(name: str) -> None:
    """Whatever they are called"""
    assert not is_temporary(name)


def test_obsidians_windows_wake_nobody() -> None:
    """It writes them at every click, and git its objects by the thousand"""
    root = Path("/vault")
    for path in ("/vault/a.md", "/vault", "/vault/.obsidian/app.json", "/elsewhere"):
        assert is_read(root, path), path
    for path in ("/vault/.obsidian/workspace.json", "/vault/.git/x", "/vault/a/.trash/b.md"):
        assert not is_read(root, path), path


# --- when it rests --------------------------------------------------------------------------------


def resting(*looks: Look, patience: float = inf) -> tuple[Look, int]:
    """Return what a watcher returns of these looks, a second apart, and how often it looked."""
    now, seen = [0.0], list(looks)

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def look() -> Look:
        return seen.pop(0) if len(seen) > 1 else seen[0]

    watcher = Watcher(look, sleep, settle=1, patience=patience, sleep=sleep, clock=lambda: now[0])
    return watcher.next(Look(frozenset({("a.md", "0")}))), len(looks) - len(seen)


def files(state: str, *unfinished: tuple[str, int]) -> Look:
    return Look(frozenset({("a.md", state)}), unfinished=frozenset(unfinished))


def test_an_edit_is_waited_out() -> None:
    """While anything is still written, it is not over"""
    states = [files(state) for state in ("0", "0", "1", "2", "3", "3")]

    assert resting(*states, files("4"))[0] == files("3")


def test_a_sync_program_is_waited_for() -> None:
    """What it writes beside shows that more will come"""
    busy = files("1", (".syncthing.b.md.tmp", 7))

    assert resting(busy, busy, busy, files("2"), files("2"), files("3"))[0] == files("2")


def test_an_edit_that_is_undone_is_none() -> None:
    """A temporary file of an editor comes and goes"""
    assert resting(files("1"), files("0"), files("0"), files("0"), files("2"))[0] == files("2")


def test_a_vault_that_never_rests_is_taken_as_it_is() -> None:
    """A plugin that writes all the time cannot hold off exports for good"""
    states = [files(str(number)) for number in range(1, 100)]

    assert resting(*states, patience=10)[0] == files("11")


def test_a_vault_that_is_gone_is_told_at_once() -> None:
    """There is nothing to wait for"""
    assert resting(Look()) == (Look(), 0)


def test_time_is_up_without_an_edit() -> None:
    """For whoever wants to try again what failed"""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    watcher = Watcher(lambda: files("0"), sleep, 1, sleep=sleep, clock=lambda: now[0])

    assert watcher.next(files("0"), at_most=60) == files("0")
    assert 60 <= now[0] <= 62


# --- with the operating system --------------------------------------------------------------------


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"a.md": "a", "b/c.md": "c", ".obsidian/app.json": "{}"})


@pytest.fixture
def watched(vault: Path) -> Watched:
    return Watched(vault)


@pytest.fixture
def watcher(watched: Watched) -> Iterator[Watcher]:
    """Listen, with a heartbeat so slow that only what the system tells can wake in time."""
    with watching(watched, SETTLE, heartbeat=3600) as watcher:
        yield watcher


def test_a_thousand_saves_are_one_edit(vault: Path, watched: Watched, watcher: Watcher) -> None:
    """As fast as they come, however long it takes"""

    def save() -> None:
        for number in range(1000):
            (vault / f"b/{number % 50}.md").write_text(str(number))
            if number % 50 == 0:
                time.sleep(SETTLE / 5)

    assert len(edits(watcher, watched, save)) <= 3


def atomic_save(path: Path, text: str) -> None:
    """Save as gedit and TextEdit do: write beside, then rename."""
    beside = path.with_name(f"{path.name}.tmp")
    beside.write_text(text)
    beside.replace(path)


def save_as_vim(path: Path, text: str) -> None:
    """Save as Vim does: try the folder, keep the old file, write a new one."""
    probe = path.with_name("4913")
    probe.touch()
    probe.unlink()
    path.rename(f"{path}~")
    path.write_text(text)
    Path(f"{path}~").unlink()


def save_in_place(path: Path, text: str) -> None:
    with path.open("r+") as file:
        file.write(text)


@pytest.mark.parametrize("save", [atomic_save, save_as_vim, save_in_place])
@pytest.mark.parametrize("name", ["a.md", "../library.bib"])
def test_an_editors_save_is_one_edit(
    vault: Path,
    watched: Watched,
    watcher: Watcher,
    save: Callable[[Path, str], None],
    name: str,
) -> None:
    """Of a vault note, and of a library outside that Zotero writes; again and again"""
    path = (vault / name).resolve()
    path.write_text("")
    watched.name([str(vault.parent / "library.bib")])
    for text in ("first", "second one"):
        assert len(edits(watcher, watched, lambda text=text: save(path, text))) <= 2  # type: ignore[misc]


def test_a_library_that_is_written_anew_is_waited_for(
    vault: Path, watched: Watched, watcher: Watcher
) -> None:
    """Half a library is a library with half the works"""
    library = vault.parent / "library.bib"
    watched.name([str(library)])

    def export() -> None:
        with library.open("w") as file:
            for number in range(20):
                file.write(f"@book{{key{number}}}\n")
                file.flush()
                time.sleep(SETTLE / 5)

    assert len(edits(watcher, watched, export)) <= 3


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@needs_git
def test_another_branch_is_one_edit(vault: Path, watched: Watched, watcher: Watcher) -> None:
    """Hundreds of vault notes that come, go and change at once"""
    git(vault, "init", "-q", "-b", "main")
    for number in range(300):
        (vault / f"b/{number}.md").write_text("main")
    git(vault, "add", "-A")
    git(vault, "commit", "-q", "-m", "main")
    git(vault, "checkout", "-q", "-b", "other")
    for number in range(200):
        (vault / f"b/{number}.md").write_text("other one")
    (vault / "a.md").unlink()
    git(vault, "add", "-A")
    git(vault, "commit", "-q", "-m", "other")

    assert len(edits(watcher, watched, lambda: git(vault, "checkout", "-q", "main"))) <= 2
    assert (vault / "a.md").exists()


def test_git_is_waited_for(vault: Path, watched: Watched) -> None:
    """Its lock says that the vault is between two branches, but for one that was left behind"""
    lock = vault.parent / ".git/index.lock"
    lock.parent.mkdir()
    lock.touch()
    assert watched.look().unfinished

    os.utime(lock, (0, 0))

    assert not watched.look().unfinished


@pytest.mark.parametrize("way", ["renamed", "removed", "emptied"])
def test_a_vault_goes_away_and_comes_back(
    vault: Path, watched: Watched, watcher: Watcher, way: str
) -> None:
    """As a drive does, that leaves an empty folder or none; what is edited then is seen"""
    kept = vault.with_name("kept")
    shutil.copytree(vault, kept)

    def away() -> None:
        if way == "renamed":
            vault.rename(vault.with_name("elsewhere"))
        else:
            shutil.rmtree(vault)
        if way == "emptied":
            vault.mkdir()

    def back() -> None:
        if way == "emptied":
            vault.rmdir()
        kept.rename(vault)

    assert not edits(watcher, watched, away)[-1].there
    assert edits(watcher, watched, back)[-1].there
    assert len(edits(watcher, watched, lambda: (vault / "a.md").write_text("edited"))) == 1


def test_where_nothing_is_told_it_is_found_out(vault: Path, watched: Watched) -> None:
    """Network drives tell nothing, and Linux nothing more once all watches are taken"""
    ears = Ears(vault, heartbeat=0.1)
    watcher = Watcher(watched.look, ears.wait, SETTLE, ears.seconds)  # and nobody listens

    assert len(edits(watcher, watched, lambda: (vault / "a.md").write_text("edited"))) == 1


def test_ears_that_cannot_listen_say_why(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one looks more often instead"""

    def full(*_folders: str, **_options: object) -> Iterator[object]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", full)
    ears = Ears(vault)
    ears.listen(())
    ears.wait(10)

    assert ears.trouble == "OS file watch limit reached"
    assert ears.seconds() == 2.0
