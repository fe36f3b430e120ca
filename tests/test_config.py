"""Settings: what is understood, and what is said about the rest."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from flashcards.config import Config, load_config, parse_config
from flashcards.diagnostics import FlashcardsError
from flashcards.syntaxes import FolderRule, Style, SyntaxOptions
from flashcards.syntaxes._osr_options import OsrOptions


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    """A vault needs no settings"""
    assert load_config(tmp_path / "flashcards.toml") == Config()


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    """A mistyped --config is not silently ignored"""
    with pytest.raises(FlashcardsError, match="no settings file"):
        load_config(tmp_path / "x.toml", required=True)


def test_every_setting_is_read() -> None:
    """Each key of each table arrives where it belongs"""
    config = parse_config(
        """
        vault_id = "i"
        vault_name = "n"
        root_deck = "A::B"
        bibliography = ["a.bib"]
        ignore = ["Templates"]
        include = ["Cards/**"]

        [syntaxes.definition]
        becomes = "reversed"
        [syntaxes.quote]
        enabled = false
        [syntaxes.section]
        headings = ["Karten"]
        basic_separators = ["=>"]
        highlights = false
        curly = true
        end_marker = "+++"
        languages = ["de", "fr"]
        """
    )

    assert (config.vault_id, config.vault_name, config.root_deck) == ("i", "n", "A::B")
    assert (config.bibliography, config.ignore) == (("a.bib",), ("Templates",))
    assert config.include == ("Cards/**",)
    assert config.syntaxes.definition == "reversed"
    assert config.syntaxes.enabled == {"definition", "section"}
    assert config.syntaxes.section_headings == ("Karten",)
    assert config.syntaxes.basic_separators == ("=>",)
    assert not config.syntaxes.highlights
    assert config.syntaxes.section_curly_clozes
    assert config.syntaxes.end_marker == "+++"
    assert config.syntaxes.languages == ("de", "fr")
    assert config.obsidian_ignore


def test_the_options_of_plugins_are_read() -> None:
    """Texts, switches, numbers, lists of tables and tables of lists"""
    config = parse_config(
        """
        obsidian_ignore = false
        [syntaxes.osr]
        enabled = true
        tags = ["karten", "#mit/raute"]
        folders_as_decks = true
        end_marker = ""
        [syntaxes.flashcards-obsidian]
        version = 2
        tag = "#karte"
        [syntaxes.obsidian-to-anki]
        begin = "BEGIN"
        notetypes = {Basic = ["Front", "Back"]}
        folders = [{folder = "Bio", tags = ["life"]}]
        [[syntaxes.obsidian-to-anki.styles]]
        notetype = "Basic"
        pattern = '^Q: (.+)$'
        """
    )

    options = config.syntaxes
    assert not config.obsidian_ignore
    assert options.enabled == SyntaxOptions().enabled | {"osr"}
    assert options.osr == OsrOptions(tags=("karten", "mit/raute"), folders_as_decks=True)
    assert options.flashcards_obsidian.version == 2
    assert options.flashcards_obsidian.tag == "karte"
    assert options.obsidian_to_anki.begin == "BEGIN"
    assert options.obsidian_to_anki.notetypes == (("Basic", ("Front", "Back")),)
    assert options.obsidian_to_anki.folders == (FolderRule("Bio", tags=("life",)),)
    assert options.obsidian_to_anki.styles == (Style("Basic", "^Q: (.+)$"),)


def test_what_was_set_is_known() -> None:
    """So that it can be shown beside what it replaces"""
    config = parse_config("root_deck = 'A'\n[syntaxes.osr]\nenabled = false\ntags = ['x']")

    assert dict(config.given) == {
        "root_deck": "A",
        "syntaxes.osr.enabled": False,
        "syntaxes.osr.tags": ["x"],
    }
    assert config.decided == {"osr"}
    assert set(config.origins.values()) == {"flashcards.toml"}


def test_settings_go_over_what_is_there_already() -> None:
    """Key by key, also inside the options of one plugin"""
    base = parse_config("root_deck = 'A'\nignore = ['x']\n[syntaxes.osr]\ntags = ['a']")

    config = parse_config("root_deck = 'B'\n[syntaxes.osr]\nmarker = '!'", base=base)

    assert (config.root_deck, config.ignore) == ("B", ("x",))
    assert config.syntaxes.osr == OsrOptions(tags=("a",), marker="!")


def test_a_line_of_blanks_takes_no_time() -> None:
    """Where a key stands is found in time that grows with the file, whatever its lines hold"""
    text = f'{" " * 100_000}\nignore = """\n{"a " * 100_000}\n"""\nroot_deck = "A"\n'
    started = time.process_time()

    with pytest.raises(FlashcardsError, match=r"flashcards\.toml:2: `ignore`"):
        parse_config(text)

    assert time.process_time() - started < 2


def test_a_key_without_end_is_refused() -> None:
    """TOML's reader takes time with the square of a key's parts: such a line is not given to it"""
    with pytest.raises(FlashcardsError) as refused:
        parse_config(f"links = 'text'\n{'a.' * 100_000}a = 1\n")

    assert refused.value.message == (
        "flashcards.toml:2: this line has more than 2000 dots, and is not read"
    )
    several = '"a.md",\n' * 3000
    assert parse_config(f"ignore = [{several}]").ignore == ("a.md",) * 3000


@pytest.mark.parametrize("text", ["[" * 100_000, f"[{'9' * 5000}]"], ids=["brackets", "digits"])
def test_a_variable_without_end_is_told(text: str) -> None:
    """A hundred thousand brackets overflow nothing, nor do five thousand digits"""
    with pytest.raises(FlashcardsError, match="FLASHCARDS_IGNORE is not valid TOML"):
        parse_config("", environment={"FLASHCARDS_IGNORE": text})


def test_a_value_without_end_is_shown_in_part() -> None:
    """A number that Python refuses to write in decimals, and a hundred thousand letters"""
    for value in (f"0x{'f' * 100_000}", f'"{"f" * 100_000}"'):
        with pytest.raises(FlashcardsError, match="`links` in the top level must be") as refused:
            parse_config(f"links = {value}")
        assert len(refused.value.message) < 300
        assert refused.value.message.endswith("fff…")
