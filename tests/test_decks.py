"""Which deck and which tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki_backend import open_anki
from conftest import NOW, MakeVault

from flashcards.config import Config
from flashcards.deck_names import deck_name
from flashcards.decks import MOST_LEVELS, anki_tags, deck_of, named_deck, one_spelling
from flashcards.diagnostics import Span
from flashcards.exporting import export
from flashcards.model import Flashcard, Kind, ParsedVaultNote
from flashcards.pipeline import build


def flashcard(*tags: str) -> Flashcard:
    fields = {"Front": "Q", "Back": "A"}
    return Flashcard("section", Kind.BASIC, fields, Span("a.md", 1, 1), tags=tags)


def vault_note(
    path: str = "Biology/Cells/a.md",
    *,
    tags: tuple[str, ...] = (),
    inline_tags: tuple[str, ...] = (),
    deck: str | None = None,
) -> ParsedVaultNote:
    return ParsedVaultNote(path, "a", (), None, {}, tags, inline_tags, deck, (), (), ())


@pytest.mark.parametrize(
    ("levels", "told"), [(10, []), (11, []), (99, []), (100, ["2 deck-too-deep"])]
)
def test_a_deck_of_more_levels_than_anki_makes(
    make_vault: MakeVault, tmp_path: Path, levels: int, told: list[str]
) -> None:
    """Anki makes ten missing decks above one, and refuses a package for more: they come along"""
    root = make_vault({"/".join("d" * levels) + "/x.md": "## Flashcards\nq?::a\nr?::b\n"})
    built = build(root, Config(), NOW)
    export(built, tmp_path / "deck.apkg")

    assert [f"{each.span.line} {each.code}" for each in built.diagnostics] == told
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(tmp_path / "deck.apkg").new == 2
        assert max(anki.decks(), key=len) == "vault" + "::d" * min(levels, MOST_LEVELS - 1)
        assert anki.faults() == []


def test_folders_stand_under_the_root_deck() -> None:
    """Where nobody named a deck, the folders stand under the root deck"""
    assert deck_of(flashcard(), vault_note(), "Vault") == "Vault::Biology::Cells"


def test_a_flashcards_own_tag_is_surest() -> None:
    """The tag on the flashcard's line wins over everything, and is absolute"""
    place = vault_note(tags=("flashcards/x",), deck="Properties")

    assert deck_of(flashcard("web", "flashcards/bio/cells"), place, "Vault") == "bio::cells"


def test_the_vault_notes_deck_comes_second() -> None:
    """A deck named in the properties wins over a deck tag of the vault note"""
    assert deck_of(flashcard(), vault_note(tags=("flashcards/x",), deck="D"), "Vault") == "D"


def test_a_deck_tag_in_the_text_counts() -> None:
    """`#flashcards/a/b` in the text of the vault note names a deck"""
    assert deck_of(flashcard(), vault_note(inline_tags=("flashcards/a/b",)), "V") == "a::b"


def test_a_bare_flashcards_tag_names_no_deck() -> None:
    """`#flashcards` alone says that there are flashcards, not where they go"""
    assert deck_of(flashcard("flashcards"), vault_note("a.md", tags=("flashcards",)), "V") == "V"


@pytest.mark.parametrize(
    ("properties", "text", "expected"),
    [
        ({"deck": "A::B"}, "", "A::B"),
        ({"cards-deck": " A :: B "}, "", "A::B"),
        ({"deck": "A::::B"}, "", "A::B"),
        ({"deck": ""}, "", None),
        ({"deck": None}, "", None),
        ({"deck": 7}, "", None),
        ({}, "text\nTARGET DECK: Languages::German\n", "Languages::German"),
        ({}, "TARGET DECK\nLanguages\n", "Languages"),
        ({}, "about TARGET DECK: no\n", None),
        ({"deck": "A"}, "TARGET DECK: B", "A"),
    ],
)
def test_a_vault_note_names_its_deck(
    properties: dict[str, object], text: str, expected: str | None
) -> None:
    """`deck`, `cards-deck` and `TARGET DECK` are understood as their plugins do"""
    assert named_deck(properties, text) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("V", " A "), "V::A"),
        (("V", "", "A"), "V::A"),
        (("V", "a\x07b\n"), "V::ab"),
        (("V", "Cafe\u0301"), "V::Café"),
        (("V", "C::D"), "V::C-D"),
    ],
)
def test_deck_names_are_what_anki_would_make_of_them(
    levels: tuple[str, ...], expected: str
) -> None:
    """Names are trimmed and composed before Anki does it, so both sides call a deck the same"""
    assert deck_name(levels) == expected


def test_decks_that_differ_in_case_are_one() -> None:
    """Anki takes `Bio` and `bio` for one deck, and so do we"""
    assert one_spelling(["bio", "Bio", "Chem"]) == {"Bio": "Bio", "bio": "Bio", "Chem": "Chem"}


def test_tags_are_written_as_anki_does() -> None:
    """Nested tags get `::`, blanks `_`, and spellings in another case are dropped"""
    place = vault_note(tags=("a/b", "Exam", "two words", "//", "full\u3000width"))

    tags = anki_tags(flashcard("exam", "web"), place)

    assert tags == ("Exam", "a::b", "full_width", "two_words", "web")


def test_tags_that_name_a_deck_are_no_tags() -> None:
    """`#flashcards` and `#flashcards/a` have done their work by naming a deck"""
    assert anki_tags(flashcard("flashcards/a"), vault_note(tags=("Flashcards", "x"))) == ("x",)
