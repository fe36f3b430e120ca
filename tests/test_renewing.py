"""An export of what has changed writes the bytes that an export of everything would write."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
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


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


SMALL: dict[str, Callable[[Path], object]] = {
    "a flashcard is reworded": lambda root: rewrite(root / "a.md", "What", "Which"),
    "a flashcard is added": lambda root: rewrite(root / "a.md", "What", "Who? :: I\n\nWhat"),
    "a flashcard is deleted": lambda root: rewrite(root / "a.md", "Why? :: Because", ""),
    "a deck loses its last flashcard": lambda root: rewrite(root / "d.md", "Once", "Twice"),
    "a deck has no vault note any more": lambda root: rewrite(root / "d.md", "deck: Once", ""),
    "a work is corrected": lambda root: rewrite(root / "l.bib", "Pang, Ann", "Pang, Anna"),
    "a work is added": lambda root: rewrite(root / "l.bib", "@book{p", "@book{liu,}\n@book{p"),
    "a cited work is added": lambda root: rewrite(root / "l.bib", "@book{x", "@book{unknown"),
    "a work is removed": lambda root: rewrite(root / "l.bib", "@book{pang", "@book{peng"),
    "a picture is painted anew": lambda root: (root / "p.png").write_bytes(b"\x89PNG new"),
    "a picture is renamed": lambda root: (root / "p.png").rename(root / "q.png"),
    "a picture is moved": lambda root: (root / "p.png").rename(root / "Pictures/p.png"),
    "a picture appears": lambda root: (root / "missing.png").write_bytes(b"\x89PNG"),
}


@pytest.mark.parametrize("edit", SMALL.values(), ids=SMALL)
def test_a_small_edit_is_an_export_of_changes(
    make_vault: MakeVault, renewed: Renewed, edit: Callable[[Path], object]
) -> None:
    """What people do all day is found without building everything, and written the same"""
    root = make_vault(
        {
            "a.md": "## Flashcards\nWhat? :: That\n\nWhy? :: Because\n",
            "b.md": "## Flashcards\nWho? :: [@pang2021], [@unknown]\n\nSee? :: ![[p.png]]\n",
            "c.md": "## Flashcards\nWhere? :: ![[missing.png]]\n",
            "d.md": "---\ndeck: Once\n---\n## Flashcards\nWhen? :: Now\n",
            "l.bib": "@book{pang2021, author={Pang, Ann}}\n@book{x, year={1999}}\n",
            "p.png": b"\x89PNG",
            "Pictures/other.png": b"\x89PNG other",
        }
    )
    check_step(root, 0)
    edit(root)
    renewed.clear()

    check_step(root, 1)

    assert renewed == [True, False], "the second is the export without a cache"


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
