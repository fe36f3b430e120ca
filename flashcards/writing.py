"""What an export writes, in the order in which a crash does no harm: package, ledger, what is gone.

The same for an export of everything and for one that knows most of it from the last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.ledger import Ledger, LedgerEntry, commit_ledger, stage_ledger
from flashcards.memory_files import Memory
from flashcards.package import (
    CollectionRows,
    PackageContents,
    StagedCollection,
    StagedPackage,
    digest_in_place,
    read_fields,
    staged_rows,
    staged_with,
    with_notes,
)
from flashcards.tombstones import kept_notes, tombstones, write_tombstones


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written, ready."""

    rows: Callable[[], CollectionRows]
    """Of the package; made anew at each call."""

    contents: PackageContents
    """For what else is written; its notes are not looked at."""

    attachments: Mapping[str, str]
    """Path in the vault by name in the package."""

    ledger: Ledger
    """For its first line."""

    entries: Sequence[str]
    """The lines of the ledger but for the first."""

    gone: Sequence[LedgerEntry]
    """What is not written and not acknowledged."""


def write(
    writing: Writing,
    root: Path,
    output: Path,
    memory: Memory,
    done: Callable[[Path], object] = lambda _database: None,
    first: Callable[[Path], object] = lambda _database: None,
) -> None:
    """Write the package of the vault at `root` to `output`, then all else; what is the same stays.

    `first` is told, before anything is put in its place, of a database with the notes of the
    package, and `done` in the end; then it is removed.
    """
    fields = read_fields(memory.last) if writing.gone else {}  # before it is written over
    with staged_rows(output, writing.rows()) as collection:
        with staged_with(output, collection, writing.attachments, root) as package:
            first(collection.database)
            _put_in_place(writing, package, memory.ledger)
        write_tombstones(output, writing.contents, tombstones(writing.gone, fields))
        kept = kept_notes(writing.gone, (), fields)
        if not kept:
            _keep(collection, memory.last)
        else:
            whole = with_notes(writing.rows(), replace(writing.contents, notes=kept))
            with staged_rows(memory.last, whole) as with_kept:
                _keep(with_kept, memory.last)
        done(collection.database)


def _put_in_place(writing: Writing, package: StagedPackage, remembered: Path) -> None:
    """Have the new ledger ready before the package, and in force after it.

    A kill in between leaves a `ledger.next` that names the package it goes with.
    """
    ledger = replace(writing.ledger, package=package.digest)
    staged = stage_ledger(ledger, remembered, writing.entries)
    try:
        _publish(package)
    except BaseException:
        if staged is not None:
            staged.unlink(missing_ok=True)
        raise
    if staged is not None:
        commit_ledger(staged, remembered)


def _keep(collection: StagedCollection, last: Path) -> None:
    """Keep a copy without media: users delete packages that they have imported."""
    with staged_with(last, collection, {}, None) as package:
        _publish(package)


def _publish(package: StagedPackage) -> None:
    """Put a package in place, unless the one there says the same."""
    if digest_in_place(package.target) != package.digest:
        package.publish()
