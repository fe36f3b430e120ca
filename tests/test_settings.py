"""One description of all settings: reading, the environment, the schema and the page agree."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import MakeVault
from msgspec import Struct
from test_wrong_settings import FILES

from flashcards.config import Config, parse_config, read_config
from flashcards.config.environment import not_settings, variables
from flashcards.config.schema import FILE, schema_text
from flashcards.config.shown import Shown, settings_of
from flashcards.config.tables import TABLES
from flashcards.config.template import reference_lines, template_lines
from flashcards.config.toml import toml_value
from flashcards.syntaxes import NAMES, SyntaxOptions

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/settings.md"
_EVERY = re.compile(r"(?<=<!-- every setting: )([^\n]*-->\n```toml\n)(.*?)(?=```)", re.DOTALL)


def shown(config: Config) -> dict[str, Shown]:
    names = dict.fromkeys(("vault_name", "root_deck", "vault_id"), ("v", "the folder's name"))
    return {each.key: each for each in settings_of(config, names)}


def test_every_setting_is_documented_with_its_default(request: pytest.FixtureRequest) -> None:
    """docs/settings.md has what the description says, line by line"""
    page = PAGE.read_text("utf-8")
    lines = "\n".join(reference_lines())
    if request.config.getoption("--update-golden"):
        page = _EVERY.sub(lambda match: match[1] + lines, page)
        PAGE.write_text(page, "utf-8")

    found = _EVERY.search(page)

    assert found is not None
    assert found[2] == lines


def test_what_is_documented_changes_nothing() -> None:
    """The page can be pasted whole"""
    config = parse_config("\n".join(reference_lines()))

    assert config.syntaxes == SyntaxOptions()
    assert {key for key, each in shown(config).items() if each.value != each.default} == {
        "vault_name",
        "root_deck",
        "vault_id",
    }


def test_every_syntax_and_every_part_of_the_settings_has_a_table() -> None:
    """None can be forgotten"""
    assert {each.syntax for each in TABLES.values()} == {"", *NAMES}
    config = Config()
    parts = {each for each in Config.__struct_fields__ if isinstance(getattr(config, each), Struct)}
    assert {each.part[0] for each in TABLES.values() if each.part} == parts - {"obsidian"}


def test_every_option_is_a_setting() -> None:
    """Each field of each part of the settings is the place of one key"""
    for table in TABLES.values():
        owner: Any = Config()
        for part in table.part:
            owner = getattr(owner, part)
        fields = set(owner.__struct_fields__)
        if table.part and table.part != ("syntaxes",):
            assert fields == {each.field for each in table.keys.values()} - {"enabled"}
        assert {each.field for each in table.keys.values()} <= {*fields, "enabled"}


def test_the_shipped_schema_is_that_of_the_description(request: pytest.FixtureRequest) -> None:
    """Editors complete what is read"""
    if request.config.getoption("--update-golden"):
        FILE.write_text(schema_text(), "utf-8")

    assert FILE.read_text("utf-8") == schema_text()


def check(values: object) -> None:
    schema = json.loads(FILE.read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    jsonschema.Draft4Validator(schema).validate(values)


def documented() -> Iterator[object]:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for number, block in enumerate(
            re.findall(r"```toml\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
        ):
            yield pytest.param(block, id=f"{path.name}-{number}")
    yield pytest.param((ROOT / "sample_vault/flashcards.toml").read_text("utf-8"), id="sample")


@pytest.mark.parametrize("text", list(documented()))
def test_the_schema_takes_what_the_reader_takes(text: str) -> None:
    """Every example of the documentation is right for both"""
    check(tomllib.loads(text))
    parse_config(text)


UNSAYABLE = {"no TOML", "a key twice"}


@pytest.mark.parametrize("name", sorted(FILES.keys() - UNSAYABLE))
def test_the_schema_refuses_what_the_reader_refuses(name: str) -> None:
    """An editor underlines what would stop the run"""
    with pytest.raises(jsonschema.ValidationError):
        check(tomllib.loads(FILES[name]))


@pytest.mark.parametrize(
    ("variable", "text", "key", "value"),
    [
        ("FLASHCARDS_ROOT_DECK", "Bio::Cells", "root_deck", "Bio::Cells"),
        ("FLASHCARDS_IGNORE", "Drafts/**", "ignore", ["Drafts/**"]),
        ("FLASHCARDS_IGNORE", '["a", "b"]', "ignore", ["a", "b"]),
        ("FLASHCARDS_OBSIDIAN_IGNORE", "no", "obsidian_ignore", False),
        ("FLASHCARDS_CHECK_STRICT", "1", "check.strict", True),
        ("FLASHCARDS_EXPORT_REMOVED_SHARE", "0.5", "export.removed_share", 0.5),
        ("FLASHCARDS_MEDIA_LARGEST", "5", "media.largest", 5),
        ("FLASHCARDS_SYNTAXES_OSR_ENABLED", "yes", "syntaxes.osr.enabled", True),
        (
            "FLASHCARDS_SYNTAXES_FLASHCARDS_OBSIDIAN_VERSION",
            "2",
            "syntaxes.flashcards-obsidian.version",
            2,
        ),
        (
            "FLASHCARDS_SYNTAXES_OBSIDIAN_TO_ANKI_NOTETYPES",
            '{Basic = ["Front"]}',
            "syntaxes.obsidian-to-anki.notetypes",
            {"Basic": ["Front"]},
        ),
    ],
)
def test_every_kind_of_setting_can_be_a_variable(
    variable: str, text: str, key: str, value: object
) -> None:
    """Texts stand as they are, one text may be a list, all else is as in the file"""
    found = shown(parse_config("", environment={variable: text}))[key]

    assert (found.value, found.origin, found.variable) == (value, variable, variable)


def test_no_two_settings_have_one_variable() -> None:
    """`-`, `.` and `_` become the same character"""
    assert len(variables()) == sum(len(each.keys) for each in TABLES.values())


def test_an_empty_variable_says_nothing() -> None:
    """As in CI, where a variable that is not given is empty"""
    assert parse_config("links = 'text'", environment={"FLASHCARDS_LINKS": ""}).links == "text"


def test_a_variable_of_another_program_does_no_harm() -> None:
    """It is named where one looks for it"""
    environment = {"FLASHCARDS_TOKEN": "x", "FLASHCARDS_LEDGER": "y", "FLASHCARDS_LINKS": "text"}

    assert parse_config("", environment=environment).links == "text"
    assert not_settings(environment) == ("FLASHCARDS_TOKEN",)


def test_the_order_of_what_goes_before_what(make_vault: MakeVault) -> None:
    """An option, the environment, the file, the vault's own settings, the default"""
    plugin = ".obsidian/plugins/obsidian-spaced-repetition/data.json"
    own = {
        "flashcardTags": ["#own"],
        "singleLineCardSeparator": "=>",
        "multilineCardSeparator": "!",
    }
    root = make_vault(
        {
            plugin: json.dumps({"settings": own}),
            "flashcards.toml": "root_deck = 'file'\n"
            "[syntaxes.osr]\ntags = ['file']\nmarker = '-'\n",
        }
    )
    environment = {"FLASHCARDS_ROOT_DECK": "environment", "FLASHCARDS_SYNTAXES_OSR_MARKER": "+"}

    settings = shown(read_config(root, None, environment, {"root_deck": ("--deck", "option")}))

    def said(key: str) -> tuple[object, str]:
        return settings[key].value, settings[key].origin

    assert said("root_deck") == ("option", "--deck")
    assert said("syntaxes.osr.marker") == ("+", "FLASHCARDS_SYNTAXES_OSR_MARKER")
    assert said("syntaxes.osr.tags") == (["file"], "flashcards.toml")
    assert said("syntaxes.osr.separator") == ("=>", plugin)
    assert said("syntaxes.osr.reversed_separator") == (":::", "default")
    assert said("syntaxes.osr.enabled") == (True, ".obsidian/community-plugins.json")
    assert said("syntaxes.section.basic_separators") == (["::", ";;", "=>"], "the plugins in use")
    assert said("vault_name") == ("v", "the folder's name")


def test_a_template_changes_nothing_but_what_was_chosen() -> None:
    """All else is commented out, and right once the mark is taken away"""
    text = "\n".join(template_lines(Config(), {"root_deck": "Bio", "syntaxes.osr.enabled": False}))

    assert parse_config(text).given == {"root_deck": "Bio", "syntaxes.osr.enabled": False}
    uncommented = re.sub(r"^# (?=[a-z_]+ = )", "", text, flags=re.MULTILINE)
    keys = {table.key(key) for table in TABLES.values() for key in table.keys}
    assert parse_config(uncommented).given.keys() == keys


@pytest.mark.parametrize(
    "value", ['a "b" \\ ', "ü\x7f\t\n", True, 0.5, ["a", 1], {"a b": {"c": []}}]
)
def test_values_are_written_as_toml_reads_them(value: object) -> None:
    """Whatever stands in them"""
    assert tomllib.loads(f"value = {toml_value(value)}")["value"] == value
