"""Packages are read back before they take their places, and by whoever asks."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from anki_notes import basic, media_name, packaged
from conftest import NOW, MakeVault
from msgspec.structs import replace

from flashcards.cache import Store
from flashcards.cache.states import state_of
from flashcards.cli import main_group
from flashcards.diagnostics import FlashcardsError
from flashcards.package import (
    NotReadBackError,
    package_faults,
    rows_of,
    staged_rows,
    staged_with,
    write_package,
)
from flashcards.package.read import COLLECTION
from flashcards.package.whole import check_zip
from flashcards.places import cache_folder
from flashcards.room import check_room

PICTURE = b"not really a picture"
NAME = media_name("a.png", PICTURE)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with one picture."""
    (tmp_path / "a.png").write_bytes(PICTURE)
    note = basic("pic", {"Back": f'<img src="{NAME}">'}, media=((NAME, "a.png"),))
    write_package(tmp_path / "deck.apkg", packaged(note), tmp_path)
    return tmp_path / "deck.apkg"


def test_what_was_deflated_before_and_is_not_what_it_was_is_found_out(package: Path) -> None:
    """A damaged block of the last package does not come into the next one"""
    before = package.read_bytes()
    with staged_rows(package, rows_of(packaged(basic("b")))) as last:
        last.file.write_bytes(damaged(last.file.read_bytes(), last.files[COLLECTION].start))

        with (
            pytest.raises(NotReadBackError, match="holds something else"),
            staged_rows(package, rows_of(packaged(basic("b"))), last.earlier),
        ):
            pass
    assert package.read_bytes() == before
    assert [*package.parent.glob(".*.tmp")] == []


def test_every_byte_of_what_was_written_is_read_back(package: Path) -> None:
    """Wherever the disk has something else, it is found out"""
    with staged_rows(package, rows_of(packaged(basic("b")))) as good:
        whole = good.file.read_bytes()
        check_zip(good.file, good.files)
        for at in (*range(0, len(whole), 7), *range(len(whole) - 30, len(whole))):
            good.file.write_bytes(damaged(whole, at))
            with pytest.raises(NotReadBackError):
                check_zip(good.file, good.files)


def test_what_was_deflated_anew_is_inflated_again(package: Path) -> None:
    """A block that is as it was written, but was never right, does not come into a package"""
    with staged_rows(package, rows_of(packaged(basic("b")))) as good:
        wrong = {
            name: replace(file, blocks=tuple(replace(each, piece="") for each in file.blocks))
            for name, file in good.files.items()
        }
        with pytest.raises(NotReadBackError, match="holds something else"):
            check_zip(good.file, wrong)


def damaged(content: bytes, at: int) -> bytes:
    """Return it with other bits in one byte."""
    return content[:at] + bytes([content[at] ^ 0b01000001]) + content[at + 1 :]


def test_a_copy_that_is_cut_off_is_found_out(package: Path) -> None:
    """Before anything is put in its place"""
    with staged_rows(package, rows_of(packaged(basic("b")))) as collection:
        whole = collection.file.read_bytes()
        collection.file.write_bytes(whole[: len(whole) // 2])
        with (
            pytest.raises(FlashcardsError, match="cannot"),
            staged_with(package, collection, {}, None),
        ):
            pass


def test_a_whole_package_has_no_faults(package: Path) -> None:
    """Nothing is said of it"""
    assert [*package_faults(package)] == []


def test_a_damaged_picture_is_named(package: Path) -> None:
    """Found by its checksum"""
    package.write_bytes(package.read_bytes().replace(PICTURE, PICTURE.upper()))

    assert [*package_faults(package)] == ["0 in it is damaged"]


@pytest.mark.parametrize("keep", [0, 100, -20])
def test_a_package_that_was_cut_off_cannot_be_read(package: Path, keep: int) -> None:
    """Wherever it ends"""
    package.write_bytes(package.read_bytes()[:keep])

    [fault] = package_faults(package)
    assert fault.startswith("it cannot be read")


def test_folders_on_one_disk_share_its_room(tmp_path: Path) -> None:
    """What each of two could have is too much for both"""
    other = tmp_path / "other"
    other.mkdir()
    check_room({tmp_path: 1000, other: 1000})

    with pytest.raises(FlashcardsError, match=r"about 2,000,000.0 GB are needed"):
        check_room({tmp_path: 10**15, other: 10**15})


def test_an_export_of_changes_mends_what_was_damaged_on_the_disk(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would reuse of the last package is no more: everything is exported, to the same"""
    text = "## Flashcards\n" + "".join(f"Question {n}? :: Answer {n}\n" for n in range(100))
    root, deck = (
        make_vault({"a.md": text, "b.md": "## Flashcards\nWhat? :: That\n"}),
        tmp_path / "d",
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    export(root, deck)
    (root / "b.md").write_text("## Flashcards\nWhat? :: This\n")
    shutil.copytree(root, tmp_path / "other" / "vault")
    export(tmp_path / "other" / "vault", tmp_path / "other.apkg")
    damage_unseen(Store(cache_folder(), root), deck)

    export(root, deck)

    assert deck.read_bytes() == (tmp_path / "other.apkg").read_bytes()


def export(root: Path, deck: Path) -> None:
    main_group.main(["export", str(root), str(deck), "-q"], standalone_mode=False)


def damage_unseen(store: Store, package: Path) -> None:
    """Change what is deflated of the ledger, and nothing by which the cache would notice."""
    before = state_of(str(package))
    with store.opened() as database:
        assert database is not None
        (value,) = database.execute("select value from exported where key = 'blocks'").fetchone()
    _collection, (start, blocks) = json.loads(value)
    with package.open("r+b") as file:
        for length, *_ in blocks:
            file.seek(start + length // 2)
            file.write(b"damaged")
            start += length

    def write(database: sqlite3.Connection) -> None:
        old, new = json.dumps(before), json.dumps(state_of(str(package)))
        database.execute(
            "update exported set value = replace(value, ?, ?) where key = 'others'", (old, new)
        )

    store.write(write)
