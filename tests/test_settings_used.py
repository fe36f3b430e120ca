"""What settings of commands and of limits do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MakeVault
from test_cli import GOOD, run

WARNING = {"a.md": "## Flashcards\nQ: Why?\n"}


def many(count: int) -> dict[str, str]:
    lines = "".join(f"question {n} :: answer {n}\n" for n in range(count))
    return {"a.md": f"## Flashcards\n{lines}"}


def test_a_check_can_always_be_strict(make_vault: MakeVault) -> None:
    """By settings, unless the command says otherwise"""
    root = make_vault({**WARNING, "flashcards.toml": "[check]\nstrict = true\n"})

    assert run("check", root).returncode == 1
    assert run("check", root, "--no-strict").returncode == 0
    assert run("check", root, FLASHCARDS_CHECK_STRICT="no").returncode == 0


@pytest.mark.parametrize("cache", [(), ("--no-cache",)])
def test_how_much_may_be_gone_is_a_setting(
    make_vault: MakeVault, tmp_path: Path, cache: tuple[str, ...]
) -> None:
    """Share and count, whether everything is exported or only what changed"""
    root, deck = make_vault(many(20)), tmp_path / "deck.apkg"
    run("export", root, deck, *cache)
    make_vault(many(9))

    refused = run("export", root, deck, *cache)
    by_share = run("export", root, deck, *cache, FLASHCARDS_EXPORT_REMOVED_SHARE="0.1")
    by_count = run("diff", root, *cache, FLASHCARDS_EXPORT_REMOVED_COUNT="12")
    allowed = run("export", root, deck, *cache, FLASHCARDS_EXPORT_REMOVED_SHARE="0.6")

    assert (refused.returncode, by_share.returncode, allowed.returncode) == (2, 2, 0)
    assert "11 of 20 flashcards are gone" in refused.stderr
    assert "would stop" not in by_count.stderr


def test_how_large_media_may_be_is_a_setting(make_vault: MakeVault) -> None:
    """What is larger is reported and left out"""
    root = make_vault(
        {
            "a.md": "## Flashcards\nWhat? :: ![[a.mp3]]\n",
            "a.mp3": b"x" * 2_000_000,
            "flashcards.toml": "[media]\nlargest = 1\n",
        }
    )

    assert "2 MB, more than 1 MB" in run("check", root).stdout
    assert "MB" not in run("check", root, FLASHCARDS_MEDIA_LARGEST="2").stdout


def test_options_of_every_command_may_be_variables(make_vault: MakeVault, tmp_path: Path) -> None:
    """For a job that is written once"""
    root, ledger = make_vault(GOOD), tmp_path / "memory.jsonl"
    environment = {"FLASHCARDS_LEDGER": str(ledger), "FLASHCARDS_QUIET": "1"}

    result = run("export", root, tmp_path / "deck.apkg", **environment)

    assert (result.stdout, result.returncode) == ("", 0)
    assert ledger.exists()
    assert not (root / ".flashcards").exists()


def test_a_variable_goes_before_what_was_remembered(make_vault: MakeVault, tmp_path: Path) -> None:
    """An export that found nothing changed is another export if a variable is another"""
    root, deck = make_vault(GOOD), tmp_path / "deck.apkg"
    run("export", root, deck)
    before = deck.read_bytes()

    run("export", root, deck, FLASHCARDS_LINKS="text", FLASHCARDS_ROOT_DECK="Other")

    assert deck.read_bytes() != before
    assert "Other" in run("list", root, FLASHCARDS_ROOT_DECK="Other").stdout


def test_the_browser_is_opened_as_the_settings_say(make_vault: MakeVault, tmp_path: Path) -> None:
    """Always, or never, or at a terminal; an option goes before"""
    root = make_vault({**GOOD, "flashcards.toml": '[preview]\nopen = "always"\n'})
    page = tmp_path / "page.html"
    script = (
        "import sys, webbrowser, flashcards.cli as cli\n"
        "webbrowser.open = lambda url: print('opened', url)\n"
        "cli.main()"
    )
    words = [sys.executable, "-c", script, "preview", str(root), "-q", "-o", str(page)]

    opened = subprocess.run(words, capture_output=True, text=True, check=True)
    left = subprocess.run([*words, "--no-open"], capture_output=True, text=True, check=True)

    assert (opened.stdout, left.stdout) == (f"opened {page.resolve().as_uri()}\n", "")


def test_a_port_of_the_settings(make_vault: MakeVault) -> None:
    """One that is taken is named"""
    result = run("preview", make_vault(GOOD), "--serve", FLASHCARDS_PREVIEW_PORT="70000")

    assert result.returncode == 2
    assert "FLASHCARDS_PREVIEW_PORT must be a whole number from 0 to 65535" in result.stderr
