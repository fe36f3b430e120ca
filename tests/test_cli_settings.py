"""`flashcards settings`: what stands where, what it means, and what goes before it."""

from __future__ import annotations

import json
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


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flashcards", "settings", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_settings_of_a_vault_by_file(make_vault: MakeVault) -> None:
    """Aligned, with their meaning; then which syntaxes are read, and why"""
    result = run(make_vault(VAULT))

    assert result.stdout == (
        ".obsidian/app.json\n"
        '  userIgnoreFilters  ["Old/"]  vault notes that Obsidian leaves out are not read\n'
        ".obsidian/plugins/obsidian-spaced-repetition/data.json\n"
        '  flashcardTags            ["#karten"]  flashcards are where these tags are\n'
        '  singleLineCardSeparator  "=>"         '
        'flashcards.toml says otherwise: syntaxes.osr.separator = "->"\n'
        ".obsidian/plugins/obsidian-to-anki-plugin/data.json  (switched off in Obsidian)\n"
        '  CUSTOM_REGEXPS  {"Basic": "^Q: (.+)$"}  patterns of flashcards\n'
        "flashcards.toml\n"
        '  root_deck               "Memory"\n'
        '  syntaxes.osr.separator  "->"\n'
        "syntaxes\n"
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
    """One object for each setting, then one for each syntax; other programs rely on the keys"""
    lines = [json.loads(line) for line in run(make_vault(VAULT), "--json").stdout.splitlines()]

    assert lines[2] == {
        "file": OSR,
        "key": "singleLineCardSeparator",
        "value": "=>",
        "meaning": "between question and answer",
        "override": "syntaxes.osr.separator",
        "overridden_by": "->",
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

    assert "  osr                  off  flashcards.toml says so\n" in result.stdout
    assert "Memory" not in result.stdout
