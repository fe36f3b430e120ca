"""Manners: progress, colours, exit codes, JSON and completion."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, MakeVault
from terminal import at_a_terminal, program_in
from test_cli import GOOD, run

from flashcards.cli.terminal import Progress, time_left
from flashcards.config import Config
from flashcards.exporting import export_vault
from flashcards.memory_files import memory_of
from flashcards.pipeline import build
from flashcards.workers import Means

WARNING = {"a.md": "## Flashcards\nQ: Why?\n"}

windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")


class Clock:
    """Seconds that go by as the test says."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("passed", "done", "total", "said"),
    [
        (0.5, 10, 100, ""),
        (2.0, 0, 100, ""),
        (2.0, 50, 100, "2 s left"),
        (10.0, 1, 100, "16 min left"),
        (60.0, 1, 100, "1 h 39 min left"),
        (5.0, 100, 100, "0 s left"),
    ],
)
def test_the_time_left_goes_by_the_time_so_far(
    passed: float, done: int, total: int, said: str
) -> None:
    """And nothing is said before anybody can tell"""
    assert time_left(passed, done, total) == said


def test_progress_is_one_line_that_goes_away() -> None:
    """Nothing within a second; counts, and what is left of this piece of work"""
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, shown=True, clock=clock) as progress:
        progress("reading vault notes", 0, 4000)
        clock.now += 0.9
        progress("reading vault notes", 900, 4000)
        assert stream.getvalue() == ""
        clock.now += 1.1
        progress("reading vault notes", 2000, 4000)
        clock.now += 1
        progress("packing media", 0, 20)

    lines = stream.getvalue().split("\r")
    assert [line.rstrip() for line in lines] == [
        "",
        "reading vault notes 2,000 of 4,000, 2 s left",
        "packing media 0 of 20",
        "",
        "",
    ]


def test_progress_is_for_those_who_watch() -> None:
    """A log has none"""
    stream, clock = io.StringIO(), Clock()
    with Progress(stream, shown=False, clock=clock) as progress:
        clock.now += 5
        progress("reading vault notes", 1, 2)

    assert stream.getvalue() == ""


@windows
@pytest.mark.parametrize(
    ("environment", "has_colours"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
@pytest.mark.parametrize("command", ["check", "diff"])
def test_colours_at_a_terminal(
    make_vault: MakeVault,
    tmp_path: Path,
    command: str,
    environment: dict[str, str],
    has_colours: bool,
) -> None:
    """Unless NO_COLOR says something, or the terminal has none"""
    root = make_vault({**GOOD, **WARNING})
    run("export", root, tmp_path / "deck.apkg")
    make_vault({"Cells.md": "## Flashcards\nPowerhouse of a cell::Mitochondrion\n"})

    shown, _ = at_a_terminal([command, root], environment=environment)

    assert ("\x1b[" in shown) == has_colours


def test_no_colours_in_a_file(make_vault: MakeVault) -> None:
    """Nor in a pipe"""
    assert "\x1b" not in run("check", make_vault(WARNING)).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "VAULT"], 0),
        (["check", "VAULT", "--strict"], 1),
        (["diff", "VAULT"], 0),
        (["diff", "VAULT", "--exit-code"], 1),
        (["list", "VAULT"], 0),
        (["export", "VAULT", "DECK", "--dry-run"], 0),
        (["settings", "VAULT"], 0),
        (["--help"], 0),
        ([], 2),
        (["nonsense"], 2),
        (["export", "VAULT"], 2),
        (["export", "VAULT", "DECK", "--nonsense"], 2),
        (["check", "nowhere"], 2),
        (["check", "VAULT", "--config", "nowhere.toml"], 2),
        (["preview", "VAULT", "--port", "many"], 2),
        (["preview", "VAULT", "--serve", "-o", "x.html"], 2),
        (["ledger", "show", "VAULT"], 2),
    ],
)
def test_exit_codes(make_vault: MakeVault, tmp_path: Path, arguments: list[str], code: int) -> None:
    """0 done, 1 findings, 2 usage or cannot go on; each as docs/commands.md says"""
    root = make_vault({**GOOD, **WARNING})
    places = {"VAULT": str(root), "DECK": str(tmp_path / "deck.apkg")}

    result = run(*(places.get(each, each) for each in arguments))

    assert result.returncode == code, result.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows has no such pipes")
@pytest.mark.parametrize("count", [3, 3000])
def test_nobody_reads_the_output(make_vault: MakeVault, count: int) -> None:
    """Whether it comes to light while printing or in the end: no trace, and no finding"""
    lines = "".join(f"question {number} :: answer\n" for number in range(count))
    root = make_vault({"a.md": f"## Flashcards\n{lines}"})
    words = shlex.join([sys.executable, "-m", "flashcards", "list", "-q", str(root)])

    result = subprocess.run(
        ["bash", "-c", f"{words} | true; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.stdout, result.stderr) == ("141\n", "")


def test_an_export_as_json(make_vault: MakeVault, tmp_path: Path) -> None:
    """One object, from an export of everything, of what changed, or of nothing"""
    root, deck = make_vault({**GOOD, **WARNING}), tmp_path / "deck.apkg"

    def export(*options: str) -> dict[str, object]:
        said: dict[str, object] = json.loads(run("export", root, deck, "--json", *options).stdout)
        return said

    first, repeated, anew = export(), export(), export("--no-cache")

    assert first == {
        "package": str(deck),
        "flashcards": 1,
        "cards": 1,
        "changes": {
            "new": 1,
            "updated": 0,
            "deck": 0,
            "removed": 0,
            "revived": 0,
            "kind": 0,
            "unchanged": 0,
        },
        "first": True,
        "syntaxes": {"section, separated": 1},
        "decks": ["vault"],
        "media": 0,
        "citations": {"resolved": 0, "unknown": 0},
        "left_out": {},
        "empty_cards": 0,
        "scheduled_cards": 0,
        "errors": 0,
        "warnings": 1,
        "removed": {"flashcards": 0, "package": None},
        "changes_package": None,
    }
    assert repeated == anew
    assert repeated["changes"] == {**dict.fromkeys(first["changes"], 0), "unchanged": 1}  # type: ignore[call-overload]


def test_a_package_of_changes_as_json(make_vault: MakeVault, tmp_path: Path) -> None:
    """How many flashcards are in it, and whether it was written"""
    root, changes = make_vault(GOOD), tmp_path / "changes.apkg"

    result = run("export", root, tmp_path / "deck.apkg", "--json", "--changes", changes)

    assert json.loads(result.stdout)["changes_package"] == {
        "package": str(changes),
        "since": None,
        "flashcards": 1,
        "written": True,
    }


def test_a_dry_run_as_json(make_vault: MakeVault, tmp_path: Path) -> None:
    """The objects of `diff`"""
    root = make_vault(GOOD)

    result = run("export", root, tmp_path / "deck.apkg", "--dry-run", "--json")

    assert result.stdout == run("diff", root, "--json").stdout
    assert json.loads(result.stdout)["change"] == "new"


def test_the_ledger_as_json(make_vault: MakeVault, tmp_path: Path) -> None:
    """One object a flashcard"""
    root = make_vault(GOOD)
    run("export", root, tmp_path / "deck.apkg")

    [line] = run("ledger", "show", root, "--json").stdout.splitlines()

    keys = ["guid", "kind", "path", "question", "deck", "note_id", "modified", "retired"]
    assert list(json.loads(line)) == keys


def completed(shell: str, words: str, position: int) -> list[str]:
    """Return what the program offers a shell for the word at a position."""
    environment = {
        "_FLASHCARDS_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(position) if shell != "fish" else words.rsplit(" ", maxsplit=1)[-1],
    }
    script = "import sys; sys.argv = ['flashcards']; import flashcards.cli as c; c.main()"
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""
    return result.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_options_and_files(shell: str) -> None:
    """A vault is a folder, a deck a file, and a choice its words"""
    commands = "\n".join(completed(shell, "flashcards ex", 1))
    options = "\n".join(completed(shell, "flashcards export --al", 2))
    vault = completed(shell, "flashcards export v", 2)
    deck = completed(shell, "flashcards export vault d", 3)
    choice = "\n".join(completed(shell, "flashcards completion z", 2))
    nested = "\n".join(completed(shell, "flashcards ledger re", 2))

    assert "export" in commands
    assert "--allow-removals" in options
    assert vault[0].startswith("dir")
    assert deck[0].startswith("file")
    assert "zsh" in choice
    assert "rebuild" in nested


@pytest.mark.skipif(os.name == "nt", reason="Windows has no bash")
def test_bash_itself_completes(tmp_path: Path) -> None:
    """With the very script that is printed; folders and files are bash's own to name"""
    script = (
        'eval "$(flashcards completion bash)"\n'
        "complete -p flashcards\n"
        'compopt() { COMPREPLY+=("$2"); }  # which is only there while one presses Tab\n'
        "try() { COMP_WORDS=($1); COMP_CWORD=$2; COMPREPLY=(); "
        '_flashcards_completion flashcards; echo "${COMPREPLY[*]}"; }\n'
        "try 'flashcards expo' 1\n"
        "try 'flashcards export vau' 2\n"
        "try 'flashcards export vault de' 3\n"
    )

    result = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PATH": f"{program_in(tmp_path / 'bin')}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    registered, command, vault, deck = result.stdout.splitlines()
    assert registered.endswith("flashcards")
    assert (command, vault, deck) == ("export", "dirnames", "default")


def test_every_long_work_says_how_far_it_is(make_vault: MakeVault, tmp_path: Path) -> None:
    """Reading, rendering, and packing what may be gigabytes"""
    told: list[tuple[str, int, int]] = []
    root = make_vault({"a.md": "## Flashcards\nWhat? :: ![[a.mp3]]\n", "a.mp3": b"sound"})

    def progress(*counts: Any) -> None:
        told.append(counts)

    export_vault(
        tmp_path / "deck.apkg",
        memory_of(root),
        lambda: build(root, Config(), NOW, means=Means(progress=progress)),
    )

    assert told == [
        ("reading vault notes", 0, 1),
        ("rendering flashcards", 0, 1),
        ("packing media", 0, 1),
    ]
