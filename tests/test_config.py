"""Settings: what is understood, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashcards.config import Config, load_config, parse_config
from flashcards.diagnostics import FlashcardsError
from flashcards.syntaxes import NAMES


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
        """
    )

    assert (config.vault_id, config.vault_name, config.root_deck) == ("i", "n", "A::B")
    assert (config.bibliography, config.ignore) == (("a.bib",), ("Templates",))
    assert config.include == ("Cards/**",)
    assert config.syntaxes.definition == "reversed"
    assert config.syntaxes.enabled == set(NAMES) - {"quote"}
    assert config.syntaxes.section_headings == ("Karten",)
    assert config.syntaxes.basic_separators == ("=>",)
    assert not config.syntaxes.highlights


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("root = 'x'", "no setting `root` in the top level", ""),
        ("root_dek = 'x'", "no setting `root_dek`", "did you mean `root_deck`?"),
        ("root_deck = 3", "`root_deck` in the top level must be a text in quotes, not 3", ""),
        ("root_deck = ''", "must be a text in quotes", ""),
        ("ignore = 'x'", "must be a list of texts", ""),
        ("ignore = [1]", "must be a list of texts", ""),
        ("[syntaxes.quotes]", "no syntax `quotes`", "did you mean `quote`?"),
        ("[syntaxes.quote]\nenabled = 'no'", "must be true or false", ""),
        ("[syntaxes.definition]\nbecomes = 'x'", '"basic" or "reversed" or "cloze"', ""),
        ("syntaxes = 3", "`syntaxes` must be a table", ""),
        ("syntaxes.quote = 3", "`syntaxes.quote` must be a table", ""),
        ("x = ", "not valid TOML", ""),
    ],
)
def test_a_mistake_is_named_with_what_was_expected(text: str, message: str, hint: str) -> None:
    """A setting that would be silently ignored is worse than none"""
    with pytest.raises(FlashcardsError) as raised:
        parse_config(text, "flashcards.toml")

    assert raised.value.message.startswith("flashcards.toml")
    assert message in raised.value.message
    assert hint in raised.value.hint
