"""Settings: what is understood, and what is said about the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flashcards.config import Config, load_config, parse_config
from flashcards.config.citations import CITATIONS, CitationOptions
from flashcards.config.tables import TOP, table_of
from flashcards.diagnostics import FlashcardsError
from flashcards.syntaxes import NAMES, FolderRule, Style, SyntaxOptions
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


def test_settings_go_over_what_is_there_already() -> None:
    """Key by key, also inside the options of one plugin"""
    base = parse_config("root_deck = 'A'\nignore = ['x']\n[syntaxes.osr]\ntags = ['a']")

    config = parse_config("root_deck = 'B'\n[syntaxes.osr]\nmarker = '!'", base=base)

    assert (config.root_deck, config.ignore) == ("B", ("x",))
    assert config.syntaxes.osr == OsrOptions(tags=("a",), marker="!")


def test_every_key_is_documented_with_its_default() -> None:
    """docs/settings.md can be pasted, changes nothing, and leaves nothing out"""
    page = (Path(__file__).parent.parent / "docs/settings.md").read_text("utf-8")
    blocks = "\n".join(re.findall(r"```toml\n(.*?)```", page, re.DOTALL))

    shown = parse_config(blocks)

    assert shown.syntaxes == SyntaxOptions()
    assert shown.citations == CitationOptions()
    known = {f"syntaxes.{name}.{key}" for name in NAMES for key in table_of(name).checks}
    known |= {f"citations.{key}" for key in CITATIONS}
    assert shown.given.keys() == known
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == TOP.keys()


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
        ("citations = 3", "`citations` must be a table", ""),
        ("[citations]\nlink = []", "no setting `link` in [citations]", "did you mean `links`?"),
        ("[citations]\nlinks = ['doy']", "must be a list, out of doi, url, zotero", ""),
        ("[citations]\nstyle = 3", "`style` in [citations] must be a text", ""),
        ("[citations]\nstyle_fallback = 1", "must be true or false", ""),
        ("syntaxes = 3", "`syntaxes` must be a table", ""),
        ("syntaxes.quote = 3", "`syntaxes.quote` must be a table", ""),
        ("x = ", "not valid TOML", ""),
        ("obsidian_ignore = 'no'", "must be true or false", ""),
        ("[syntaxes.section]\nlanguages = ['xx']", "must be a list of codes, out of ", ""),
        ("[syntaxes.section]\nend_marker = 3", 'a text in quotes, or ""', ""),
        ("[syntaxes.osr]\ntag = 'x'", "no setting `tag`", "did you mean `tags`?"),
        ("[syntaxes.osr]\ntags = 'x'", "`tags` in [syntaxes.osr] must be a list of texts", ""),
        ("[syntaxes.osr]\nmarker = ''", "must be a text in quotes, not ''", ""),
        ("[syntaxes.flashcards-obsidian]\nversion = 3", "must be 1 or 2, not 3", ""),
        ("[syntaxes.flashcards-obsidian]\nversion = true", "must be 1 or 2, not True", ""),
        ("[syntaxes.obsidian-to-anki]\nstyles = 'x'", "a list of tables, such as [{notety", ""),
        ("[syntaxes.obsidian-to-anki]\nstyles = [3]", "tables with the keys notetype, pattern", ""),
        (
            "[syntaxes.obsidian-to-anki]\nstyles = [{notetype = 'x'}]",
            "tables with the keys notetype, pattern",
            "",
        ),
        (
            "[[syntaxes.obsidian-to-anki.styles]]\nnotetype = 'x'\npattern = 3",
            "whose `pattern` is a text in quotes",
            "",
        ),
        (
            "[[syntaxes.obsidian-to-anki.styles]]\nnotetype = 'x'\nregexp = 'x'",
            "tables with the keys notetype, pattern",
            "",
        ),
        ("[syntaxes.obsidian-to-anki]\nnotetypes = []", "must be a table", ""),
        ("[syntaxes.obsidian-to-anki]\nnotetypes = {x = 'y'}", "must be a list of texts", ""),
    ],
)
def test_a_mistake_is_named_with_what_was_expected(text: str, message: str, hint: str) -> None:
    """A setting that would be silently ignored is worse than none"""
    with pytest.raises(FlashcardsError) as raised:
        parse_config(text, "flashcards.toml")

    assert raised.value.message.startswith("flashcards.toml")
    assert message in raised.value.message
    assert hint in raised.value.hint
