"""A large vault, exported again and again: Anki is asked to look at what changed, and no more."""

from __future__ import annotations

from pathlib import Path

from anki_backend import Imported, open_anki
from conftest import NOW, MakeVault

from flashcards.config import Config
from flashcards.exporting import export
from flashcards.memory_files import ledger_path
from flashcards.pipeline import build

COUNT = 10_000
A_FILE = 100


def section(first: int) -> str:
    lines = (f"Question {n}? :: Answer {n}" for n in range(first, first + A_FILE))
    return "## Flashcards\n" + "\n".join(lines) + "\n"


def test_ten_thousand_flashcards_again(make_vault: MakeVault, tmp_path: Path) -> None:
    """Unchanged: nothing written, all duplicates. One edit: exactly one updated"""
    root = make_vault({f"{n:03}.md": section(n * A_FILE) for n in range(COUNT // A_FILE)})
    deck = tmp_path / "deck.apkg"
    export(build(root, Config(), NOW), deck)
    written = {path: path.stat().st_mtime_ns for path in (deck, ledger_path(root))}
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(deck) == Imported(new=COUNT)

        export(build(root, Config(), NOW + 60), deck)
        assert {path: path.stat().st_mtime_ns for path in written} == written
        assert anki.import_package(deck) == Imported(duplicate=COUNT)

        make_vault({"042.md": section(4200).replace("Answer 4242", "Forty-two")})
        export(build(root, Config(), NOW + 120), deck)
        assert anki.import_package(deck) == Imported(updated=1, duplicate=COUNT - 1)
