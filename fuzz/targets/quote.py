"""Callouts of quotes: what is hidden, and whom they cite."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from target import texts_of

from targets import _vault_notes
from targets._vault_notes import check_syntax, only

OPTIONS = (
    only("quote"),
    replace(only("quote"), bold_clozes=False, highlights_together=True),
)
TOKENS = (
    "> [!quote] [[@key]]\n> a **b** c\n", "> [!quote-a|b]- ", "> [!quote]", "[[@a\\|@b]]",
    "(Page 3)", ", pp. 3-5", "> — ", "{1:a}", "\n> ", *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of the syntax."""
    yield from texts_of(
        "tests/syntaxes/quote.md", "tests/syntaxes/literature.md", "sample_vault/**/*.md"
    )


def check(data: bytes) -> None:
    """Look for flashcards of this syntax alone."""
    check_syntax(data, OPTIONS)
