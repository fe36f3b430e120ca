"""Callouts of definitions, as questions, both ways, and as clozes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from target import texts_of

from targets import _vault_notes
from targets._vault_notes import check_syntax, only

OPTIONS = (
    only("definition"),
    replace(only("definition"), definition="reversed"),
    replace(only("definition"), definition="cloze"),
)
TOKENS = (
    "> [!definition] a\n> b\n", "> [!definition]", "> [!Definition]+ ", "\n> ", "> > ", "> - ",
    "> **a** ", " is ", ": ", " ^id\n", *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of the syntax."""
    yield from texts_of(
        "tests/syntaxes/definition.md", "tests/syntaxes/callouts.md", "sample_vault/Concepts/*.md"
    )


def check(data: bytes) -> None:
    """Look for flashcards of this syntax alone."""
    check_syntax(data, OPTIONS)
