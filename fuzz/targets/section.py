"""Sections of flashcards: every dialect, with all marks of clozes switched on as well."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from target import texts_of

from targets import _vault_notes
from targets._vault_notes import check_syntax, only

OPTIONS = (
    only("section"),
    replace(
        only("section"),
        highlights_together=True,
        section_bold_clozes=True,
        section_curly_clozes=True,
        languages=("en", "de", "fr"),
        end_marker="+++",
    ),
)
TOKENS = (
    "## Flashcards\n", "## Flashcards\nq :: a\n", " :: ", " ::: ", ";;", "\n?\n", "\n??\n", "Q: ",
    "A: ", "**Q:** ", "- Q: a\n  - A: b\n", "### a?\n\n", "| Question | Answer |\n| --- | --- |\n",
    "Frage: ", "Antwort: ", "#no-flashcard", "<!--SR:!2026-10-01,12,250-->", *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of the syntax."""
    yield from texts_of("tests/syntaxes/*.md", "sample_vault/**/*.md")


def check(data: bytes) -> None:
    """Look for flashcards of this syntax alone."""
    check_syntax(data, OPTIONS)
