"""The forms of Obsidian_to_Anki, with patterns of its users too."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from target import texts_of

from flashcards.syntaxes import Style
from targets import _vault_notes
from targets._vault_notes import check_explained, check_syntax, only

PATTERNS = (
    Style("Basic", r"^(.*[^\n:])::([^\n:].*)$"),
    Style("Basic", r"^#+ (.+)\n+((?:[^\n#].*\n?)+)"),
    Style("Cloze", r"^(.*[{=].*)$"),
)
OPTIONS = (
    only("obsidian-to-anki"),
    replace(
        only("obsidian-to-anki"),
        obsidian_to_anki=replace(
            only("obsidian-to-anki").obsidian_to_anki,
            curly_clozes=True,
            highlights=True,
            styles=PATTERNS,
        ),
    ),
)
TOKENS = (
    "START\n", "END\n", "Basic\n", "Cloze\n", "Back: ", "Front: ", "STARTI ", "[Basic] ", " ENDI",
    "<!--ID: 1566052191670-->", "ID: 5\n", "TARGET DECK\n", "TARGET DECK: a\n", "FILE TAGS\n",
    "FROZEN - ", "DELETE\n", "Tags: a b\n", "{1:a}", "==a==", "a::b\n", "{c2:b}",
    *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of the syntax."""
    yield from texts_of("tests/syntaxes/obsidian-to-anki/*.md")


def check(data: bytes) -> None:
    """Look for flashcards of this syntax alone, and why there are none."""
    check_syntax(data, OPTIONS)
    check_explained(data, "obsidian-to-anki")
