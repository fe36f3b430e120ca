"""Where is remembered what was exported: the vault's own folder of ours, or another place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError

FOLDER = ".flashcards"
"""Our one folder in the vault."""


class Memory(Struct, frozen=True):
    """The files that an export reads first and writes last."""

    ledger: Path
    package: Path | None = None
    """The package that is to be written, which may hold an earlier one of ours."""

    @property
    def last(self) -> Path:
        """The last package without its media, for comparing and for rebuilding."""
        own = self.ledger.stem != "ledger"  # several vaults may remember in one folder
        return self.ledger.with_name(f"{self.ledger.stem}.last.apkg" if own else "last.apkg")

    @property
    def delivered(self) -> Path:
        """What is remembered of the deliveries into Anki."""
        # Not the ledger's name first: that would look like a conflict copy of it.
        stem = self.ledger.stem
        return self.ledger.with_name(
            "delivered.jsonl" if stem == "ledger" else f"delivered.{stem}.jsonl"
        )

    @property
    def packages(self) -> Iterator[Path]:
        """The packages that carry a ledger, the surest first."""
        yield self.last
        if self.package is not None:
            yield self.package


def ledger_path(root: Path) -> Path:
    """Return where the ledger of the vault at `root` is kept."""
    return root / FOLDER / "ledger.jsonl"


def memory_of(root: Path, ledger: Path | None = None, package: Path | None = None) -> Memory:
    """Return the memory of the vault at `root`; `ledger` is for vaults that are read-only.

    Raises `FlashcardsError` if our folder in the vault would lead what is written elsewhere.
    """
    if ledger is None:
        _refuse_traps(root)
    return Memory((ledger or ledger_path(root)).resolve(), package)


def removed_package(output: Path) -> Path:
    """Return where the tombstones go: `deck.removed.apkg` beside `deck.apkg`."""
    return output.with_name(f"{output.stem}.removed.apkg")


def _refuse_traps(root: Path) -> None:
    """Raise `FlashcardsError` for links and pipes where our own files belong.

    A vault may come from anybody. A link called `ledger.next` would have an export write over
    whatever it leads to, be it outside the vault or a vault note.
    """
    folder = root / FOLDER
    inside = os.path.realpath(root)
    if folder.is_symlink() and not Path(os.path.realpath(folder)).is_relative_to(inside):
        raise _trap(folder, "is a link that leads out of the vault")
    with suppress(OSError), os.scandir(folder) as entries:  # what else is wrong, others tell
        for entry in entries:
            if entry.is_symlink():
                raise _trap(folder / entry.name, "is a link")
            if not (entry.is_file() or entry.is_dir()):
                raise _trap(folder / entry.name, "is no file")


def _trap(path: Path, what: str) -> FlashcardsError:
    return FlashcardsError(
        f"{path} {what}, and what is remembered would be written there",
        "remove it, if you know where it comes from; --ledger remembers in another place",
    )
