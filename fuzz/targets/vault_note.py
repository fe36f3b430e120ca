"""The bytes of a vault note's file: how it is encoded, its properties, all syntaxes together."""

from __future__ import annotations

from collections.abc import Iterator

from target import texts_of

from targets import _vault_notes
from targets._vault_notes import EVERYTHING, check_syntax

TOKENS = (
    "---\n", "---", "title: ", "aliases:\n- ", "tags: [a, b]\n", "deck: A::B\n", "id: 5\n",
    "flashcards: false\n", "permalink: /a/\n", "citekey: x\n", "a: &a [*a]\n", "&a ", "*a",
    "!!python/object:x ", "!!binary |\n", "<<: *a\n", "? ", ": ", "{a: ", "[", "]", "}", "|\n  ",
    ">-\n", "2024-01-01\n", "1e999\n", "0x", '"', "'", "#", ".inf", '{"a": null}\n',
    *_vault_notes.TOKENS,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the sample vault, and everything that tests have as text."""
    yield from texts_of("sample_vault/**/*.md", "tests/syntaxes/**/*.md", "tests/vaults/**/*.md")
    yield b"\xef\xbb\xbf---\naliases: [a]\n---\n# A\r\n"
    yield "---\na: b\n---\nText".encode("utf-16")


def check(data: bytes) -> None:
    """Read the file as an export does that knows every syntax."""
    check_syntax(data, (EVERYTHING,))
