"""The act of an export: the package, then the ledger, so that a crash between them is settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from flashcards.changes import refuse_mass_removal
from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import commit_ledger, exclusive, format_ledger, stage_ledger
from flashcards.memory_files import Memory, removed_package
from flashcards.package import (
    PackageContents,
    PackagedNote,
    StagedCollection,
    StagedPackage,
    check_output,
    digest_in_place,
    read_fields,
    remove_leftovers,
    staged_collection,
    staged_package,
)
from flashcards.pipeline import Build
from flashcards.tombstones import kept_notes, tombstones, write_tombstones


def export_vault(
    output: Path,
    memory: Memory,
    build: Callable[[], Build],
    *,
    allow_removals: bool = False,
    done: Callable[[Build], object] = lambda _built: None,
) -> Build:
    """Build a vault and write its package to `output`, one export at a time.

    `done` is told what was built, while no other export can have changed anything of it.
    Raises `FlashcardsError` if there is nothing to export, if far too much would be taken for
    removed, or if a file cannot be written; the last package and the ledger are then as they were.
    """
    check_output(output)
    with exclusive(memory.ledger):
        for package in (output, memory.last):
            remove_leftovers(package)
        for package in (removed_package(output), memory.last):
            check_output(package)  # before anything is written
        built = build()
        if not allow_removals:
            refuse_mass_removal(built.before, built.changes)
        export(built, output)
        done(built)
        return built


def export(built: Build, output: Path) -> None:
    """Write the package of a build, then the ledger, then what is gone; what is the same stays."""
    if not built.rendered:
        raise FlashcardsError(
            f"found no flashcards in {built.root} ({len(built.vault_notes)} vault notes)",
            "nothing was written; `flashcards check` says what was looked at and found wanting",
        )
    contents = package_contents(built)
    entries = built.ledger.entries.values()
    written = {each.note.guid for each in contents.notes}
    others = any(each.guid not in written and not each.acknowledged for each in entries)
    fields = read_fields(built.memory.last) if others else {}  # before it is written over
    with staged_collection(output, contents) as collection:
        with staged_package(output, contents, built.root, collection) as package:
            _put_in_place(built, package, contents.ledger_lines[1:])
        write_tombstones(output, contents, tombstones(entries, fields))
        kept = kept_notes(entries, written, fields)
        whole = replace(contents, notes=(*contents.notes, *kept)) if kept else contents
        _keep(whole, built.memory.last, None if kept else collection)


def package_contents(built: Build) -> PackageContents:
    """Return what goes into the package: every live Anki note, with its own times and ids."""
    entries = built.ledger.entries
    notes = [(each.anki_note, entries[each.anki_note.guid]) for each in built.rendered]
    return PackageContents(
        notes=tuple(
            PackagedNote(note, entry.note_id, entry.modified, entry.due) for note, entry in notes
        ),
        notetype_modified={kind: stamp.modified for kind, stamp in built.ledger.notetypes.items()},
        created=min(entry.note_id for _, entry in notes) // 1000,
        # Without its own digest, which is not known before it is written.
        ledger_lines=format_ledger(replace(built.ledger, package="")),
        notetypes=built.notetypes,
    )


def _put_in_place(built: Build, package: StagedPackage, entries: Sequence[str]) -> None:
    """Have the new ledger ready before the package, and in force after it.

    `entries` are its lines but for the first.
    A kill in between leaves a `ledger.next` that names the package it goes with.
    """
    remembered = built.memory.ledger
    staged = stage_ledger(replace(built.ledger, package=package.digest), remembered, entries)
    try:
        _publish(package)
    except BaseException:
        if staged is not None:
            staged.unlink(missing_ok=True)
        raise
    if staged is not None:
        commit_ledger(staged, remembered)


def _keep(contents: PackageContents, last: Path, same: StagedCollection | None) -> None:
    """Keep a copy without media: users delete packages that they have imported."""
    with staged_package(last, contents, None, same) as package:
        _publish(package)


def _publish(package: StagedPackage) -> None:
    """Put a package in place, unless the one there says the same."""
    if digest_in_place(package.target) != package.digest:
        package.publish()
