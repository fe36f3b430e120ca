"""`flashcards init`: the first settings file of a vault."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import MakeVault, copy_of_sample
from terminal import at_a_terminal
from test_cli import GOOD, run

from flashcards.config import parse_config
from flashcards.config.schema import FILE as SCHEMA

VAULT = {
    **GOOD,
    "Bio/a.md": "",
    "Bio/b.md": "",
    "Drafts/c.md": "",
    "library.bib": "@book{a, title={T}}",
    "Zotero/works.json": '[{"id": "b", "type": "book", "title": "T"}]',
    ".obsidian/community-plugins.json": '["obsidian-spaced-repetition"]',
    ".obsidian/plugins/obsidian-spaced-repetition/data.json": '{"settings": {}}',
    ".obsidian/plugins/flashcards-obsidian/data.json": "{}",
}

windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")


def test_what_is_found_stands_in_the_file(make_vault: MakeVault) -> None:
    """Folders, libraries, plugins; and it changes nothing"""
    root = make_vault(VAULT)
    before = run("list", root, "--json").stdout

    result = run("init", root, "--yes")

    text = (root / "flashcards.toml").read_text("utf-8")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{root / 'flashcards.toml'}: 0 settings set, all others")
    assert "# Vault notes: 4\n#   in Bio (2), (top of the vault) (1), Drafts (1)\n" in text
    assert "# Libraries: Zotero/works.json, library.bib\n" in text
    assert "obsidian-spaced-repetition (in use), flashcards-obsidian (switched off)\n" in text
    assert '# root_deck = "vault" ' in text
    assert run("list", root, "--json").stdout == before


def test_editors_find_the_schema(make_vault: MakeVault, tmp_path: Path) -> None:
    """With the vault, so that it is there on every computer; else with the program"""
    root = make_vault(GOOD)

    run("init", root, "--yes")
    run("init", root, "--yes", "--config", tmp_path / "other.toml")

    first = (root / "flashcards.toml").read_text("utf-8").splitlines()[0]
    place = first.removeprefix("#:schema ")
    assert json.loads((root / place).read_text("utf-8")) == json.loads(SCHEMA.read_text("utf-8"))
    elsewhere = (tmp_path / "other.toml").read_text("utf-8").splitlines()[0]
    assert elsewhere == f"#:schema {SCHEMA.as_uri()}"


def test_libraries_may_be_named_at_once(make_vault: MakeVault, tmp_path: Path) -> None:
    """As they count from the vault, so that it may be moved"""
    root = make_vault(VAULT)

    run("init", root, "--yes", "-b", root / "library.bib", "-b", tmp_path / "other.bib")

    config = parse_config((root / "flashcards.toml").read_text("utf-8"))
    assert config.bibliography == ("library.bib", str(tmp_path / "other.bib"))


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """But what a new one would say can be seen"""
    root = copy_of_sample(tmp_path)
    before = (root / "flashcards.toml").read_bytes()

    refused, shown = run("init", root, "--yes"), run("init", root, "--dry-run")

    assert refused.returncode == 2
    assert "there is a settings file already, which is left as it is" in refused.stderr
    assert shown.stdout.startswith("#:schema ./.flashcards/settings.schema.json\n")
    assert (root / "flashcards.toml").read_bytes() == before


def test_without_a_terminal_it_does_not_wait_for_answers(make_vault: MakeVault) -> None:
    """A script says --yes"""
    result = run("init", make_vault(GOOD))

    assert result.returncode == 2
    assert "--yes" in result.stderr


@windows
def test_at_a_terminal_it_asks_what_vaults_differ_in(make_vault: MakeVault) -> None:
    """What is answered as it holds anyway is not set; a slip is asked again"""
    root = make_vault(VAULT)
    answers = ["::", "Medicine", "n", "n", "y", "n", "", "Draft", "Drafts"]

    shown, code = at_a_terminal(["init", root], "\n".join(answers) + "\n")

    assert code == 0, shown
    assert run("list", root).stdout.split()[-1] == "Medicine"
    assert "Read all of them, and those that come" in shown
    assert "obsidian-spaced-repetition is in use: read its flashcards [Y/n]" in shown
    assert "flashcards-obsidian is switched off: read its flashcards [y/N]" in shown
    assert "there is no folder Draft at the top of the vault" in shown
    text = (root / "flashcards.toml").read_text("utf-8")
    assert parse_config(text).given == {
        "root_deck": "Medicine",
        "bibliography": ["library.bib"],
        "ignore": ["Drafts/**"],
        "syntaxes.osr.enabled": False,
    }


@windows
def test_leaving_in_the_middle_writes_nothing(make_vault: MakeVault) -> None:
    """The end of all input at a question, as Ctrl-D says"""
    root = make_vault(GOOD)

    shown, code = at_a_terminal(["init", root], "\x04")

    assert code == 130, shown
    assert not (root / "flashcards.toml").exists()


def test_a_place_that_cannot_be_written(make_vault: MakeVault, tmp_path: Path) -> None:
    """The message says why, and what to do for a vault that is read-only"""
    result = run("init", make_vault(GOOD), "--yes", "--config", tmp_path / "no" / "other.toml")

    assert result.returncode == 2
    assert "other.toml: no such file or directory" in result.stderr
    assert "--config names another place" in result.stderr
