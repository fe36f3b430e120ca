"""From a vault to Anki notes: what the stages promise together."""

# ruff: noqa: E501 (vault notes have long lines)
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from msgspec.structs import replace

from flashcards.changes import ChangeKind
from flashcards.config import Config
from flashcards.diagnostics import FlashcardsError
from flashcards.exporting import export
from flashcards.model import AnkiNote, ForeignMark, Kind
from flashcards.pipeline import Build, build

BuildVault = Callable[[Mapping[str, str | bytes]], Build]

EXAMPLE = r"""---
{"aliases":null,"edited":"2023-04-06 Thu","dg-publish":true,"permalink":"/cards/insulin-resistance/"}
---

# Insulin Resistance

> [!Definition] Definition
> Insulin resistance occurs when the body's cells become resistant to insulin, a hormone that regulates [[Cards/Plasma Glucose\|blood sugar]] levels.

> [!quote] [[Sources/Research Papers/@pang2021\|@pang2021]]
> {The [[Cards/HPA Axis\|HPA Axis]] has} direct effects, promoting insulin resistance and hypertension.

## Mentions
| Incoming Links |
| --- |
| [[Cards/Type 2 Diabetes\|Type 2 Diabetes]] |

{ .block-language-dataview}

## Flashcards
What does it lead to?;;[[Cards/Type 2 Diabetes\|Type 2 Diabetes]]
<!--SR:!2024-10-18,7,190-->
"""

LIBRARY = """
@article{pang2021,
  title = {Mitochondria Homeostasis},
  author = {Pang, Lifang and Liu, Xiaomei},
  journaltitle = {Cells},
  date = {2021},
}
"""


def anki_notes(built: Build) -> list[AnkiNote]:
    return [each.anki_note for each in built.rendered]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_the_example_vault_note(build_vault: BuildVault) -> None:
    """A definition, a quote that hides the title, a question; nothing from the tables"""
    built = build_vault({"Cards/Insulin Resistance.md": EXAMPLE, "library.bib": LIBRARY})

    definition, quote, question = anki_notes(built)
    assert built.diagnostics == ()

    assert definition.kind is Kind.BASIC
    assert definition.fields["Front"] == "Insulin Resistance"
    assert words(definition.fields["Back"]).endswith("that regulates blood sugar levels.")

    assert quote.kind is Kind.CLOZE
    assert built.rendered[1].identified.hidden == {1: ("insulin resistance",)}
    assert words(quote.fields["Text"]) == (
        "{The HPA Axis has} direct effects, promoting {{c1::insulin resistance}} and hypertension."
    )
    assert words(quote.fields["Source"]).startswith("Pang, L., &amp; Liu, X. (2021).")

    assert words(question.fields["Back"]) == "Type 2 Diabetes"
    assert "SR:" not in "".join(question.fields.values())
    assert built.rendered[2].flashcard.foreign == (
        ForeignMark("obsidian-spaced-repetition", "schedule", "!2024-10-18,7,190"),
    )


def test_building_writes_nothing(make_vault: MakeVault) -> None:
    """Only an export leaves something behind"""
    root = make_vault({"a.md": EXAMPLE})

    build(root, Config(), NOW)

    assert [path.name for path in root.iterdir()] == ["a.md"]


def test_building_twice_changes_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """With the ledger of the first export, a second build finds everything unchanged"""
    root = make_vault({"a.md": EXAMPLE})
    first = build(root, Config(), NOW)
    export(first, tmp_path / "deck.apkg")

    again = build(root, Config(), NOW + 3600)

    assert again.ledger.entries == first.ledger.entries
    assert {change.kind for change in again.changes} == {ChangeKind.UNCHANGED}
    assert {note.matched_by for note in anki_notes(again)} == {"question and answer"}


def test_a_moved_vault_note_with_a_name_of_its_own_keeps_its_guids(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """A `permalink` survives a move to another folder"""
    root = make_vault({"Cards/Insulin Resistance.md": EXAMPLE})
    first = build(root, Config(), NOW)
    export(first, tmp_path / "deck.apkg")
    (root / "Cards").rename(root / "Medicine")

    moved = build(root, Config(), NOW + 60)

    assert [note.guid for note in anki_notes(moved)] == [note.guid for note in anki_notes(first)]


def test_what_a_quote_hides_is_kept(make_vault: MakeVault, tmp_path: Path) -> None:
    """A renamed vault note changes no old quote, since what it hides was chosen once"""
    note = "---\nid: 1\n---\n> [!quote] [@x]\n> Insulin acts on glucose.\n"
    root = make_vault({"Insulin.md": note})
    first = build(root, Config(), NOW)
    export(first, tmp_path / "deck.apkg")
    (root / "Insulin.md").rename(root / "Glucose.md")

    [renamed] = build(root, Config(), NOW + 60).rendered

    assert renamed.identified.hidden == {1: ("Insulin",)}
    assert renamed.anki_note.guid == first.rendered[0].anki_note.guid


def test_a_quote_with_nothing_to_hide_is_counted(build_vault: BuildVault) -> None:
    """No flashcard, no message, a count"""
    built = build_vault({"a.md": "> [!quote] [@x]\n> Nothing of note.\n"})

    assert anki_notes(built) == []
    assert [each.reason for each in built.silent] == ["quotes with nothing to hide"]


def test_a_literature_notes_own_properties_are_the_fallback(build_vault: BuildVault) -> None:
    """Without a library the vault note about a work still names it"""
    built = build_vault(
        {
            "@doe2020.md": "---\ntitle: On Things\nauthor: Doe, Jane\nyear: 2020\n---\n",
            "a.md": "## Flashcards\nWhy? :: Because [@doe2020, p. 3].\n",
        }
    )

    [note] = anki_notes(built)
    assert built.diagnostics == ()
    assert "(Doe, 2020, p. 3)" in words(note.fields["Back"])


def test_an_unknown_citekey_is_exported_and_reported(build_vault: BuildVault) -> None:
    """The key stands on the card as written, and the author learns where"""
    built = build_vault({"a.md": "## Flashcards\nWhy? :: Because [@nobody].\n"})

    [note] = anki_notes(built)
    [diagnostic] = built.diagnostics
    assert "@nobody" in note.fields["Back"]
    assert str(diagnostic.span) == "a.md:2"
    assert diagnostic.code == "unknown-citekey"


def test_only_what_cites_a_corrected_work_changes(make_vault: MakeVault, tmp_path: Path) -> None:
    """A library rewritten with another abstract changes nothing, another title its citers"""
    cards = "## Flashcards\nOne? :: It [@pang2021].\nTwo? :: That.\n"
    root = make_vault({"a.md": cards, "b.bib": LIBRARY})
    export(build(root, Config(), NOW), tmp_path / "deck.apkg")

    make_vault({"b.bib": LIBRARY.replace("  date", "  abstract = {New},\n  date")})
    same = build(root, Config(), NOW + 60)
    make_vault({"b.bib": LIBRARY.replace("Homeostasis", "Homoeostasis")})
    corrected = build(root, Config(), NOW + 60)

    assert [change.kind for change in same.changes] == [ChangeKind.UNCHANGED] * 2
    assert [change.kind for change in corrected.changes] == [
        ChangeKind.UPDATED,
        ChangeKind.UNCHANGED,
    ]


def test_a_question_that_looks_like_the_second_of_another(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """`Q#2` beside two `Q` is an Anki note of its own, at the second export, too"""
    root = make_vault({"a.md": "## Flashcards\nQ :: a\nQ :: b\nQ#2 :: c\n"})
    export(build(root, Config(), NOW), tmp_path / "deck.apkg")

    again = build(root, Config(), NOW + 60)

    assert {change.kind for change in again.changes} == {ChangeKind.UNCHANGED}
    assert len({note.guid for note in anki_notes(again)}) == 3


def test_decks_that_differ_in_case_are_one(build_vault: BuildVault) -> None:
    """Anki would put both into the deck it saw first; so do we, and say the same name"""
    flashcard = "## Flashcards\n{} :: A\n"
    built = build_vault({"bio/a.md": flashcard.format("x"), "Bio/b.md": flashcard.format("y")})

    assert {note.deck for note in anki_notes(built)} == {"vault::Bio"}


def test_flashcards_false_opts_a_vault_note_out(build_vault: BuildVault) -> None:
    """The property silences the whole vault note"""
    built = build_vault({"a.md": "---\nflashcards: false\n---\n## Flashcards\nQ: Why?\n"})

    assert (built.rendered, built.diagnostics) == ((), ())


def test_a_switched_off_syntax_finds_nothing(make_vault: MakeVault) -> None:
    """`enabled = false` in the settings"""
    root = make_vault({"a.md": EXAMPLE})
    syntaxes = replace(Config().syntaxes, enabled=frozenset({"section"}))

    built = build(root, replace(Config(), syntaxes=syntaxes), NOW)

    assert [each.flashcard.syntax for each in built.rendered] == ["section"]


def test_a_failed_export_leaves_the_ledger_as_it_was(make_vault: MakeVault, tmp_path: Path) -> None:
    """What was not written is not remembered as written"""
    root = make_vault({"a.md": EXAMPLE})
    built = build(root, Config(), NOW)

    with pytest.raises(FlashcardsError):
        export(built, tmp_path / "missing" / "deck.apkg")

    assert not (root / ".flashcards" / "ledger.jsonl").exists()


def test_a_question_that_becomes_a_cloze_is_said_to(make_vault: MakeVault, tmp_path: Path) -> None:
    """Anki cannot turn one into the other: a new note, named for what it is, and a removal"""
    root = make_vault({"a.md": "## Flashcards\nThe heart pumps :: blood\n"})
    export(build(root, Config(), NOW), tmp_path / "deck.apkg")
    make_vault({"a.md": "## Flashcards\nThe heart pumps ==blood==.\n"})

    became = build(root, Config(), NOW + 60)

    assert [change.kind for change in became.changes] == [ChangeKind.KIND, ChangeKind.REMOVED]


def test_an_unknown_bare_citekey_counts_in_a_title_only(build_vault: BuildVault) -> None:
    """At the head of a quote `@nobody` names a work; in a sentence it may be anything"""
    title = build_vault({"a.md": "> [!quote] @nobody\n> It is ==so==.\n"})
    text = build_vault({"a.md": "> [!quote]\n> It is ==so==, says @nobody.\n"})

    assert [each.code for each in title.diagnostics] == ["unknown-citekey"]
    assert text.diagnostics == ()
