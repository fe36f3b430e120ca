"""The documentation says what the program does."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest

import flashcards
from flashcards.blocks import parse_blocks
from flashcards.cli import main_group
from flashcards.config import parse_config
from flashcards.model import Place
from flashcards.syntaxes import NAMES, SyntaxOptions

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

# A code stands at a call that makes a diagnostic, as its first argument.
_CODE = re.compile(
    r"(?:Diagnostic|file_error|file_warning|_report|_warning|_problem|warn|problem|tell)\(\s*"
    r'"([a-z0-9]+(?:-[a-z0-9]+)+)"'
)


def codes_in_the_program() -> set[str]:
    sources = Path(flashcards.__file__).parent.rglob("*.py")
    return {code for source in sources for code in _CODE.findall(source.read_text("utf-8"))}


def test_every_diagnostic_is_explained() -> None:
    """Each code that the program can print stands in docs/diagnostics.md, and no other does."""
    page = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)

    assert {code.strip("`") for row in rows for code in row.split(", ")} == codes_in_the_program()


CONTEXT = click.Context(main_group)


@pytest.mark.parametrize("name", main_group.list_commands(CONTEXT))
def test_every_command_is_in_the_readme(name: str) -> None:
    """A command that nobody can find is not there."""
    assert f"flashcards {name} " in README


def test_every_option_says_what_it_does() -> None:
    """No option is left without a word in --help."""
    for name in main_group.list_commands(CONTEXT):
        command = main_group.get_command(CONTEXT, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} --{option.name}"


def test_the_settings_in_the_readme_are_the_defaults() -> None:
    """What the README shows can be pasted, and changes nothing but the names."""
    block = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert block is not None

    config = parse_config(block[1])

    assert config.syntaxes == parse_config("").syntaxes


TITLES = {"osr": "obsidian-spaced-repetition", "obsidian-to-anki": "Obsidian_to_Anki"} | {
    "flashcards-obsidian": "flashcards-obsidian"
}


@pytest.mark.parametrize("name", NAMES)
def test_every_syntax_is_documented(name: str) -> None:
    """The example that stands in the program stands in the documentation."""
    page = (ROOT / "docs/syntaxes.md").read_text(encoding="utf-8")

    assert f"\n## {TITLES.get(name, name.capitalize())}\n" in page


def test_the_syntax_in_contributing_works(tmp_path: Path) -> None:
    """What is shown to newcomers can be pasted, and finds its own example"""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.search(r"```python\n(.*?) *```", page, re.DOTALL)
    assert shown is not None
    (tmp_path / "fact.py").write_text(textwrap.dedent(shown[1]), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("fact", tmp_path / "fact.py")
    assert spec is not None
    assert spec.loader is not None
    fact = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fact)

    [block] = parse_blocks(fact.EXAMPLE, "a.md")[0]
    [found] = fact.find(block, Place("a.md", "a"), SyntaxOptions())

    assert found.question == "What is the capital of Peru?"


def test_every_link_between_documents_leads_somewhere() -> None:
    """No link in a document of ours is broken."""
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!(?:https?|zotero):)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readmes_export_command_runs() -> None:
    """The last part of the first command, on a copy, does what the README says."""
    command = re.search(r"flashcards (export \S+ \S+)\n```", README)
    assert command is not None
    _, vault, deck = shlex.split(command[1])

    assert (ROOT / vault).is_dir()
    assert deck.endswith(".apkg")
    help_text = subprocess.run(
        [sys.executable, "-m", "flashcards", "export", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "VAULT DECK" in help_text
