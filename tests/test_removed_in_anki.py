"""Removed flashcards in Anki itself: found, tagged, deleted, and never brought back unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from anki.collection import ImportAnkiPackageOptions
from anki_backend import DEFAULT, OPTIONS, Anki, Imported, open_anki
from anki_notes import basic, packaged
from conftest import NOW, MakeVault
from msgspec.structs import replace

from flashcards.config import Config
from flashcards.exporting import export, package_contents
from flashcards.ledger import commit_ledger, stage_ledger
from flashcards.package import read_fields, write_package
from flashcards.pipeline import Build, build
from flashcards.removals import SEARCH_LENGTH, acknowledge, anki_searches, removed_entries
from flashcards.tombstones import (
    REMOVED_TAG,
    kept_notes,
    removed_package,
    tombstones,
    write_tombstones,
)

STAYS = "#bio\n## Flashcards\nWhy is it green? :: Chlorophyll.\n"
GOES = (
    "---\ntags: [cells]\n---\n## Flashcards\nWhat is a cell? :: A room.\n\n"
    "==Walls== keep ==water== in.\n"
)
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Exports:
    """A vault that is exported day by day."""

    root: Path
    deck: Path

    def on_day(self, day: int) -> Build:
        """Export with everything that belongs to it, and return what was exported."""
        built = build(self.root, Config(), NOW + day * DAY)
        fields = read_fields(built.memory.last)
        export(built, self.deck)
        contents = package_contents(built)
        entries = built.ledger.entries.values()
        write_tombstones(self.deck, contents, tombstones(entries, fields))
        kept = kept_notes(entries, {each.anki_note.guid for each in built.rendered}, fields)
        everything = replace(contents, notes=(*contents.notes, *kept))
        write_package(built.memory.last, everything, None)
        return built

    @property
    def removed(self) -> Path:
        """The package with the tombstones."""
        return removed_package(self.deck)


@pytest.fixture
def exports(make_vault: MakeVault, tmp_path: Path) -> Exports:
    """Return a vault with two vault notes, one of which will go."""
    root = make_vault({"Stays.md": STAYS, "Goes.md": GOES})
    return Exports(root, tmp_path / "deck.apkg")


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    """Return an empty collection."""
    with open_anki(tmp_path / "anki") as opened:
        yield opened


@pytest.fixture
def gone(exports: Exports, anki: Anki) -> tuple[str, ...]:
    """Have everything imported and studied, then one vault note gone; return what it held."""
    exports.on_day(0)
    assert anki.import_package(exports.deck).new == 3
    assert anki.study(6) == 6
    (exports.root / "Goes.md").unlink()
    entries = exports.on_day(1).ledger.entries.values()
    found = tuple(entry.guid for entry in removed_entries(entries))
    assert len(found) == 2
    return found


def guids(anki: Anki, search: str) -> set[str]:
    """Return what Anki's browser finds."""
    return {anki.collection.get_note(note).guid for note in anki.collection.find_notes(search)}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_tombstones_tag_what_is_gone_and_touch_no_review(
    exports: Exports, anki: Anki, gone: tuple[str, ...], options: ImportAnkiPackageOptions
) -> None:
    """Whatever the user chose in the dialog: the tag arrives, schedule and history stay"""
    scheduling, fields = anki.scheduling(), {guid: anki.fields(guid) for guid in gone}
    cards, decks = anki.ordinals(), anki.decks()

    assert anki.import_package(exports.removed, options) == Imported(updated=2)

    assert guids(anki, f"tag:{REMOVED_TAG}") == set(gone)
    assert anki.tags(gone[0]) == ["cells", REMOVED_TAG]
    assert anki.scheduling() == scheduling
    assert {guid: anki.fields(guid) for guid in gone} == fields
    assert (anki.ordinals(), anki.decks()) == (cards, decks)
    assert anki.faults() == []
    assert anki.import_package(exports.removed, options) == Imported(duplicate=2)


def test_the_search_finds_exactly_what_is_gone(anki: Anki, gone: tuple[str, ...]) -> None:
    """Nothing has to be imported to find it in Anki's browser"""
    [search] = anki_searches(gone)

    assert guids(anki, search) == set(gone)


def test_a_full_search_is_one_that_anki_takes(anki: Anki, tmp_path: Path) -> None:
    """Ids that begin alike, or stand in another field, are not found"""
    names = [f"id{number}" for number in range(2 * SEARCH_LENGTH)]
    notes = [basic(name) for name in names]
    others = [basic("id"), basic("id10x"), basic("other", {"Back": "id10"})]
    write_package(tmp_path / "deck.apkg", packaged(*notes, *others), None)
    anki.import_package(tmp_path / "deck.apkg")

    first, second = anki_searches(names)
    assert guids(anki, first) == set(names[:SEARCH_LENGTH])
    assert guids(anki, second) == set(names[SEARCH_LENGTH:])


def delete(anki: Anki, search: str) -> None:
    """Do what a user does in the browser: search, select all, delete."""
    anki.collection.remove_notes(anki.collection.find_notes(search))


def test_what_the_user_deleted_stays_deleted(
    exports: Exports, anki: Anki, gone: tuple[str, ...]
) -> None:
    """The main package has no tombstones, so it brings nothing back"""
    anki.import_package(exports.removed)
    delete(anki, f"tag:{REMOVED_TAG}")
    exports.on_day(2)

    assert anki.import_package(exports.deck) == Imported(duplicate=1)
    assert not set(gone) & anki.ordinals().keys()


def test_tombstones_would_bring_back_what_was_deleted(
    exports: Exports, anki: Anki, gone: tuple[str, ...]
) -> None:
    """Which is what the user is warned of, and why there is --done"""
    delete(anki, next(anki_searches(gone)))

    assert anki.import_package(exports.removed) == Imported(new=2)


def acknowledged(built: Build) -> None:
    """Say `flashcards removed --done`."""
    staged = stage_ledger(acknowledge(built.ledger), built.memory.ledger)
    assert staged is not None
    commit_ledger(staged, built.memory.ledger)


@pytest.mark.usefixtures("gone")
def test_tombstones_stay_until_they_are_acknowledged(exports: Exports) -> None:
    """An export that nobody imported is no loss: the next one still has them, with their text"""
    first = read_fields(exports.removed)
    built = exports.on_day(2)
    assert read_fields(exports.removed) == first
    acknowledged(built)
    exports.on_day(3)

    assert not exports.removed.exists()


@pytest.mark.parametrize("done", [False, True])
def test_a_flashcard_that_comes_back_keeps_its_reviews(
    exports: Exports, anki: Anki, gone: tuple[str, ...], done: bool
) -> None:
    """The same Anki note loses the tag; nothing else happened to it"""
    anki.import_package(exports.removed)
    scheduling = anki.scheduling()
    if done:
        acknowledged(exports.on_day(2))
    (exports.root / "Goes.md").write_text(GOES)
    exports.on_day(3)

    assert anki.import_package(exports.deck, DEFAULT) == Imported(updated=2, duplicate=1)
    assert anki.tags(gone[0]) == ["cells"]
    assert guids(anki, f"tag:{REMOVED_TAG}") == set()
    assert anki.scheduling() == scheduling
    assert not exports.removed.exists()


def test_a_flashcard_that_comes_back_at_once_loses_the_tag(
    exports: Exports, anki: Anki, gone: tuple[str, ...]
) -> None:
    """Also if the removal and the return are exported within one second"""
    anki.import_package(exports.removed)
    (exports.root / "Goes.md").write_text(GOES)
    exports.on_day(1)

    assert anki.import_package(exports.deck) == Imported(updated=2, duplicate=1)
    assert anki.tags(gone[0]) == ["cells"]


def test_what_was_lost_and_deleted_comes_back_as_new(
    exports: Exports, anki: Anki, gone: tuple[str, ...]
) -> None:
    """Deleted in Anki, then back in the vault: under the guid it had"""
    delete(anki, next(anki_searches(gone)))
    (exports.root / "Goes.md").write_text(GOES)
    exports.on_day(2)

    assert anki.import_package(exports.deck) == Imported(new=2, duplicate=1)
    assert set(gone) <= anki.ordinals().keys()
