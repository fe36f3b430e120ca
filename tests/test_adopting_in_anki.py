"""Anki notes of other tools, adopted: their reviews stay, their texts become the vault's."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from anki.collection import ImportAnkiPackageOptions
from anki_backend import DEFAULT, MERGING, OPTIONS, Anki, Imported, open_anki
from anki_notes import basic, packaged
from click.testing import CliRunner, Result
from conftest import MakeVault
from other_tools import (
    TOOLS,
    add_notes,
    change_notetype,
    export_collection,
    study_for_a_while,
)

from flashcards.cli import main_group
from flashcards.package import write_package
from flashcards.removals import anki_searches


def run(*arguments: object) -> Result:
    """Run a command, off a terminal."""
    return CliRunner().invoke(main_group, [str(each) for each in arguments])


def steps(told: str) -> list[tuple[str, str, str]]:
    """Return the searches that are to be made in Anki, the notetypes to choose, and advice."""
    return re.findall(
        r"search\s+(nid:[\d,]+), select all,\s+.*?choose (Vault \w+), (.*), Save", told
    )


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("name", TOOLS)
def test_reviews_stay_and_texts_are_ours(
    make_vault: MakeVault, tmp_path: Path, name: str, options: str
) -> None:
    """As many notes as before, the same schedule and history of each card, and our text"""
    tool, folder, deck = TOOLS[name], tmp_path / "anki", tmp_path / "deck.apkg"
    with open_anki(folder) as anki:
        ids = add_notes(anki, tool)
    study_for_a_while(folder)
    with open_anki(folder) as anki:
        before, decks = anki.scheduling(), decks_of_cards(anki)
    root = make_vault(tool.vault(ids))

    told = adopted(root, folder, OPTIONS[options])

    assert f"{len(ids)} Anki notes adopted" in told.output
    assert run("export", root, deck).exit_code == 0
    with open_anki(folder) as anki:
        anki.collection.remove_notes(anki.collection.find_notes("tag:flashcards::adopt"))
        assert anki.import_package(deck, OPTIONS[options]) == Imported(updated=len(ids))
        assert anki.import_package(deck, OPTIONS[options]) == Imported(duplicate=len(ids))
        assert sorted(anki.collection.find_notes("")) == sorted(ids)
        assert anki.scheduling() == before
        assert decks_of_cards(anki).items() >= decks.items()
        for note in map(anki.collection.get_note, ids):
            assert "old" not in note.tags
            assert note["Link"].startswith("obsidian://")
    check_later_exports(root, deck, folder, len(ids))
    with open_anki(folder) as anki:
        assert anki.faults() == []


def decks_of_cards(anki: Anki) -> dict[int, int]:
    """Return the deck of each card."""
    return dict(map(tuple, anki.collection.db.all("select id, did from cards")))


def check_later_exports(root: Path, deck: Path, folder: Path, count: int) -> None:
    """What is edited later is updated, with either options, and nothing else is touched."""
    note = min(root.glob("*.md"))
    text = note.read_text("utf-8")
    for options in (DEFAULT, MERGING):
        with open_anki(folder) as anki:
            before = anki.scheduling()
        text = re.sub("(A monoid|Lima|Santiago|A tool)", r"\1, once more", text, count=1)
        note.write_text(text, "utf-8")
        assert run("export", root, deck, "--no-cache").exit_code == 0
        with open_anki(folder) as anki:
            assert anki.import_package(deck, options) == Imported(updated=1, duplicate=count - 1)
            assert anki.scheduling() == before


def adopted(root: Path, folder: Path, options: ImportAnkiPackageOptions = DEFAULT) -> Result:
    """Go all the way to a ledger that knows the Anki notes; return what was said in the end."""
    collection = folder.parent / "collection.colpkg"
    export_collection(folder, collection)
    told = run("adopt", root, "--from", collection, "--yes")
    with open_anki(folder) as anki:
        anki.import_package(folder.parent / "collection.notetypes.apkg", options)
        for search, new, advice in steps(told.output):
            change_notetype(anki, search, new, advice)
    export_collection(folder, collection)
    return run("adopt", root, "--from", collection, "--yes")


def test_clozes_keep_their_cards(make_vault: MakeVault, tmp_path: Path) -> None:
    """The other tool's numbers go on with the text that they hid, where ours would count anew"""
    with open_anki(tmp_path / "anki") as anki:
        ids = add_notes(anki, TOOLS["Obsidian_to_Anki"])
    root = make_vault({"a.md": "## Flashcards\nThe ==heart== pumps ==blood==.\n"})
    adopted(root, tmp_path / "anki")
    run("export", root, tmp_path / "deck.apkg")

    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "deck.apkg")

        assert "{{c2::heart}} pumps {{c1::blood}}" in anki.collection.get_note(ids[2])["Text"]


GUIDS = ["uk496%3?Ea", "B@V*re0|5E", "AyI.oW:5vg", "m>Mv(o1Y4a", "a<b&c_d^e", "`~{}[];,.", 'q"u\\o']


def test_any_guid_is_found_by_its_id(tmp_path: Path) -> None:
    """Anki's own guids have characters that mean something in HTML and in its searches"""
    notes = [basic(guid, {"Id": escape(guid)}) for guid in GUIDS]
    write_package(tmp_path / "deck.apkg", packaged(*notes), None)

    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "deck.apkg")

        for guid in GUIDS:
            [search] = anki_searches([guid])
            [found] = anki.collection.find_notes(search)
            assert anki.collection.get_note(found).guid == guid


def test_any_guid_goes_through_ledger_and_package(make_vault: MakeVault, tmp_path: Path) -> None:
    """Adopted, exported in full and in part, written into `Id` as HTML, and read again"""
    with open_anki(tmp_path / "anki") as anki:
        ids = add_notes(anki, TOOLS["inka2"])
        for number, guid in zip(ids, ("a<b&\"c'", 'q"u\\o', "x{{c1::y}}"), strict=True):
            anki.collection.db.execute("update notes set guid = ? where id = ?", guid, number)
    root = make_vault(TOOLS["inka2"].vault(ids))
    for number in range(20):
        (root / f"{number}.md").write_text(f"## Flashcards\nWhat is {number}? :: Number {number}\n")
    adopted(root, tmp_path / "anki")
    assert run("export", root, tmp_path / "deck.apkg").exit_code == 0
    (root / "7.md").write_text("## Flashcards\nWhat is 7? :: Seven\n")
    assert run("export", root, tmp_path / "deck.apkg").exit_code == 0

    with open_anki(tmp_path / "anki") as anki:
        done = anki.import_package(tmp_path / "deck.apkg")
        assert (done.new, done.updated, done.conflicting) == (20, 3, 0)
        for number in ids:
            note = anki.collection.get_note(number)
            assert note["Id"] == escape(note.guid)


def test_why_notetypes_are_changed_first(tmp_path: Path) -> None:
    """Merging another notetype under one guid moves reviews to cards without a front"""
    with open_anki(tmp_path / "anki") as anki:
        [first, *_] = add_notes(anki, TOOLS["inka2"])
        anki.study(40)
        note = anki.collection.get_note(first)
        [reviewed] = note.cards()
        later = packaged(basic(note.guid), modified={note.guid: note.mod + 5})
        write_package(tmp_path / "deck.apkg", later, None)

        assert anki.import_package(tmp_path / "deck.apkg", DEFAULT).conflicting == 1
        assert anki.collection.get_card(reviewed.id).ord == 0
        anki.import_package(tmp_path / "deck.apkg", MERGING)

        assert anki.collection.get_card(reviewed.id).ord > 1
        assert "front of this card is blank" in anki.collection.get_card(reviewed.id).question()
