"""`flashcards settings`: what stands where, what it means, and what goes before it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from conftest import MakeVault

OSR = ".obsidian/plugins/obsidian-spaced-repetition/data.json"
TO_ANKI = ".obsidian/plugins/obsidian-to-anki-plugin/data.json"

VAULT = {
    ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"], "vimMode": true}',
    ".obsidian/community-plugins.json": '["dataview", "obsidian-spaced-repetition"]',
    OSR: '{"settings": {"flashcardTags": ["#karten"], "singleLineCardSeparator": "=>"}}',
    TO_ANKI: '{"settings": {"CUSTOM_REGEXPS": {"Basic": "^Q: (.+)$", "Cloze": ""}}}',
    "flashcards.toml": 'root_deck = "Memory"\n[syntaxes.osr]\nseparator = "->"\n',
    "a.md": "",
}


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: text for name, text in os.environ.items() if not name.startswith("FLASHCARDS_")}
    return subprocess.run(
        [sys.executable, "-m", "flashcards", "settings", *map(str, arguments)],
        env={**plain, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_settings_of_a_vault_by_file(make_vault: MakeVault) -> None:
    """Aligned, with their meaning; then which syntaxes are read, and why"""
    result = run(make_vault(VAULT))

    found, _, others = result.stdout.partition("settings\n")
    ours, _, syntaxes = others.partition("\nsyntaxes\n")
    assert found == (
        ".obsidian/app.json\n"
        '  userIgnoreFilters  ["Old/"]  vault notes that Obsidian leaves out are not read\n'
        ".obsidian/plugins/obsidian-spaced-repetition/data.json\n"
        '  flashcardTags            ["#karten"]  flashcards are where these tags are\n'
        '  singleLineCardSeparator  "=>"         '
        'flashcards.toml says otherwise: syntaxes.osr.separator = "->"\n'
        ".obsidian/plugins/obsidian-to-anki-plugin/data.json  (switched off in Obsidian)\n"
        '  CUSTOM_REGEXPS  {"Basic": "^Q: (.+)$"}  patterns of flashcards\n'
    )
    rows = [line.split() for line in ours.splitlines()]
    assert ["root_deck", '"Memory"', "flashcards.toml"] in rows
    assert ["vault_name", '"vault"', "the", "folder's", "name"] in rows
    assert ["separator", '"->"', "flashcards.toml"] in rows
    assert ["tags", '["karten"]', OSR] in rows
    assert ["bold", "true", "default"] in rows
    assert syntaxes == (
        "  definition           on\n"
        "  flashcards-obsidian  off\n"
        "      flashcards-obsidian is not installed; `[syntaxes.flashcards-obsidian]` with"
        " `enabled = true` reads its forms\n"
        "  obsidian-to-anki     off\n"
        "      obsidian-to-anki-plugin is switched off in Obsidian; `[syntaxes.obsidian-to-anki]`"
        " with `enabled = true` reads its forms\n"
        "  osr                  on   obsidian-spaced-repetition is in use\n"
        "  quote                on\n"
        "  section              on\n"
    )
    assert (result.stderr, result.returncode) == ("", 0)


def test_the_settings_as_json(make_vault: MakeVault) -> None:
    """One object for each setting and each syntax; other programs rely on the keys"""
    lines = [json.loads(line) for line in run(make_vault(VAULT), "--json").stdout.splitlines()]

    assert lines[2] == {
        "file": OSR,
        "key": "singleLineCardSeparator",
        "value": "=>",
        "meaning": "between question and answer",
        "override": "syntaxes.osr.separator",
        "overridden_by": "->",
    }
    [ours] = [line for line in lines if line.get("setting") == "syntaxes.osr.separator"]
    assert ours == {
        "setting": "syntaxes.osr.separator",
        "value": "->",
        "default": "::",
        "origin": "flashcards.toml",
        "variable": "FLASHCARDS_SYNTAXES_OSR_SEPARATOR",
        "text": "between question and answer on one line",
    }
    syntaxes = [line for line in lines if "syntax" in line]
    assert [line["syntax"] for line in syntaxes if line["enabled"]] == [
        "definition",
        "osr",
        "quote",
        "section",
    ]
    assert all(list(line) == ["syntax", "enabled", "why"] for line in syntaxes)


def test_what_is_wrong_with_settings_stands_apart(make_vault: MakeVault) -> None:
    """On the error stream, with what to do; the rest is shown all the same"""
    result = run(make_vault({**VAULT, ".obsidian/app.json": "{"}))

    assert result.stderr.startswith(".obsidian/app.json:1: warning: this is not valid JSON")
    assert result.stdout.startswith(OSR)
    assert result.returncode == 0


def test_other_settings_may_be_named(make_vault: MakeVault, tmp_path: Path) -> None:
    """--config goes before the vault's own flashcards.toml"""
    (tmp_path / "other.toml").write_text("[syntaxes.osr]\nenabled = false\n", encoding="utf-8")

    result = run(make_vault(VAULT), "--config", tmp_path / "other.toml")

    assert "  osr                  off  other.toml says so\n" in result.stdout
    assert "Memory" not in result.stdout


def test_the_environment_and_options_are_named(make_vault: MakeVault, tmp_path: Path) -> None:
    """Also variables that stand for options, and those that set nothing"""
    (tmp_path / "other.toml").write_text("links = 'text'\n", encoding="utf-8")
    (tmp_path / "a.bib").write_text("", encoding="utf-8")

    result = run(
        make_vault(VAULT),
        "-b",
        tmp_path / "a.bib",
        FLASHCARDS_CONFIG=str(tmp_path / "other.toml"),
        FLASHCARDS_MEDIA_LARGEST="7",
        FLASHCARDS_FRIEND="x",
    )

    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["links", '"text"', "other.toml"] in rows
    assert ["largest", "7", "FLASHCARDS_MEDIA_LARGEST"] in rows
    assert any(row[0] == "bibliography" and row[-1] == "--bibliography" for row in rows)
    assert result.stderr == "FLASHCARDS_FRIEND begins as our variables do, and sets nothing\n"


def test_names_that_were_chosen_at_the_first_export(make_vault: MakeVault, tmp_path: Path) -> None:
    """They are kept when the folder is called otherwise"""
    root = make_vault({"a.md": "## Flashcards\na :: b\n"})
    export = [sys.executable, "-m", "flashcards", "export", str(root), str(tmp_path / "d.apkg")]
    subprocess.run(export, check=True, capture_output=True)
    root.rename(tmp_path / "renamed")

    rows = [line.split() for line in run(tmp_path / "renamed").stdout.splitlines()]

    assert ["root_deck", '"vault"', "the", "first", "export"] in rows


def test_the_schema_needs_no_vault() -> None:
    """`settings --schema` prints what is shipped"""
    assert json.loads(run("--schema").stdout)["properties"]["root_deck"]["type"] == "string"
