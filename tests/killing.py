"""Exports that are killed or fail at random moments, in a vault that goes on living.

    python tests/killing.py FOLDER --kills 300 [--seed 5]

Two vaults get the same edits. One is exported undisturbed; in the other each export is killed, or
every fourth time fails at some step on a broken disk, and is run again. After each the package
there imports into Anki and the ledger can be read; after the next run everything is what it is in
the undisturbed vault, byte for byte. Anki gets each package that was ever there, and has the same
notes in the end. Prints a line of JSON for each, and at last one for both collections.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anki_backend import open_anki
from edited_vault import EditedVault
from faults import Fault, watch

import flashcards.cache.answers
from flashcards.cli import main_group
from flashcards.cli.exported import Exported
from flashcards.cli.exporting import Export
from flashcards.diagnostics import FlashcardsError
from flashcards.memory import remember
from flashcards.memory_files import memory_of
from flashcards.package import read_package

NOW = 1_750_000_000
DONE, RENEWED, REFUSED, FAILED = 0, 1, 2, 70
"""How a copy of this process ends; renewed is an export of changes alone."""

STEPS = 60
"""On the disk, about as many as an export has."""

WAYS = (("--no-cache",), (), (), ("--changes",))
"""An export of everything, of what has changed, and with a package of changes."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two vaults, with its deck and its collection in Anki."""

    folder: Path
    edits: EditedVault

    @property
    def deck(self) -> Path:
        """The package."""
        return self.folder / "deck.apkg"

    def export(self, way: tuple[str, ...], now: int) -> int:
        """Export, as the command does; return how it was done."""
        os.environ["SOURCE_DATE_EPOCH"] = str(now)
        more = [*way, str(self.folder / "changes.apkg")] if way == ("--changes",) else [*way]
        asked = ["export", str(self.edits.root), str(self.deck), "-q", "--allow-removals", *more]
        main_group.main(asked, standalone_mode=False)
        return RENEWED if any(renewed) else DONE

    def import_into_anki(self) -> int:
        """Import the package that is there, if any; raises if anything is wrong with it."""
        if self.deck.exists():
            with open_anki(self.folder / "anki") as anki:
                anki.import_package(self.deck)
                said, fine = anki.collection.fix_integrity()
                assert fine, said  # "Empty Cards" may well name those of clozes that are gone
        return DONE

    def in_anki(self) -> str:
        """Return a digest of all notes and cards that Anki has."""
        with open_anki(self.folder / "anki") as anki:
            notes = anki.collection.db.all("select guid, mid, flds, tags from notes order by guid")
            said = [len(notes), [*map(list, notes)], anki.ordinals(), anki.decks()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def written(self) -> dict[str, str]:
        """Return what exports have left behind, by name, as digests."""
        ours = self.edits.root / ".flashcards"
        files = [each for each in (*self.folder.iterdir(), *ours.iterdir()) if each.is_file()]
        return {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16]
            for file in files
            if not file.name.startswith("lock")
        }

    def is_sound(self) -> bool:
        """Tell whether package and ledger can be read; before the first export there are none."""
        known, _ = remember(memory_of(self.edits.root, package=self.deck))
        return not self.deck.exists() or (known is not None and read_package(self.deck) is not None)


renewed: list[bool] = []
"""Whether exports of this process were of changes alone."""


def observe() -> None:
    """See whether an export is one of changes alone."""
    of_changes = Export.of_changes

    def observed(self: Export) -> Exported | None:
        said = of_changes(self)
        renewed.append(said is not None)
        return said

    Export.of_changes = observed  # type: ignore[method-assign]


def started(act: Callable[[], int]) -> int:
    """Start it in a copy of this process; return the copy's number."""
    child = os.fork()
    if child:
        return child
    code = FAILED
    try:
        code = act()
    except FlashcardsError:
        code = REFUSED
    except Exception:  # noqa: BLE001 - whatever it is, it is told, and the code says so
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a copy; return its exit code, below 0 if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def rounds(folder: Path, kills: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield what came of each kill."""
    chance = random.Random(seed)
    undisturbed, killed = sides = [_side(folder / name, seed) for name in ("undisturbed", "killed")]
    for number in range(kills):
        for _ in range(chance.randint(1, 3) if number else 0):
            for side in sides:
                side.edits.edit()
        for side in sides:  # so that there is always something to write
            (side.edits.root / "Round.md").write_text(f"## Flashcards\nRound? :: {number}\n")
        act = partial(Side.export, way=chance.choice(WAYS), now=NOW + 1000 * number)
        began = time.monotonic()
        expected = ended(started(partial(act, undisturbed)))
        moment = chance.uniform(0, 1.1) * (time.monotonic() - began)
        step = chance.randint(1, STEPS) if number % 4 == 3 else 0
        yield {
            "number": number,
            "way": act.keywords["way"],
            "renewed": expected == RENEWED,
            "ended": ended(started(partial(_failing, act, killed, step)))
            if step
            else _killed(partial(act, killed), moment),
            "sound": killed.is_sound(),
            "imports": ended(started(killed.import_into_anki)) == DONE,
            "next": [code_of(expected), code_of(ended(started(partial(act, killed))))],
            "differ": _differing(*sides),
            "both import": [ended(started(side.import_into_anki)) for side in sides],
        }
    for side in sides:
        (side.edits.root / "Round.md").write_text("## Flashcards\nRound? :: The last\n")
        ended(started(partial(side.export, ("--changes",), NOW + 1000 * kills)))
    in_anki = [side.in_anki() for side in sides]
    yield {"differ": _differing(*sides, tidy=True), "in Anki": in_anki}


def _differing(side: Side, other: Side, *, tidy: bool = False) -> list[str]:
    """Return the names of what is not the same.

    Temporary files are tidied away by the next export that has something to write; if what was
    killed had remembered that it was done, the next run has nothing.
    """
    names = dict(side.written().items() ^ other.written().items())
    return sorted(name for name in names if tidy or ".tmp" not in name)


def code_of(how: int) -> int:
    """Return the exit code of an export, however it was done."""
    return DONE if how == RENEWED else how


def _failing(act: Callable[[Side], int], side: Side, step: int) -> int:
    """Let a step of it on the disk fail."""
    watch((side.folder,), Fault(step, "error"))
    return act(side)


def _killed(act: Callable[[], int], moment: float) -> int:
    """Start it and kill it after so many seconds, unless it is over by then."""
    child = started(act)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    return ended(child)


def _side(folder: Path, seed: int) -> Side:
    folder.mkdir(parents=True)
    return Side(folder, EditedVault(folder / "vault", seed))


def main() -> None:
    """Read the command line, and kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    os.environ["XDG_CACHE_HOME"] = str(options.folder / "cache")
    observe()
    flashcards.cache.answers.TICK = 0  # nothing writes while an export looks, so all is trusted
    for result in rounds(options.folder, options.kills, options.seed):
        print(json.dumps(result), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
