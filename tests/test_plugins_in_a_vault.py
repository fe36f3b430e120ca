"""Flashcards of plugins, from the vault's own settings to Anki."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from msgspec.structs import replace

from flashcards.changes import ChangeKind
from flashcards.config import read_config
from flashcards.diagnostics import Severity
from flashcards.exporting import export
from flashcards.pipeline import Build, build

OSR = ".obsidian/plugins/obsidian-spaced-repetition/data.json"
PLUGINS = ".obsidian/community-plugins.json"
SETTINGS = json.dumps({"settings": {"flashcardTags": ["#review"], "singleLineCardSeparator": "=>"}})
VAULT: Mapping[str, str] = {
    PLUGINS: '["obsidian-spaced-repetition"]',
    OSR: SETTINGS,
    "Cells.md": "#review/biology\n\nPowerhouse of the cell=>Mitochondrion\n",
    "Prose.md": "No flashcard=>here\n",
}


def built(root: Path, now: int = NOW) -> Build:
    return build(root, read_config(root), now)


def exported(root: Path, package: Path, now: int = NOW) -> Build:
    result = built(root, now)
    export(result, package)
    return result


def questions(result: Build) -> list[str]:
    return [each.flashcard.question for each in result.rendered]


def kinds(result: Build) -> set[ChangeKind]:
    return {change.kind for change in result.changes}


def test_the_vaults_own_settings_are_enough(make_vault: MakeVault) -> None:
    """Tag and separator of the plugin's settings find its flashcards, in the deck of the tag"""
    result = built(make_vault(VAULT))

    assert questions(result) == ["Powerhouse of the cell"]
    assert [each.anki_note.deck for each in result.rendered] == ["biology"]


def test_a_plugin_that_was_switched_off_loses_nothing(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Whoever has moved to Anki and switches the plugin off keeps the flashcards there"""
    root = make_vault(VAULT)
    exported(root, tmp_path / "deck.apkg")
    (root / PLUGINS).write_text("[]", encoding="utf-8")
    after = built(root, NOW + 60)

    assert kinds(after) == {ChangeKind.UNCHANGED}
    assert [each.code for each in after.diagnostics] == ["plugin-kept"]


def test_the_author_may_end_it(make_vault: MakeVault, tmp_path: Path) -> None:
    """`enabled = false` is a decision: the flashcards are gone, and come back if it is undone"""
    root = make_vault(VAULT)
    exported(root, tmp_path / "deck.apkg")
    (root / PLUGINS).write_text("[]", encoding="utf-8")
    settings = root / "flashcards.toml"
    settings.write_text("[syntaxes.osr]\nenabled = false\n", encoding="utf-8")
    gone = build(root, read_config(root), NOW + 60)
    settings.write_text("[syntaxes.osr]\nenabled = true\n", encoding="utf-8")

    assert kinds(gone) == {ChangeKind.REMOVED}
    assert kinds(built(root, NOW + 120)) == {ChangeKind.UNCHANGED}


def test_two_plugins_read_one_line_once(make_vault: MakeVault) -> None:
    """Two plugins in one vault work together: a text makes one flashcard"""
    both = json.dumps(["obsidian-spaced-repetition", "flashcards-obsidian"])
    result = built(
        make_vault(
            {
                PLUGINS: both,
                "Cells.md": "#flashcards\n\nPowerhouse::Mitochondrion\n\n"
                "What is osmosis? #card\nWater moving.\n",
            }
        )
    )
    found = [(each.flashcard.syntax, each.flashcard.question) for each in result.rendered]

    assert found == [
        ("osr", "Powerhouse"),
        ("flashcards-obsidian", "What is osmosis?"),
    ]


TO_ANKI = ".obsidian/plugins/obsidian-to-anki-plugin/data.json"
IN_USE = {PLUGINS: '["obsidian-spaced-repetition", "obsidian-to-anki-plugin"]'}


@pytest.mark.parametrize(
    ("files", "place", "message"),
    [
        (
            {TO_ANKI: '{"settings": {"CUSTOM_REGEXPS": {"My type": "(a"}}}'},
            TO_ANKI,
            "the pattern of `My type` (CUSTOM_REGEXPS > My type) cannot be read: missing )",
        ),
        (
            {TO_ANKI: '{"settings": {"noteTypes": {"Basic": {"custom_regexp": "a::b"}}}}'},
            TO_ANKI,
            "the pattern of `Basic` (noteTypes > Basic) cannot be read: it has no group",
        ),
        (
            {
                TO_ANKI: '{"settings": {"CUSTOM_REGEXPS": {"Basic": "^(a)$"}}}',
                "flashcards.toml": "[syntaxes.obsidian-to-anki]\n"
                "styles = [{notetype = 'Basic', pattern = '(b'}]\n",
            },
            "flashcards.toml",
            "(syntaxes.obsidian-to-anki.styles > Basic) cannot be read: missing )",
        ),
        (
            {OSR: '{"settings": {"clozePatterns": ["==answer==", "__x__"]}}'},
            OSR,
            "`__x__` in `clozePatterns` hides nothing: no `answer` stands between two marks in it",
        ),
        (
            {"flashcards.toml": "[syntaxes.osr]\ncloze_patterns = ['==answer']\n"},
            "flashcards.toml",
            "`==answer` in `syntaxes.osr.cloze_patterns` hides nothing",
        ),
    ],
)
def test_a_broken_pattern_is_told_where_it_stands(
    make_vault: MakeVault, files: dict[str, str], place: str, message: str
) -> None:
    """Once for the vault, with the file and the setting that hold it"""
    result = built(make_vault({**IN_USE, **files, "a.md": "#flashcards\na::b\n", "b.md": "c\n"}))
    [told] = result.diagnostics

    assert (told.code, told.severity) == ("broken-pattern", Severity.ERROR)
    assert told.span.path == place
    assert message in told.message
    assert len(result.rendered) == 1


def test_what_a_section_has_keeps_its_guid_when_a_plugin_comes(make_vault: MakeVault) -> None:
    """A Flashcards section is read as before, whichever plugin is in use besides"""
    files = {"Cells.md": "## Flashcards\n#flashcards\n\nPowerhouse::Mitochondrion\n"}
    before = built(make_vault(files))
    after = built(make_vault({PLUGINS: '["obsidian-spaced-repetition"]', **files}))
    enabled = replace(after.ledger, plugins=frozenset())

    assert [each.anki_note.guid for each in after.rendered] == [
        each.anki_note.guid for each in before.rendered
    ]
    assert enabled == before.ledger
