"""The forms of flashcards-obsidian, of both versions of the plugin."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from target import texts_of

from targets import _vault_notes
from targets._vault_notes import check_explained, check_syntax, only

OPTIONS = (
    only("flashcards-obsidian"),
    replace(
        only("flashcards-obsidian"),
        flashcards_obsidian=replace(only("flashcards-obsidian").flashcards_obsidian, version=2),
    ),
)
TOKENS = (
    " #card", " #card-reverse", " #card-spaced", "#card/reverse", "::", ":::", "^1672531200000",
    "{1:a}", "{a}", "==a==", "```flashcard\nfront: a\nback: b\n```\n", "> [!card] a\n> b\n",
    "cards-deck: A\n", "[[a]] #card", "#card\n", "##### ", *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of the syntax."""
    yield from texts_of("tests/syntaxes/flashcards-obsidian/*.md")


def check(data: bytes) -> None:
    """Look for flashcards of this syntax alone, and why there are none."""
    check_syntax(data, OPTIONS)
    check_explained(data, "flashcards-obsidian")
