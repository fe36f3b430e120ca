"""A vault note, all the way into a package: Anki would take it, and make the cards we counted."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from target import texts_of

from flashcards.config import Config
from flashcards.diagnostics import FlashcardsError
from flashcards.exporting import package_contents
from flashcards.package.validate import validate_contents
from flashcards.pipeline import build
from targets import _vault_notes
from targets._vault_notes import EVERYTHING

TOKENS = (
    "a ::: ", "a:::-\n", "???\n", ";;;", "??\n", "{{c1::a}}", "{{c2::", "{1:a}", "==a==", "- \n",
    "***\n", "<br>", "&nbsp;", "<!-- a -->", "![[Cells]]", "![[Cells#Flashcards]]", "![](a.png)",
    "[[Cells|a]]", "[[@a2020]]", "[@a2020, p. 5]", "^[a]", "title: \n", "deck: \n", "tags: \n",
    *_vault_notes.TOKENS,
)  # fmt: skip

_NOW = 1_750_000_000
_CONFIG = Config(syntaxes=EVERYTHING)


def seeds() -> Iterator[bytes]:
    """Yield the sample vault, and everything that tests have as text."""
    yield from texts_of("sample_vault/**/*.md", "tests/syntaxes/**/*.md", "tests/html/*.md")
    yield b"## Flashcards\na:::b\n\n- one ::: two\n\n> [!quote] [[@a2020]]\n> ==b== ^c\n"


def check(data: bytes) -> None:
    """Export a vault of one vault note, up to what would be written."""
    folder = _folder()
    (folder / "Cells.md").write_bytes(data)
    try:
        built = build(folder, _CONFIG, _NOW)
    except FlashcardsError:
        return
    if built.rendered:
        validate_contents(package_contents(built))


@cache
def _folder() -> Path:
    """Return the folder of a vault, which is gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="flashcards-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "library.bib").write_text("@book{a2020, title = {A}, author = {B}}\n")
    return folder
