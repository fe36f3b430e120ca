"""Packages in Anki itself: what a user sees after the first import, and after every later one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from anki.collection import (
    DeckIdLimit,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
)
from anki_backend import ALWAYS, DEFAULT, MERGING, OPTIONS, Anki, Imported, open_anki
from anki_notes import THEN, basic, changed, cloze, database, media_name, packaged
from msgspec.structs import replace

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import TextInMemory
from flashcards.model import AnkiNote, Kind
from flashcards.notetypes import BASIC, CLOZE, NOTETYPES, with_css
from flashcards.package import PackageContents, check_output, write_package

PICTURE = b"a picture"
NAME = media_name("Zeichnung (1).png", PICTURE)

NOTES = (
    basic("plain"),
    basic(
        "both",
        {"Reversed": "so […]?", "Context": "Cell › Organelles", "Hint": "small", "Extra": "more"},
        ords=(0, 1),
        deck="Bio::Zelle::細胞",
        tags=("größe", "生物::細胞"),
    ),
    cloze("nested", "{{c1::The {{c2::cell}}}} has {{c3::walls::what}}", 0, 1, 2, deck="Bio"),
    basic("pic", {"Back": f'<img src="{NAME}">'}, media=((NAME, "Zeichnung (1).png"),)),
    cloze("sound", f"{{{{c1::x}}}} [sound:{NAME}]", 0),
    basic("html", {"Front": "<p>Is 1 &lt; 2 &amp; true?</p>", "Source": "<div>Pang, 2021</div>"}),
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault with one picture."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "Zeichnung (1).png").write_bytes(PICTURE)
    return root


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    """Return an empty collection."""
    with open_anki(tmp_path / "anki") as opened:
        yield opened


Write = Callable[[PackageContents], Path]


@pytest.fixture
def write(tmp_path: Path, vault: Path) -> Write:
    """Return a function that exports to always the same place."""

    def write_contents(contents: PackageContents) -> Path:
        write_package(tmp_path / "deck.apkg", contents, vault)
        return tmp_path / "deck.apkg"

    return write_contents


@pytest.fixture(scope="module")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    """Return a collection with NOTES in it, for tests that only look."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "Zeichnung (1).png").write_bytes(PICTURE)
    write_package(folder / "deck.apkg", packaged(*NOTES), folder)
    with open_anki(folder / "anki") as opened:
        assert opened.import_package(folder / "deck.apkg") == Imported(new=len(NOTES))
        yield opened


# --- the first import -----------------------------------------------------------------------------


def test_anki_finds_nothing_wrong(first_import: Anki) -> None:
    """Check Database has no complaint, and no card is empty"""
    assert first_import.faults() == []


def test_anki_makes_the_cards_we_said(first_import: Anki) -> None:
    """Reversed cards where asked for, one card for each number of nested clozes"""
    assert first_import.ordinals() == {note.guid: list(note.ords) for note in NOTES}


def test_decks_come_with_their_parents(first_import: Anki) -> None:
    """A nested deck makes the decks above it, in any script"""
    assert first_import.decks() == ["Bio", "Bio::Zelle", "Bio::Zelle::細胞", "Vault"]
    assert {card.guid: card.deck for card in first_import.cards()}["both"] == "Bio::Zelle::細胞"


def test_tags_arrive_in_any_script(first_import: Anki) -> None:
    """Tags keep their letters and their levels"""
    assert sorted(first_import.tags("both")) == ["größe", "生物::細胞"]
    assert first_import.tags("plain") == []


def test_fields_arrive_as_written(first_import: Anki) -> None:
    """Anki changes nothing in them"""
    for note in NOTES:
        assert first_import.fields(note.guid) == note.fields


def test_media_arrive(first_import: Anki) -> None:
    """Pictures and sounds lie in Anki's media folder with their content"""
    assert first_import.media() == [NAME]
    folder = Path(first_import.collection.media.dir())
    assert (folder / NAME).read_bytes() == PICTURE


def test_sorting_and_search_for_doubles_are_ankis_own(first_import: Anki, tmp_path: Path) -> None:
    """What we wrote for sorting is what Anki works out itself"""
    query = "select guid, sfld, csum from notes order by id"
    imported = first_import.collection.db.execute(query)
    write_package(tmp_path / "deck.apkg", packaged(*NOTES), None)

    with closing(database(tmp_path / "deck.apkg")) as packaged_notes:
        ours = packaged_notes.execute(query).fetchall()
    assert [tuple(row) for row in imported] == ours


def test_every_field_anki_shows_is_on_its_side(first_import: Anki) -> None:
    """Question and answer, context, hint and extra stand where the templates put them"""
    cards = {(card.guid, card.ordinal): card for card in first_import.cards()}
    asked, turned = cards["both", 0], cards["both", 1]

    assert "Cell › Organelles" in asked.question
    assert "Cell › Organelles" not in turned.question
    assert "Cell › Organelles" in turned.answer
    assert "so […]?" in turned.question
    assert "more" not in asked.question
    assert "more" in asked.answer
    assert "<summary>Hint</summary>" in asked.question
    assert "Pang, 2021" in cards["html", 0].answer
    assert "[walls]" not in cards["nested", 2].question
    assert "[what]" in cards["nested", 2].question


def test_an_empty_field_leaves_nothing_behind(first_import: Anki) -> None:
    """A card with nothing but its question and answer shows nothing else"""
    for card in first_import.cards():
        if card.guid in {"plain", "pic"}:
            assert re.findall(r'class="([^"]+)"', card.question) == ["flashcard", "field question"]
            assert re.findall(r'class="([^"]+)"', card.answer)[2:] == ["flashcard", "field answer"]
            assert "Open in Obsidian" not in card.answer


def test_our_own_file_is_left_out(write: Write, anki: Anki) -> None:
    """The ledger that travels in the package gets neither into the collection nor its media"""
    contents = replace(packaged(basic("a")), ledger=TextInMemory(b'{"format": 1}\n{"guid": "a"}\n'))
    assert anki.import_package(write(contents)) == Imported(new=1)

    assert anki.media() == []
    assert anki.faults() == []


def test_an_empty_package_is_harmless(write: Write, anki: Anki) -> None:
    """A package without notes imports, and makes neither decks nor notetypes"""
    assert anki.import_package(write(packaged())) == Imported()
    assert (anki.decks(), anki.notetypes()) == ([], [])


def test_cards_come_in_the_authors_order(write: Write, anki: Anki) -> None:
    """New cards are shown by their place, not by their id"""
    contents = packaged(basic("a"), basic("b"), basic("c"))
    turned = tuple(replace(each, due=10 - place) for place, each in enumerate(contents.notes))
    anki.import_package(write(replace(contents, notes=turned)))

    by_place = "select guid from notes join cards on nid = notes.id order by cards.due"
    assert anki.collection.db.list(by_place) == ["c", "b", "a"]


def test_the_users_default_deck_is_left_alone(write: Write, anki: Anki) -> None:
    """The package's own Default deck is Anki's formality"""
    default = anki.collection.decks.get(1)
    assert default is not None
    anki.collection.decks.save({**default, "name": "My own", "desc": "mine"})
    anki.import_package(write(packaged(basic("a"))))

    kept = anki.collection.decks.get(1)
    assert kept is not None
    assert (kept["name"], kept["desc"]) == ("My own", "mine")
    assert anki.collection.decks.card_count([1], include_subdecks=False) == 0


def test_a_thousand_characters_of_any_kind_arrive(write: Write, anki: Anki) -> None:
    """Emoji, right-to-left and combined letters survive, as does a note with 500 cards"""
    text = "".join(f"{{{{c{number}::x}}}} " for number in range(1, 501))
    letters = "👩‍🔬 شبكة é ｶﾅ 𝒳 &lt;b&gt; &#123;&#123;c1::x}} [&nbsp;] " * 20
    notes = basic("ü 生", {"Back": letters}), cloze("many", text, *range(500)), basic("after")
    assert anki.import_package(write(packaged(*notes))) == Imported(new=3)

    assert anki.fields("ü 生")["Back"] == letters.strip(" ") + " "
    assert anki.ordinals()["many"] == list(range(500))
    assert anki.faults() == []


def test_numbers_above_five_hundred_share_the_last_card(write: Write, anki: Anki) -> None:
    """Which has nothing to ask: so no flashcard is written with such numbers alone"""
    anki.import_package(write(packaged(cloze("high", "{{c1::a}} {{c501::b}} {{c900::c}}", 0, 499))))

    assert anki.ordinals()["high"] == [0, 499]


# --- the next import ------------------------------------------------------------------------------


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_same_again_changes_nothing(
    write: Write, anki: Anki, options: ImportAnkiPackageOptions
) -> None:
    """All notes are known already, whatever the user chose in the dialog"""
    package = write(packaged(*NOTES))
    anki.import_package(package, options)
    before = anki.collection.db.all("select id, guid, mod, usn, flds, tags from notes")

    assert anki.import_package(package, options) == Imported(duplicate=len(NOTES))
    assert anki.collection.db.all("select id, guid, mod, usn, flds, tags from notes") == before


def _next(notes: tuple[AnkiNote, ...] = NOTES, **modified: int) -> PackageContents:
    return packaged(*notes, modified={guid: THEN + later for guid, later in modified.items()})


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_one_changed_note_is_one_update(
    write: Write, anki: Anki, options: ImportAnkiPackageOptions
) -> None:
    """A later mod on one note: that one is updated, the others are not looked at"""
    anki.import_package(write(packaged(*NOTES)), options)
    notes = (changed(NOTES[0], Back="otherwise"), *NOTES[1:])

    assert anki.import_package(write(_next(notes, plain=1)), options) == Imported(
        updated=1, duplicate=len(NOTES) - 1
    )
    assert anki.fields("plain")["Back"] == "otherwise"
    assert anki.notetypes() == ["Vault Basic", "Vault Cloze"]
    assert anki.faults() == []


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_studied_cards_keep_their_schedule(
    write: Write, anki: Anki, options: ImportAnkiPackageOptions
) -> None:
    """Text, tags, clozes, deck and style change; progress and history do not, by a single byte"""
    anki.import_package(write(packaged(*NOTES)))
    assert anki.study(6) == 6
    before = anki.scheduling()
    assert len(before) > 6

    gap = changed(NOTES[2], Text=NOTES[2].fields["Text"] + " and {{c4::a nucleus}}")
    notes = (
        changed(replace(NOTES[0], tags=("new",), deck="Elsewhere"), Back="otherwise"),
        changed(NOTES[1], Front="Both?"),
        replace(gap, ords=(0, 1, 2, 3)),
        *NOTES[3:],
        basic("new"),
    )
    contents = replace(
        _next(notes, plain=1, both=1, nested=1),
        notetypes=tuple(with_css(each, ".card { color: teal }") for each in NOTETYPES),
        notetype_modified=dict.fromkeys(Kind, THEN + 1),
    )

    assert anki.import_package(write(contents), options) == Imported(
        new=1, updated=3, duplicate=len(NOTES) - 3
    )
    assert anki.scheduling() == before
    assert anki.ordinals()["nested"] == [0, 1, 2, 3]
    assert anki.faults() == []


def test_a_user_who_moved_cards_is_not_overruled(write: Write, anki: Anki) -> None:
    """Decks are chosen at the first import only"""
    anki.import_package(write(packaged(*NOTES)))
    mine = anki.collection.decks.id("Mine")
    cards = anki.collection.find_cards("deck:Vault")
    anki.collection.set_deck(cards, mine)
    notes = (changed(NOTES[0], Back="otherwise"), *NOTES[1:])
    anki.import_package(write(_next(notes, plain=1)))

    assert {card.deck for card in anki.cards() if card.guid == "plain"} == {"Mine"}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_a_new_look_arrives_without_a_second_notetype(
    write: Write, anki: Anki, options: ImportAnkiPackageOptions
) -> None:
    """CSS, templates and even a notetype's name change in place with a later mod"""
    anki.import_package(write(packaged(*NOTES)), options)
    front = "<b>{{Front}}</b>"
    new_look = replace(
        BASIC,
        css=".card { color: teal }",
        templates=(replace(BASIC.templates[0], front=front), BASIC.templates[1]),
    )
    # A merge stamps the notetypes with the present, which is later than THEN.
    later = dict.fromkeys(Kind, 4_000_000_000)
    contents = replace(_next(), notetypes=(new_look, CLOZE), notetype_modified=later)
    anki.import_package(write(contents), options)

    cards = {(card.guid, card.ordinal): card for card in anki.cards()}
    assert cards["plain", 0].css == ".card { color: teal }"
    assert cards["plain", 0].question == "<b>plain?</b>"
    assert anki.notetypes() == ["Vault Basic", "Vault Cloze"]


def test_a_look_without_a_later_time_is_ignored(write: Write, anki: Anki) -> None:
    """An older program that shares the vault cannot take a newer look back"""
    anki.import_package(write(packaged(*NOTES)))
    contents = replace(_next(), notetypes=(replace(BASIC, css="old"), CLOZE))
    anki.import_package(write(contents))

    assert anki.cards()[0].css == BASIC.css


def test_ids_keep_our_notetypes_ours(write: Write, anki: Anki) -> None:
    """A field that the user renamed is still the same field"""
    anki.import_package(write(packaged(*NOTES)))
    model = anki.collection.models.by_name("Vault Basic")
    assert model is not None
    anki.collection.models.rename_field(model, model["flds"][3], "Zusatz")
    anki.collection.models.update_dict(model)
    notes = (changed(NOTES[0], Extra="otherwise"), *NOTES[1:])

    imported = anki.import_package(write(_next(notes, plain=1)))
    assert imported == Imported(updated=1, duplicate=len(NOTES) - 1)
    assert anki.notetypes() == ["Vault Basic", "Vault Cloze"]


def test_field_ids_arrive_in_anki(first_import: Anki) -> None:
    """The permanent ids are in the collection, and Anki's editor protects the fields"""
    for notetype in NOTETYPES:
        model = first_import.collection.models.by_name(notetype.name)
        assert model is not None
        assert int(model["id"]) == notetype.id
        assert [field["id"] for field in model["flds"]] == [each.id for each in notetype.fields]
        assert [each["id"] for each in model["tmpls"]] == [each.id for each in notetype.templates]
        assert all(field["preventDeletion"] for field in model["flds"])


def test_a_redrawn_picture_arrives(write: Write, anki: Anki, vault: Path) -> None:
    """Another content is another name, so Anki takes the file and the note"""
    anki.import_package(write(packaged(*NOTES)))
    (vault / "Zeichnung (1).png").write_bytes(b"redrawn")
    name = media_name("Zeichnung (1).png", b"redrawn")
    redrawn = basic("pic", {"Back": f'<img src="{name}">'}, media=((name, "Zeichnung (1).png"),))
    contents = _next((NOTES[0], redrawn), pic=1)

    assert anki.import_package(write(contents)) == Imported(updated=1, duplicate=1)
    assert name in anki.media()


def test_a_packages_mod_is_kept(write: Write, anki: Anki) -> None:
    """Anki remembers our time, so that the next import can be compared with it"""
    anki.import_package(write(packaged(*NOTES)))
    anki.import_package(write(_next((changed(NOTES[0], Back="x"), *NOTES[1:]), plain=5)))

    assert anki.collection.db.list("select mod from notes order by id")[:2] == [THEN + 5, THEN]


def test_an_edit_in_anki_wins_until_the_vault_changes(write: Write, anki: Anki) -> None:
    """By default the later edit is kept; "always" brings the vault's text back"""
    anki.import_package(write(packaged(*NOTES)))
    note = anki.collection.get_note(anki.collection.find_notes("Id:plain")[0])
    note["Back"] = "edited in Anki"
    anki.collection.update_note(note)

    assert anki.import_package(write(packaged(*NOTES)), DEFAULT) == Imported(duplicate=len(NOTES))
    assert anki.fields("plain")["Back"] == "edited in Anki"
    assert anki.import_package(write(packaged(*NOTES)), ALWAYS).updated == 1
    assert anki.fields("plain")["Back"] == "so"


def test_default_after_merging_still_finds_its_notes(write: Write, anki: Anki) -> None:
    """AnkiConnect merges notetypes; the next import by hand must not make a copy"""
    anki.import_package(write(packaged(*NOTES)), MERGING)
    notes = (changed(NOTES[0], Back="otherwise"), *NOTES[1:])

    assert anki.import_package(write(_next(notes, plain=1)), DEFAULT).updated == 1
    assert anki.notetypes() == ["Vault Basic", "Vault Cloze"]


@pytest.mark.parametrize("legacy", [True, False])
def test_a_package_from_anki_is_not_ours(
    write: Write, anki: Anki, tmp_path: Path, *, legacy: bool
) -> None:
    """It has the user's review history in it: an export never overwrites it"""
    anki.import_package(write(packaged(*NOTES)))
    exported = tmp_path / "backup.apkg"
    anki.collection.export_anki_package(
        out_path=str(exported),
        options=ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
        ),
        limit=DeckIdLimit(anki.collection.decks.id_for_name("Vault")),
    )

    with pytest.raises(FlashcardsError, match="was not written by flashcards"):
        check_output(exported)
