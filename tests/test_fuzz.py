"""Strange bytes at every door: a short run of the fuzzers, and what they must notice."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).parents[1] / "fuzz"


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FUZZ)


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FUZZ / "run.py"), *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_no_reader_falls_over(tmp_path: Path) -> None:
    """A few hundred strange inputs for each, the same ones every time: nothing is found"""
    ended = run(tmp_path, "--inputs", "250")

    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    told = ended.stdout.splitlines()
    assert len(told) == len([*(FUZZ / "targets").glob("[a-z]*.py")])
    assert all(": 250 inputs in " in line for line in told)
    assert not [*tmp_path.iterdir()]


def test_time_grows_with_the_text_alone(tmp_path: Path) -> None:
    """Texts that repeat themselves, for the readers that are quickest to try"""
    targets = ("settings", "ledger", "csl", "drawing")
    ended = run(tmp_path, "--growth", "--inputs", "60", *(f"--target={each}" for each in targets))

    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert ended.stdout.count("slowest: ") == len(targets)


def target_of(check: str) -> object:
    """Return a target that begins with one seed."""
    return module("target").Target("made-up", _CHECKS[check], [b"seed one\n"], [b"a", b"b"])


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _crash(data: bytes) -> None:
    assert b"ab" not in data


def _hang(data: bytes) -> None:
    while b"ab" in data:
        pass


def _square(data: bytes) -> None:
    _take((len(data) / 64_000) ** 2 * 0.4)


def _line(data: bytes) -> None:
    _take(len(data) / 64_000 * 0.4)


def _take(seconds: float) -> None:
    deadline = time.process_time() + seconds
    while time.process_time() < deadline:
        pass


_CHECKS = {"crash": _crash, "hang": _hang, "square": _square, "line": _line}


@pytest.mark.parametrize(
    ("check", "said"),
    [("crash", "AssertionError"), ("hang", "not done after 0.2 s")],
)
def test_a_crash_and_a_hang_are_found(
    check: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And kept as a file that shows it again"""
    run_module = module("run")
    monkeypatch.setattr(run_module, "SECONDS", 0.2)
    target, options = target_of(check), run_module._options([f"--findings={tmp_path}"])
    chance = module("random").Random("made-up")

    found = next(filter(None, run_module._tried(target, chance, options)))

    assert said in found
    [kept] = tmp_path.iterdir()
    assert str(kept) in found
    assert b"ab" in kept.read_bytes()


def test_the_same_seed_gives_the_same_inputs() -> None:
    """On every machine: what is found once is found again"""
    target, mutating = target_of("crash"), module("mutating")

    def some() -> list[bytes]:
        made = mutating.inputs(target, module("random").Random("5"))
        return [next(made) for _ in range(50)]

    assert some() == some()
    assert len(set(some())) > 25


def test_growth_with_the_square_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """And growth in proportion is not"""
    growth = module("growth")
    monkeypatch.setattr(growth, "LEAST", 0.1)
    text = growth.Repeated(b"ab")

    assert growth.measured(target_of("line"), text).wrong == ""
    assert "(b'ab')..." in growth.measured(target_of("square"), text).wrong
