"""Collections as Anki exports them are read, whatever form they have; broken ones are refused."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions
from anki_backend import open_anki
from other_tools import OBSIDIAN_TO_ANKI, add_notes, export_collection, study_for_a_while

from flashcards.collection import Collection, read_collection
from flashcards.diagnostics import FlashcardsError
from flashcards.model import Kind


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a collection with the notes of Obsidian_to_Anki, which were studied."""
    path = tmp_path_factory.mktemp("profile")
    with open_anki(path) as anki:
        add_notes(anki, OBSIDIAN_TO_ANKI)
    study_for_a_while(path)
    return path


def as_colpkg(folder: Path, file: Path) -> Path:
    return export_collection(folder, file.with_suffix(".colpkg"))


def as_legacy_colpkg(folder: Path, file: Path) -> Path:
    return export_collection(folder, file.with_suffix(".colpkg"), legacy=True)


def as_apkg(folder: Path, file: Path, *, legacy: bool = False) -> Path:
    with open_anki(folder) as anki:
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=False, with_media=False, legacy=legacy
        )
        anki.collection.export_anki_package(out_path=str(file), options=options, limit=None)
    return file


def as_legacy_apkg(folder: Path, file: Path) -> Path:
    return as_apkg(folder, file, legacy=True)


def as_it_lies_there(folder: Path, _file: Path) -> Path:
    return folder / "collection.anki2"


FORMS = (as_colpkg, as_legacy_colpkg, as_apkg, as_legacy_apkg, as_it_lies_there)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(folder: Path, tmp_path: Path, form: object) -> None:
    """Notes, fields, notetypes, cards, decks and reviews, whichever way it was exported"""
    assert callable(form)
    found = read_collection(form(folder, tmp_path / "exported.apkg"))

    with open_anki(folder) as anki:
        rows = {
            note: (guid, mod, tuple(fields.split("\x1f")))
            for note, guid, mod, fields in anki.collection.db.execute(
                "select id, guid, mod, flds from notes"
            )
        }
        reviews = anki.collection.db.scalar("select count() from revlog where ease > 0")
    assert {n: (each.guid, each.modified, each.fields) for n, each in found.notes.items()} == rows
    assert sum(each.reviews for each in found.notes.values()) == reviews > 20
    assert [summary(found, note) for note in sorted(found.notes)] == [
        ("Basic", Kind.BASIC, ("Front", "Back"), (0,), "Old::deck"),
        ("Basic (and reversed card)", Kind.BASIC, ("Front", "Back"), (0, 1), "Old::deck"),
        ("Cloze", Kind.CLOZE, ("Text", "Back Extra"), (0, 1), "Old::deck"),
        ("Vocabulary", Kind.BASIC, ("Word", "Meaning", "Example", "Audio"), (0,), "Old::deck"),
        ("Basic", Kind.BASIC, ("Front", "Back"), (0,), "Old::deck"),
    ]


def summary(found: Collection, note: int) -> tuple[object, ...]:
    each = found.notes[note]
    return each.notetype.name, each.notetype.kind, each.notetype.fields, each.ords, each.deck


def refused(path: Path) -> str:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(FlashcardsError) as error:
        read_collection(path)
    return f"{error.value.message} / {error.value.hint}"


def test_what_is_no_collection_is_refused(tmp_path: Path) -> None:
    """A text, an empty file, a zip with something else in it, and nothing at all"""
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "empty.colpkg").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme", "x")

    assert "notes.txt is no collection of Anki" in refused(tmp_path / "notes.txt")
    assert "empty.colpkg is no collection of Anki" in refused(tmp_path / "empty.colpkg")
    assert "there is no collection in it" in refused(tmp_path / "other.zip")
    assert "No such file" in refused(tmp_path / "gone.colpkg")


@pytest.mark.parametrize("form", FORMS)
def test_a_half_written_file_is_refused(folder: Path, tmp_path: Path, form: object) -> None:
    """A download that was cut off is not read as far as it goes"""
    assert callable(form)
    whole = form(folder, tmp_path / "exported.apkg")
    half = tmp_path / f"half{whole.suffix}"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    assert "again" in refused(half)


def test_a_damaged_database_in_a_package_is_refused(folder: Path, tmp_path: Path) -> None:
    """The zip is whole, and what is compressed in it is not"""
    whole = as_colpkg(folder, tmp_path / "whole")
    damaged = tmp_path / "damaged.colpkg"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "21b" in name else content)

    assert "is broken" in refused(damaged) or "no whole collection" in refused(damaged)


def changed(folder: Path, tmp_path: Path, sql: str) -> Path:
    """Return a copy of a collection in which something was changed."""
    copy = tmp_path / "changed.anki2"
    shutil.copy(folder / "collection.anki2", copy)
    with closing(sqlite3.connect(copy)) as database:
        database.executescript(f"pragma journal_mode = delete; {sql}")
    return copy


def test_a_newer_schema_is_refused(folder: Path, tmp_path: Path) -> None:
    """What a newer Anki keeps in a way that nobody here knows is not guessed at"""
    said = refused(changed(folder, tmp_path, "update col set ver = 19;"))

    assert "a newer Anki" in said
    assert "schema 19" in said
    assert "upgrade" in said


def test_a_newer_package_is_refused(folder: Path, tmp_path: Path) -> None:
    """The same for packages, which have a version of their own"""
    newer = tmp_path / "newer.colpkg"
    with zipfile.ZipFile(as_colpkg(folder, tmp_path / "whole")) as old:
        content = old.read("collection.anki21b")
    with zipfile.ZipFile(newer, "w") as archive:
        archive.writestr("meta", b"\x08\x04")
        archive.writestr("collection.anki21b", content)

    assert "a newer Anki" in refused(newer)


def test_a_collection_without_its_tables_is_refused(folder: Path, tmp_path: Path) -> None:
    """A database that merely looks like one is told apart, without a traceback"""
    assert "no such table" in refused(changed(folder, tmp_path, "drop table cards;"))
    assert "no whole collection" in refused(changed(folder, tmp_path, "delete from col;"))


def test_a_collection_that_is_open_is_refused(folder: Path, tmp_path: Path) -> None:
    """What Anki has not written into its file yet would be missing"""
    copy = tmp_path / "collection.anki2"
    shutil.copy(folder / "collection.anki2", copy)
    copy.with_name("collection.anki2-wal").write_bytes(b"x")

    assert "close Anki" in refused(copy)


def test_nothing_is_written_beside_a_collection(folder: Path, tmp_path: Path) -> None:
    """Neither a journal nor anything else, and the file is as it was"""
    copy = tmp_path / "collection.anki2"
    shutil.copy(folder / "collection.anki2", copy)
    before = copy.read_bytes()

    read_collection(copy)

    assert [path.name for path in tmp_path.iterdir()] == ["collection.anki2"]
    assert copy.read_bytes() == before


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python itself reads zstd")
def test_without_the_extra_both_ways_on_are_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package to install, or a box to tick in Anki's export"""
    path = as_colpkg(folder, tmp_path / "whole")
    monkeypatch.setitem(sys.modules, "zstandard", None)

    said = refused(path)

    assert "pip install 'vault-flashcards[adopt]'" in said
    assert "Support older Anki versions" in said
    read_collection(as_legacy_colpkg(folder, tmp_path / "older"))
