"""A small export, for the targets that read what an export left."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from flashcards.config import Config
from flashcards.exporting import export
from flashcards.memory_files import ledger_path
from flashcards.pipeline import build
from targets._vault_notes import ORDINARY

_NOW = 1_750_000_000


@cache
def exported() -> tuple[bytes, bytes]:
    """Return a ledger and a package, as bytes."""
    with tempfile.TemporaryDirectory(prefix="flashcards-fuzz-") as folder:
        root = Path(folder) / "vault"
        root.mkdir()
        (root / "Cells.md").write_text(ORDINARY.text, encoding="utf-8")
        deck = Path(folder) / "deck.apkg"
        export(build(root, Config(), _NOW), deck)
        (root / "Cells.md").write_text("## Flashcards\nOther? :: Word\n", encoding="utf-8")
        export(build(root, Config(), _NOW + 60), deck)
        return ledger_path(root).read_bytes(), deck.read_bytes()
