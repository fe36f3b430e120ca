"""Adopt what each other tool left in Anki, a hundred times over, and count what is as it was.

    python benchmarks/adoption.py

Made with Anki's own backend: notes in the tool's own notetypes, studied on several days, exported,
changed to our notetypes, adopted, exported from the vault and imported.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from anki_backend import Anki, Imported, open_anki  # the tests' own
from click.testing import CliRunner
from other_tools import (
    TOOLS,
    Made,
    Tool,
    add_notes,
    change_notetype,
    export_collection,
    study_for_a_while,
)

from flashcards.cli import main_group

COPIES = 100
WORD = re.compile(r"\b(Peru|Chile|monad|Hund|heart|liver|osmosis|Mitosis|Katze|yanki)\b")
STEP = re.compile(
    r"\d+ Anki notes? of ([^\n]*?): in the.*?choose (Vault \w+), ([^\n]*), Save", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    tool: str
    notes: int
    cards: int
    reviews: int
    touched: int
    """Cards and reviews that are not as they were; notes too many or too few."""

    first: Imported
    second: Imported
    seconds: float
    """Of `adopt`."""


def run(*arguments: object) -> str:
    """Run a command of ours."""
    return CliRunner().invoke(main_group, [str(each) for each in arguments]).output


def numbered(text: str, copy: int) -> str:
    """Return a text that says something else than its copies."""
    return WORD.sub(rf"\g<1>{copy}", text)


def copies(tool: Tool) -> list[Made]:
    """Return the tool's notes, COPIES times."""
    return [
        replace(made, fields=[numbered(field, copy) for field in made.fields])
        for copy in range(COPIES)
        for made in tool.notes
    ]


def write_vault(root: Path, tool: Tool, ids: Sequence[int]) -> None:
    """Write the tool's vault, each of its vault notes COPIES times."""
    size = len(tool.notes)
    for copy in range(COPIES):
        for name, text in tool.vault(ids[copy * size : (copy + 1) * size]).items():
            file = root / (f"{copy:03}/{name}" if name.endswith(".md") else name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(numbered(text, copy), "utf-8")


def state(anki: Anki) -> set[tuple[object, ...]]:
    """Return the notes, what Anki knows of each card, and all reviews."""
    notes = {("note", note) for note in anki.collection.find_notes("-tag:flashcards::adopt")}
    return notes | set(anki.scheduling())


def measure(name: str, folder: Path) -> Row:
    """Go all the way with one tool."""
    anki_folder, collection, deck = folder / "anki", folder / "c.colpkg", folder / "deck.apkg"
    tool = TOOLS[name]
    with open_anki(anki_folder) as anki:
        ids = add_notes(anki, replace(tool, notes=copies(tool)))
        anki.collection.set_config("newSpread", 1)
        for deck_config in anki.collection.decks.all_config():
            deck_config["new"]["perDay"] = deck_config["rev"]["perDay"] = 9999
            anki.collection.decks.update_config(deck_config)
    study_for_a_while(anki_folder, answers=2000)
    write_vault(folder / "vault", tool, ids)
    export_collection(anki_folder, collection)
    told = run("adopt", folder / "vault", "--from", collection, "--yes")
    with open_anki(anki_folder) as anki:
        before = state(anki)
        anki.import_package(folder / "c.notetypes.apkg")
        for old, new, advice in STEP.findall(told):
            change_notetype(anki, f'"note:{old}"', new, advice)
    export_collection(anki_folder, collection)
    begin = time.perf_counter()
    run("adopt", folder / "vault", "--from", collection, "--yes")
    seconds = time.perf_counter() - begin
    run("export", folder / "vault", deck)
    with open_anki(anki_folder) as anki:
        first, second = anki.import_package(deck), anki.import_package(deck)
        touched = len(before ^ state(anki))
        cards = anki.collection.db.scalar("select count() from cards where reps > 0")
        reviews = anki.collection.db.scalar("select count() from revlog where ease > 0")
    return Row(name, len(ids), cards, reviews, touched, first, second, seconds)


def main() -> None:
    """Print the table of docs/bringing-history.md."""
    print("| tool | Anki notes | studied cards | reviews | not as before | updated | again |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in TOOLS:
        with tempfile.TemporaryDirectory() as folder:
            row = measure(name, Path(folder))
        print(
            f"| {row.tool} | {row.notes:,} | {row.cards:,} | {row.reviews:,} | {row.touched}"
            f" | {row.first.updated:,} | {row.second.duplicate:,} duplicate |"
        )
        print(f"{row.tool}: adopt took {row.seconds:.2f} s, {row.first}", file=sys.stderr)


if __name__ == "__main__":
    main()
