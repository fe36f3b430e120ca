"""An export of what has changed writes the bytes that an export of everything would write."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from damaged import damaged
from edited_vault import EditedVault
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.cache import Store
from flashcards.cache.states import state_of
from flashcards.cli.export import export_once
from flashcards.cli.exported import Exported
from flashcards.cli.exporting import Export
from flashcards.cli.options import Request
from flashcards.places import cache_folder

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


def test_processes_remember_the_same(
    make_vault: MakeVault, renewed: Renewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large vault others read and render, and work out what the next export goes on from"""
    monkeypatch.setattr("flashcards.workers.ENOUGH", 1)
    monkeypatch.setattr("flashcards.workers._cores", lambda: 2)
    notes = {f"{n}.md": f"## Flashcards\nWhat is {n}? :: [@pang2021]\n" for n in range(250)}
    root = make_vault({**notes, "l.bib": "@book{pang2021, author={Pang, Ann}}\n"})
    check_step(root, 0)
    rewrite(root / "7.md", "What is", "Who is")
    renewed.clear()

    check_step(root, 1)

    assert renewed == [True, False], "the second is the export without a cache"


def test_what_is_said_of_a_work_is_said_again_when_another_is_corrected(
    make_vault: MakeVault,
) -> None:
    """Of one with a very long title, and of one that has only a very long abstract nothing"""
    root = make_vault(
        {
            "a.md": "## Flashcards\nWho? :: [@pang2021], [@long], [@abstract]\n",
            "l.bib": "@book{pang2021, author={Pang, Ann}}\n"
            f"@book{{long, title={{{'many words ' * 600}}}}}\n"
            f"@book{{abstract, title={{Short}}, abstract={{{'many words ' * 600}}}}}\n",
        }
    )
    check_step(root, 0)
    rewrite(root / "l.bib", "Pang, Ann", "Pang, Anna")

    check_step(root, 1)


def tables(error: type[Exception]) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(damaged(file.read_bytes(), error))


def anki_notes(error: type[Exception]) -> Callable[[Path], object]:
    """Damage the database with the Anki notes, with times that do not tell."""

    def spoil(file: Path) -> None:
        notes = file.with_suffix(".notes")
        notes.write_bytes(damaged(notes.read_bytes(), error))
        kept = json.dumps(state_of(str(notes)))
        command = f"update exported set value = '{kept}' where key = 'kept'"  # noqa: S608
        changed(command)(file)

    return spoil


def changed(*commands: str) -> Callable[[Path], object]:
    def spoil(file: Path) -> None:
        with closing(sqlite3.connect(file)) as database, database:
            for command in commands:
                database.execute(command)

    return spoil


DAMAGE: dict[str, Callable[[Path], object]] = {
    "its tables are broken": tables(sqlite3.DatabaseError),
    "its tables have names that are no text": tables(UnicodeDecodeError),
    "its tables seem to have endless names": tables(MemoryError),
    "its Anki notes are broken": anki_notes(sqlite3.DatabaseError),
    "its Anki notes are in tables without a name": anki_notes(UnicodeDecodeError),
    "its Anki notes seem to be endless": anki_notes(MemoryError),
    "a value is no JSON": changed("update exported set value = '[' where key = 'libraries'"),
    "a value is no text": changed("update exported set value = cast(x'ff' as text)"),
    "a value is gone": changed("delete from exported where key = 'totals'"),
    "a vault note is no JSON": changed("update parts set content = 'x'"),
    "what there is to mend is no value": changed("update parts set told = x'00'"),
    "what there is to mend is gone": changed("delete from parts where path = ''"),
    "paths are no text": changed(
        "update files set path = cast(x'ff' || cast(path as blob) as text)"
    ),
}


@pytest.mark.parametrize("spoil", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_as_if_it_were_not_there(
    make_vault: MakeVault, renewed: Renewed, spoil: Callable[[Path], object]
) -> None:
    """The export is one of everything, never an error; and the next one goes on from it"""
    root = make_vault({"a.md": "## Flashcards\nWhat? :: That [@unknown]\n", "b.md": "b"})
    check_step(root, 0)
    spoil(Store(cache_folder(), root).file)
    renewed.clear()

    for step in (1, 2):
        rewrite(root / "a.md", "What", "What else")
        check_step(root, step)

    assert renewed == [False, False, True, False], "each second is the export without a cache"


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
