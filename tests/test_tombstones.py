"""The package that marks in Anki what is gone from the vault."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki_notes import THEN, basic, packaged
from hypothesis import given
from hypothesis import strategies as st
from ledger_entries import entry, retired

from flashcards.ledger import LedgerEntry
from flashcards.model import Kind
from flashcards.notetypes import NOTETYPES
from flashcards.package import (
    PackageContents,
    PackagedNote,
    is_our_package,
    read_fields,
    validate_contents,
)
from flashcards.tombstones import (
    REMOVED_TAG,
    kept_notes,
    removed_package,
    tombstones,
    write_tombstones,
)

MAIN = packaged(basic("live"))
ASKED = {"Front": "<p>What is a <b>Cell</b>?</p>", "Back": "A room.", "Id": "gone"}


def contents(notes: tuple[PackagedNote, ...]) -> PackageContents:
    return PackageContents(notes, dict.fromkeys(Kind, THEN), THEN)


def test_a_tombstone_is_the_last_export_with_one_tag_more() -> None:
    """Fields, tags, deck, ids and cards are as Anki has them, the time is that of the removal"""
    [stone] = tombstones([retired("gone"), entry("live")], {"gone": ASKED})

    assert (stone.note.fields["Front"], stone.note.fields["Back"]) == (ASKED["Front"], "A room.")
    assert stone.note.tags == ("bio", REMOVED_TAG)
    assert (stone.note.deck, stone.note.ords) == ("Vault", (0,))
    assert (stone.note_id, stone.modified, stone.due) == (THEN * 1000, THEN + 86_400, 1)


def test_without_its_text_a_tombstone_still_has_its_cards() -> None:
    """Lost fields are told by the ledger, with Id, and no card is missing"""
    basic_stone, cloze_stone = tombstones(
        [
            retired("a", ords=(0, 1)),
            retired("b", kind=Kind.CLOZE, ords=(0, 2), clozes={1: ("a ==b==",), 2: ("old",)}),
        ],
        {"a": ASKED},
    )

    assert dict(basic_stone.note.fields) | {"Id": ""} == dict.fromkeys(
        basic_stone.note.fields, ""
    ) | {"Front": "what is a cell?", "Back": "a room", "Reversed": "a room"}
    assert cloze_stone.note.fields["Text"] == (
        "{{c1::a b}} … {{c3::(its text is no longer known)}}"
    )
    assert (basic_stone.note.fields["Id"], cloze_stone.note.fields["Id"]) == ("a", "b")


_HOSTILE = st.text(max_size=20) | st.sampled_from(
    ["{{c1::x}}", "}}", "::", "<b>", "[sound:x.mp3]", "\x1f", "\ud800", "\ufdd0", " "]
)


@given(_HOSTILE, _HOSTILE, st.sets(st.integers(0, 499), min_size=1, max_size=4))
def test_whatever_the_ledger_remembers_makes_a_valid_package(
    question: str, answer: str, ords: set[int]
) -> None:
    """Anki would refuse a whole package for one bad note"""
    said = {"question": question, "answer": answer}
    clozes = {number + 1: (question, answer) for number in ords}
    cloze = retired("c", kind=Kind.CLOZE, ords=tuple(sorted(ords)), clozes=clozes, **said)
    both = retired("b", ords=(0, 1), note_id=THEN, **said)

    validate_contents(contents(tombstones([cloze, both], {})))


def test_a_text_that_does_not_fit_the_cards_is_not_taken() -> None:
    """An older package, restored by a sync program, cannot give a note other cards"""
    cloze = retired("c", kind=Kind.CLOZE, ords=(0, 1), clozes={1: ("x",), 2: ("y",)})

    [stone] = tombstones([cloze], {"c": {"Text": "only {{c1::x}}", "Id": "c"}})

    assert stone.note.fields["Text"] == "{{c1::x}} … {{c2::y}}"


def test_it_lies_beside_the_deck() -> None:
    """Its name says what it is, and Anki can import it"""
    assert removed_package(Path("x/deck.apkg")) == Path("x/deck.removed.apkg")
    assert removed_package(Path("x/v1.2 deck.apkg")) == Path("x/v1.2 deck.removed.apkg")
    assert removed_package(Path("deck")) == Path("deck.removed.apkg")


def test_it_comes_and_goes_with_what_is_removed(tmp_path: Path) -> None:
    """Written when something is gone, not touched when nothing is new, deleted when all is done"""
    output = tmp_path / "deck.apkg"
    stones = tombstones([retired("gone")], {"gone": ASKED})

    assert write_tombstones(output, MAIN, ()) is None
    path = write_tombstones(output, MAIN, stones)
    assert path == tmp_path / "deck.removed.apkg"
    assert read_fields(path)["gone"]["Back"] == "A room."
    written = path.stat().st_ino
    write_tombstones(output, MAIN, stones)
    assert path.stat().st_ino == written
    write_tombstones(output, MAIN, ())
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_the_users_is_left_alone(tmp_path: Path) -> None:
    """What happens to have that name and is not ours is not deleted"""
    (tmp_path / "deck.removed.apkg").write_text("mine")

    write_tombstones(tmp_path / "deck.apkg", MAIN, ())

    assert (tmp_path / "deck.removed.apkg").read_text() == "mine"


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        (entry("a"), True),
        (retired("a"), True),
        (retired("a", acknowledged=True), False),
        (entry("a", ords=(0, 1)), False),
    ],
)
def test_what_is_not_written_is_kept_for_later(known: LedgerEntry, kept: bool) -> None:
    """The copy beside the ledger has the fields of what was left out or is gone"""
    notes = kept_notes([known, entry("written")], {"written"}, {"a": ASKED, "written": ASKED})

    assert [each.note.guid for each in notes] == (["a"] if kept else [])
    assert all(each.note.tags == ("bio",) and each.modified == THEN for each in notes)


def test_the_tombstones_are_a_package_of_ours(tmp_path: Path) -> None:
    """So the next export may write over it"""
    stones = tombstones([retired("gone")], {})
    path = write_tombstones(tmp_path / "deck.apkg", MAIN, stones)

    assert path is not None
    assert is_our_package(path)
    assert list(read_fields(path)["gone"]) == list(NOTETYPES[0].field_names)
