"""Mistakes of ours: a report without a word of the vault, and the user told where it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MakeVault

DIARY = "Mother was born in Lima"
VAULT_NOTE = {"Private/Diary.md": f"## Flashcards\n{DIARY}? :: yes\n"}

RAISING = """\
import flashcards.cli.list
def wrong(*_):
    mother = "Mother was born in Lima"
    {act}
flashcards.cli.list.terminal_width = wrong
"""
IN_A_WORKER = """\
import flashcards.reading, flashcards.workers
flashcards.workers.ENOUGH, flashcards.workers._BATCH = 1, 1
def wrong(*_):
    raise ValueError("Mother was born in Lima")
flashcards.reading.parse_batch = wrong
"""


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "state" / "vault-flashcards" / "log"


def run(
    root: Path, wrong: str, *options: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `list` with something wrong in the program."""
    site = root.parent / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(wrong)
    return subprocess.run(
        [sys.executable, "-m", "flashcards", *options, "list", str(root), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(site),
            "XDG_STATE_HOME": str(root.parent / "state"),
            **environment,
        },
    )


def test_a_report_is_left_and_the_user_is_told(make_vault: MakeVault, logs: Path) -> None:
    """It has versions, platform, command and traceback, and the exit code is 3"""
    root = make_vault(VAULT_NOTE)

    result = run(root, RAISING.format(act="raise ValueError(mother)"))

    [report] = logs.glob("bug-*.txt")
    assert result.returncode == 3
    assert "this is a mistake of the program, not of your vault: ValueError" in result.stderr
    assert f"its report, without any text of the vault, is {report}\n" in result.stderr
    assert "Traceback" not in result.stderr
    text = report.read_text()
    assert text.startswith("command    flashcards list … --no-cache\nflashcards ")
    for word in ("Python  ", "platform  ", "click ", "flashcards/cli/list.py:", "ValueError\n"):
        assert word in text


@pytest.mark.parametrize("wrong", [RAISING.format(act="raise ValueError(mother)"), IN_A_WORKER])
def test_a_report_tells_nothing_of_the_vault(make_vault: MakeVault, logs: Path, wrong: str) -> None:
    """Neither its text nor its paths, also if the exception has both, or came from a worker"""
    root = make_vault({**VAULT_NOTE, "b.md": "x"})

    assert run(root, wrong).returncode == 3

    [report] = logs.glob("bug-*.txt")
    text = report.read_text()
    for word in ("Mother", "Lima", "Diary", "Private", str(root), str(Path.home())):
        assert word not in text
    assert ", line" not in text


def test_one_bug_has_one_report(make_vault: MakeVault, logs: Path) -> None:
    """An export that fails every half hour does not fill the disk"""
    root = make_vault(VAULT_NOTE)
    for _ in range(2):
        run(root, RAISING.format(act="raise ValueError(mother)"))
    run(root, RAISING.format(act="raise KeyError(mother)"))

    assert len([*logs.iterdir()]) == 2


def test_a_report_that_cannot_be_written_is_shown(make_vault: MakeVault) -> None:
    """Instead of its file, with the reason"""
    root = make_vault(VAULT_NOTE)
    (root.parent / "state").write_text("a file where a folder should be")

    result = run(root, RAISING.format(act="raise ValueError(mother)"))

    assert result.returncode == 3
    assert "its report cannot be written to" in result.stderr
    assert "    | command    flashcards list …" in result.stderr
    assert DIARY not in result.stderr


@pytest.mark.parametrize(
    ("options", "environment"), [(("--debug",), {}), ((), {"FLASHCARDS_DEBUG": "1"})]
)
def test_the_traceback_is_shown_to_whoever_asks(
    make_vault: MakeVault, options: tuple[str, ...], environment: dict[str, str]
) -> None:
    """At once, with all that the exception says"""
    wrong = RAISING.format(act="raise ValueError(mother)")

    result = run(make_vault(VAULT_NOTE), wrong, *options, **environment)

    assert "Traceback (most recent call last)" in result.stderr
    assert f"ValueError: {DIARY}" in result.stderr


@pytest.mark.parametrize(
    ("act", "code", "said"),
    [
        ("raise MemoryError", 2, "not enough memory"),
        ("raise OSError(28, 'No space left on device', 'x')", 2, "no space left on device (x)"),
        ("raise KeyboardInterrupt", 130, "interrupted"),
        ("raise BrokenPipeError(32, 'Broken pipe')", 141, ""),
    ],
)
def test_what_is_no_bug_leaves_no_report(
    make_vault: MakeVault, logs: Path, act: str, code: int, said: str
) -> None:
    """The computer, the user or the reader of the output ended the run"""
    result = run(make_vault(VAULT_NOTE), RAISING.format(act=act))

    assert result.returncode == code
    assert said in result.stderr
    assert "mistake" not in result.stderr
    assert not logs.exists()
