"""Wrong settings: what is said about each, whole, in a golden file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from flashcards.config import parse_config
from flashcards.diagnostics import FlashcardsError

STYLES = "[[syntaxes.obsidian-to-anki.styles]]"

FILES = {
    "no TOML": "root_deck = \n",
    "a key twice": 'root_deck = "a"\nroot_deck = "b"\n',
    "a mistyped key": 'ignore = []\nroot_dek = "x"\n',
    "an unknown key": "colour = 3\n",
    "a key of another table": 'callouts = ["fact"]\n',
    "a mistyped key in a table": "\n[citations]\nlink = []\n",
    "a mistyped table": "[citation]\nlinks = []\n",
    "a mistyped table of a syntax": "[syntaxes.quotes]\n",
    "an unknown table": "[xyz]\n",
    "a number for a text": "root_deck = 3\n",
    "an empty text": 'vault_name = " "\n',
    "a deck without a name": 'root_deck = "::"\n',
    "a text for a list": 'ignore = "Drafts"\n',
    "a list of numbers": "ignore = [1]\n",
    "a text for a switch": '[syntaxes.quote]\nbold = "no"\n',
    "a number for a switch": "[citations]\nstyle_fallback = 1\n",
    "a value that is none of those": '[syntaxes.definition]\nbecomes = "both"\n',
    "a switch for a number": "[syntaxes.flashcards-obsidian]\nversion = true\n",
    "a number out of bounds": "[export]\nremoved_share = 20\n",
    "a fraction for a whole number": "[media]\nlargest = 1.5\n",
    "a text for a number": '[preview]\nport = "80"\n',
    "a member that is none of those": '[citations]\nlinks = ["doy"]\n',
    "a language that is not known": '[syntaxes.section]\nlanguages = ["xx"]\n',
    "a value for a table": "citations = 3\n",
    "a value for the tables of syntaxes": "syntaxes = 3\n",
    "a value for the table of a syntax": "syntaxes.quote = 3\n",
    "a text for a list of tables": '[syntaxes.obsidian-to-anki]\nstyles = "x"\n',
    "a list of texts for tables": '[syntaxes.obsidian-to-anki]\nstyles = ["x"]\n',
    "a table without a key it needs": f'{STYLES}\nnotetype = "x"\n',
    "a table with a wrong value": f'{STYLES}\nnotetype = "x"\npattern = 3\n',
    "a table with an unknown key": f'{STYLES}\nnotetype = "x"\nregexp = "x"\n',
    "a list for a table": "[syntaxes.obsidian-to-anki]\nnotetypes = []\n",
    "a table of wrong values": '[syntaxes.obsidian-to-anki]\nnotetypes = {x = "y"}\n',
    "a date for a text": "css = 2025-06-15\n",
}

VARIABLES = {
    "a mistyped variable": {"FLASHCARDS_ROOT_DEK": "x"},
    "a mistyped variable of a command": {"FLASHCARDS_LEDGR": "x"},
    "a variable with no deck": {"FLASHCARDS_ROOT_DECK": "::"},
    "a variable that is no switch": {"FLASHCARDS_OBSIDIAN_IGNORE": "maybe"},
    "a variable that is no number": {"FLASHCARDS_MEDIA_LARGEST": "many"},
    "a variable with a list that is none": {"FLASHCARDS_IGNORE": '["a'},
}


def said(text: str, environment: Mapping[str, str]) -> str:
    with pytest.raises(FlashcardsError) as raised:
        parse_config(text, "vault/flashcards.toml", environment=environment)
    hint = f"\n    {raised.value.hint}" if raised.value.hint else ""
    return f"{raised.value.message}{hint}"


def test_each_mistake_is_named_with_what_was_expected(golden: Callable[[str, str], None]) -> None:
    """File and line, table and key, what was expected, and the nearest name that exists"""
    wrong = {name: (text, {}) for name, text in FILES.items()}
    wrong |= {name: ("", dict(environment)) for name, environment in VARIABLES.items()}

    golden(
        "wrong_settings.txt",
        "\n\n".join(f"-- {name}\n{said(*each)}" for name, each in wrong.items()) + "\n",
    )


def test_a_mistake_counts_even_where_another_value_goes_before_it() -> None:
    """Else it would come to light when somebody takes away the variable"""
    assert "`root_deck`" in said("root_deck = 3", {"FLASHCARDS_ROOT_DECK": "x"})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# x\n\n[syntaxes . 'quote']\nbolt = true", 4),
        ("syntaxes.quote.bolt = true", 1),
        ("\nsyntaxes = {quote = {bolt = true}}", 2),
        ("[syntaxes.quote]\nbold = true\n\n'bolt' = true", 4),
    ],
)
def test_the_line_is_found_however_toml_is_written(text: str, line: int) -> None:
    """Headers, dotted keys, quoted keys; an inline table is the line of its own"""
    assert said(text, {}).startswith(f"vault/flashcards.toml:{line}: there is no setting `bolt`")
