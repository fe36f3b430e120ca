"""Packages are read back before they take their places, and by whoever asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki_notes import basic, media_name, packaged

from flashcards.diagnostics import FlashcardsError
from flashcards.package import (
    Deflated,
    package_faults,
    rows_of,
    staged_rows,
    staged_with,
    write_package,
)
from flashcards.package.read import COLLECTION
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
    rows = rows_of(packaged(basic("b")))
    with staged_rows(package, rows) as good:
        pieces, blocks = good.deflated[COLLECTION].pieces, good.deflated[COLLECTION].blocks
    damaged = Deflated(pieces, [blocks[0][:-9] + bytes(4) + blocks[0][-5:], *blocks[1:]])

    with (
        pytest.raises(FlashcardsError, match="cannot be read back"),
        staged_rows(package, rows_of(packaged(basic("b"))), {COLLECTION: damaged}),
    ):
        pass
    assert package.read_bytes() == before
    assert [*package.parent.glob(".*.tmp")] == []


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
