"""What every vault note keeps to, whatever its bytes are: of use to the targets that read one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from flashcards.blocks import parse_blocks
from flashcards.model import ParsedVaultNote, VaultNote
from flashcards.parsing import make_sheet, parse_vault_note
from flashcards.properties import split_properties
from flashcards.syntaxes import NAMES, OF_PLUGINS, SyntaxOptions, load_plugin_syntax
from flashcards.vault.read import decode

PATH = "Biology/Cells.md"
EVERYTHING = SyntaxOptions(enabled=frozenset(NAMES))

TOKENS = (
    "# ", "## Flashcards\n", "- ", "* ", "1. ", "- [ ] ", "> ", ">", "    ", "\t", "---\n", "***\n",
    "```\n", "~~~\n", "`", "``", "$", "$$", "$$\n", "%%", "<!--", "-->", "<b>", "</b>", "<div>\n",
    "**", "*", "_", "==", "~~", "[[", "]]", "![[", "|", "\\|", "[", "](", ")", "![", "[^1]", "^[",
    "[^1]: ", "{{c1::", "::", "}}", "{", "}", "{1:", "#tag", " ^id", "@key", "[@key, p. 12]",
    "https://a.b/", "| a | b |\n| - | - |\n", "> [!note] ", "> [!note]- a\n> b\n", "\\", "&amp;",
    "&#65;", "é",
)  # fmt: skip

ORDINARY = VaultNote(
    PATH,
    {"tags": ["flashcards"]},
    """\
# Cells

> [!definition] Cell
> A **room** that is {alive}.

> [!quote] [[@hooke1665]]
> I could ==plainly== perceive it.

## Flashcards
What is it? :: A room #card
Frage: Was?
Antwort: Das.

What has it
?
A {{c1::wall}}

START
Basic
Front
Back: back
END

| Question | Answer |
| --- | --- |
| one | 1 |
""",
)
"""A vault note with a little of every syntax, for settings to be tried on."""


def only(name: str) -> SyntaxOptions:
    """Return the options that look for one syntax alone."""
    return SyntaxOptions(enabled=frozenset({name}))


def read(data: bytes) -> VaultNote:
    """Return a vault note from the bytes of its file."""
    text, _ = decode(data, PATH)
    properties, text, _ = split_properties(text, PATH)
    return VaultNote(PATH, properties, text)


def check_syntax(data: bytes, options: Sequence[SyntaxOptions]) -> None:
    """Read a vault note by each of the options, and look at what was found."""
    vault_note = read(data)
    for each in options:
        check_parsed(parse_vault_note(vault_note, each), vault_note)


def check_parsed(parsed: ParsedVaultNote, vault_note: VaultNote) -> None:
    """Fail if something lies outside of the text, or a cloze outside of its flashcard."""
    lines = vault_note.text.count("\n") + 1
    for each in (*parsed.flashcards, *parsed.silent, *parsed.diagnostics):
        assert 1 <= each.span.line <= each.span.end_line <= lines, each
    for flashcard in parsed.flashcards:
        for cloze in flashcard.clozes:
            assert 0 <= cloze.start < cloze.end <= len(flashcard.fields["Text"]), flashcard


def check_explained(data: bytes, name: str) -> None:
    """Have a plugin's syntax say something about lines of a vault note."""
    vault_note = read(data)
    options = replace(EVERYTHING, enabled=frozenset({name}))
    assert name in OF_PLUGINS
    sheet = make_sheet(vault_note, parse_blocks(vault_note.text, PATH)[0], options)
    lines = vault_note.text.count("\n") + 1
    for number in {1, lines // 2 + 1, lines}:
        assert isinstance(load_plugin_syntax(name).explain(sheet, number, options), str)
