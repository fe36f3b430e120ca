"""An export of what has changed writes the bytes that an export of everything would write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import NOW
from edited_vault import EditedVault
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.cli.export import export_once
from flashcards.cli.exported import Exported
from flashcards.cli.exporting import Export
from flashcards.cli.options import Request

Renewed = list[bool]


@pytest.fixture(scope="module")
def renewed() -> Renewed:
    """Tell of each export whether it was one of changes alone."""
    return []


@pytest.fixture(autouse=True, scope="module")
def _observed(renewed: Renewed) -> object:
    of_changes = Export.of_changes

    def observed(self: Export) -> Exported | None:
        said = of_changes(self)
        renewed.append(said is not None)
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Export, "of_changes", observed)
        # What was written in the last two seconds is not trusted; here nothing writes meanwhile.
        patch.setattr("flashcards.cache.answers.TICK", 0)
        yield


def export(root: Path, step: int, *, no_cache: bool = False) -> tuple[str, ...]:
    """Export a vault to the deck beside it; return what was said, but for where."""
    deck = root.parent / "deck.apkg"
    request = Request(root, (), None, None, quiet=True, no_cache=no_cache)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(NOW + 1000 * step))
        said = export_once(request, deck, allow_removals=True)
    return tuple(line.replace(str(root.parent), "") for line in said.summary)


def written(root: Path) -> dict[str, bytes]:
    """Return all that an export wrote, by name."""
    remembered = (root / ".flashcards").iterdir()
    files = [*root.parent.glob("*.apkg"), *(each for each in remembered if "lock" not in each.name)]
    return {file.name: file.read_bytes() for file in files}


def check_step(root: Path, step: int) -> None:
    """Export with what is known, and without, from the same state; the outcome must be the same."""
    other = root.parent / f"without-{step}/{root.name}"
    shutil.copytree(root, other)
    for package in root.parent.glob("*.apkg"):
        shutil.copy(package, other.parent)

    said = export(root, step)
    expected = export(other, step, no_cache=True)

    assert said == expected
    assert written(root) == written(other)


@settings(max_examples=12)
@given(st.integers())
def test_any_sequence_of_edits_is_written_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Edit, export what has changed; an export of everything, from the same ledger, agrees"""
    vault = EditedVault(tmp_path_factory.mktemp("life") / "vault", seed)
    for step in range(6):
        check_step(vault.root, step)
        for _ in range(vault.chance.choice([1, 1, 1, 2])):
            vault.edit()
