"""What an export writes, in the order in which a crash does no harm: package, ledger, what is gone.

The same for an export of everything and for one that knows most of it from the last.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from flashcards.ledger import Ledger, LedgerEntry, LedgerText, commit_ledger, stage_ledger
from flashcards.memory_files import Memory
from flashcards.model import AnkiNote
from flashcards.package import (
    CollectionRows,
    Earlier,
    PackagedNote,
    StagedCollection,
    StagedPackage,
    digest_in_place,
    read_fields,
    rows_again,
    staged_rows,
    staged_with,
)
from flashcards.room import check_room, sizes
from flashcards.tombstones import kept_notes, tombstones, write_tombstones
from flashcards.workers import Progress, no_progress


class Writing(Struct, frozen=True):
    """What is to be written, ready."""

    rows: CollectionRows
    """Of the package."""

    attachments: Mapping[str, str]
    """Path in the vault by name in the package."""

    ledger: Ledger
    """For its first line."""

    entries: LedgerText
    """The lines of the ledger but for the first."""

    gone: Sequence[LedgerEntry]
    """What is not written and not acknowledged."""

    earlier: Earlier = field(default_factory=Earlier)
    """What is in the package that is there, as far as it is known."""

    digests: Mapping[Path, str] = field(default_factory=lambda: MappingProxyType({}))
    """Those of packages that are there, as far as they are known."""

    progress: Progress = no_progress


class Written(Struct, frozen=True):
    """What was written, as far as the next export may make use of it."""

    collection: StagedCollection
    """Of the package; it is removed when the export is over."""

    digests: Mapping[Path, str]
    """Of the packages that are in their places now."""


def packaged(note: AnkiNote, entry: LedgerEntry, *, with_schedules: bool) -> PackagedNote:
    """Return an Anki note with what the ledger remembers of it.

    Without schedules all its cards are new to whoever has none of them yet.
    """
    schedules = entry.schedules if with_schedules else {}
    return PackagedNote(note, entry.note_id, entry.modified, entry.due, schedules)


def write(
    writing: Writing,
    root: Path,
    output: Path,
    memory: Memory,
    done: Callable[[Written], object] = lambda _written: None,
    first: Callable[[Path], object] = lambda _database: None,
) -> None:
    """Write the package of the vault at `root` to `output`, then all else; what is the same stays.

    `first` is told, before anything is put in its place, of a database with the notes of the
    package, and `done` in the end of all that was written. Raises `FlashcardsError` if something
    cannot be written, or if there is no room for it.
    """
    check_room(_needed(writing, root, output, memory))
    fields = read_fields(memory.last) if writing.gone else {}  # before it is written over
    contents = writing.rows.contents
    with staged_rows(output, writing.rows, writing.earlier) as collection:
        with staged_with(
            output, collection, writing.attachments, root, writing.progress
        ) as package:
            first(collection.database)
            _put_in_place(writing, package, memory.ledger)
        write_tombstones(output, contents, tombstones(writing.gone, fields))
        kept = kept_notes(writing.gone, (), fields)
        if not kept:
            last = _keep(writing, collection, memory.last)
        else:
            more = replace(contents, notes=kept)
            whole = rows_again(collection.database, frozenset(), writing.rows.decks, more)
            with staged_rows(memory.last, whole, collection.earlier) as with_kept:
                last = _keep(writing, with_kept, memory.last)
        done(Written(collection, {each.target: each.digest for each in (package, last)}))


def _needed(writing: Writing, root: Path, output: Path, memory: Memory) -> dict[Path, int]:
    """Return about how many bytes are written, by folder, before old files make way.

    A collection is about as large as the lines of its ledger, and both together deflate to half of
    that. Beside a package stand its collection, the rows that come before it, and the two zipped.
    """
    lines = writing.entries.length
    remembered = {memory.ledger.parent: 2 * lines}
    beside = Path(os.path.realpath(output)).parent
    package = 3 * lines + sizes(root, writing.attachments)
    return {**remembered, beside: package + remembered.get(beside, 0)}


def _put_in_place(writing: Writing, package: StagedPackage, remembered: Path) -> None:
    """Have the new ledger ready before the package, and in force after it.

    A kill in between leaves a `ledger.next` that names the package it goes with, and so does an
    interruption (Ctrl-C) right after the package came into its place.
    """
    ledger = replace(writing.ledger, package=package.digest)
    staged = stage_ledger(ledger, remembered, writing.entries)
    try:
        _publish(writing, package)
    except BaseException:
        if staged is not None and package.file.exists():  # it is not in its place
            staged.unlink(missing_ok=True)
        raise
    if staged is not None:
        commit_ledger(staged, remembered)


def _keep(writing: Writing, collection: StagedCollection, last: Path) -> StagedPackage:
    """Keep a copy without media: users delete packages that they have imported."""
    with staged_with(last, collection, {}, None, is_last=True) as package:
        _publish(writing, package)
        return package


def _publish(writing: Writing, package: StagedPackage) -> None:
    """Put a package in place, unless the one there says the same."""
    there = writing.digests.get(package.target) or digest_in_place(package.target)
    if there != package.digest:
        package.publish()
