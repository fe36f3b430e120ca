"""Vaults for tests: written in the test, or a copy of the sample."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from flashcards.config import Config
from flashcards.config.environment import variables
from flashcards.pipeline import Build, build

SAMPLE_VAULT = Path(__file__).parent.parent / "sample_vault"

NOW = 1_750_000_000
"""A moment in June 2025, in seconds since 1970."""

# The same examples every time, so that a test says the same on every machine;
# `--hypothesis-profile search` looks for others.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("same")

PANDOC_IS_REQUIRED = os.environ.get("FLASHCARDS_REQUIRE_PANDOC") == "1"
needs_pandoc = pytest.mark.skipif(
    not (shutil.which("pandoc") or PANDOC_IS_REQUIRED), reason="pandoc is not installed"
)

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

GOLDEN = Path(__file__).parent / "golden"

MakeVault = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what may be forgotten out of the user's own folders, for processes of their own, too.

    And keep the user's own settings, and Anki's collections, out of the tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in variables().keys() & os.environ.keys():
            patch.delenv(name)
        patch.setenv("ANKI_BASE", str(tmp_path_factory.mktemp("anki")))
        for name in ("cache", "config", "state"):
            patch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path_factory.mktemp(name)))
        yield


@pytest.fixture
def make_vault(tmp_path: Path) -> MakeVault:
    """Write files into a new vault called `vault`, or into it again, and return its folder."""
    root = tmp_path / "vault"

    def make(files: Mapping[str, str | bytes]) -> Path:
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make


@pytest.fixture
def build_vault(make_vault: MakeVault) -> Callable[[Mapping[str, str | bytes]], Build]:
    """Build a vault made of these files with the default settings."""

    def make(files: Mapping[str, str | bytes]) -> Build:
        return build(make_vault(files), Config(), NOW)

    return make


def copy_of_sample(folder: Path) -> Path:
    """Copy the sample vault, so that no test writes into the real one or reads its ledger."""
    root = folder / "sample_vault"
    shutil.copytree(SAMPLE_VAULT, root, ignore=shutil.ignore_patterns(".flashcards"))
    return root


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, for after one has looked at what changed."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew")
    parser.addoption("--life", type=int, metavar="N", help="play N lives of a vault, not ten")
    parser.addoption("--kills", type=int, metavar="N", help="kill N exports, not twelve")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the lives of a vault, and the kills, how many they are: modules read it as they load."""
    for option in ("--life", "--kills"):
        if count := config.getoption(option):
            os.environ[f"FLASHCARDS_{option[2:].upper()}"] = str(count)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden; write it there if told to update."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare
