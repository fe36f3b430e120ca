"""The forms of obsidian-spaced-repetition, with its default and with other settings."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from target import texts_of

from targets import _vault_notes
from targets._vault_notes import check_explained, check_syntax, only

OPTIONS = (
    only("osr"),
    replace(
        only("osr"),
        osr=replace(only("osr").osr, end_marker="+++"),
    ),
)
TOKENS = (
    "#flashcards", "#flashcards/a/b", "\n?\n", "\n??\n", "::", ":::",
    "<!--SR:!2026-10-01,12,250!2026-10-02,3,210-->", "<!--SR:", "==1;;a;;b==", "+++\n",
    "> [!sr|card-metadata]\n> ", "^", "{{a::b}}", "#flashcards a::b",
    "---\ntags: flashcards\n---\n", *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of the syntax."""
    yield from texts_of("tests/syntaxes/osr/*.md")


def check(data: bytes) -> None:
    """Look for flashcards of this syntax alone, and why there are none."""
    check_syntax(data, OPTIONS)
    check_explained(data, "osr")
