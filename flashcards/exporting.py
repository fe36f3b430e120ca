"""The act of an export: the package, then the ledger, so that a crash between them is settled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from flashcards.changes import refuse_mass_removal
from flashcards.diagnostics import FlashcardsError
from flashcards.durable import beside, remove_leftovers
from flashcards.ledger import (
    Ledger,
    LedgerEntry,
    TextInFile,
    exclusive,
    format_ledger,
    settle_ledger,
    staged_path,
    write_text,
)
from flashcards.memory_files import Memory, removed_package
from flashcards.package import (
    PackageContents,
    cannot_write,
    check_output,
    digest_in_place,
    rows_of,
    validate_contents,
)
from flashcards.pipeline import Build
from flashcards.renewing import Renewal, writing_of
from flashcards.unadopted import refuse_unadopted
from flashcards.writing import Writing, Written, packaged, write

Done = Callable[[Written], object]
"""Told what was written."""


def export_vault(
    output: Path,
    memory: Memory,
    build: Callable[[], Build],
    *,
    allow_removals: bool = False,
    afterwards: Callable[[Build], Done] = lambda _built: _nothing,
    first: Callable[[Writing, Path], object] = lambda _writing, _database: None,
) -> None:
    """Build a vault and write its package to `output`, one export at a time.

    `first` is told what is to be written, and of a database with its notes, before anything that
    was written before is replaced. `afterwards` is told what was built, and what it returns is told
    what was written, while no other export can have changed anything; that should not hold on to
    the build, which may fill much of the memory.
    Raises `FlashcardsError` if there is nothing to export, if far too much would be taken for
    removed, if Anki notes of other tools would come to Anki once more, or if a file cannot be
    written; the last package and the ledger are then as they were.
    """

    def prepare(lines: Path) -> tuple[Path, Writing, Done]:
        """Return the folder, what is to be written, and whom to tell; the build is gone then."""
        built = build()
        if not allow_removals:
            refuse_mass_removal(built.before, built.changes, built.config.export)
        if not built.config.fresh:
            refuse_unadopted(built.stages, built.before.entries if built.before else {})
        return built.root, _writing_of(built, lines), afterwards(built)

    with _alone(output, memory), beside(Path(os.path.realpath(output))) as lines:
        root, writing, done = prepare(lines)
        write(writing, root, output, memory, done, lambda database: first(writing, database))


def _nothing(_written: Written) -> None:
    """Do nothing when all is written."""


def renew_vault(
    output: Path,
    memory: Memory,
    renew: Callable[[], Renewal | None],
    *,
    allow_removals: bool = False,
    done: Callable[[Renewal, Written], object] = lambda _renewed, _written: None,
    first: Callable[[Writing, Path], object] = lambda _writing, _database: None,
) -> bool:
    """Export what has changed, as `export_vault` exports everything: to the same bytes.

    Returns False, with nothing written, if `renew` finds that everything must be exported. Raises
    what `export_vault` does.
    """
    with _alone(output, memory):
        renewed = renew()
        if renewed is None:
            return False
        if not allow_removals:
            renewed.refuse_mass_removal()
        renewed.refuse_unadopted()
        writing = writing_of(renewed)
        write(
            writing,
            renewed.root,
            output,
            memory,
            lambda written: done(renewed, written),
            lambda database: first(writing, database),
        )
        return True


@contextmanager
def _alone(output: Path, memory: Memory) -> Iterator[None]:
    """Hold off other exports of the vault, and see to it that files can be written."""
    check_output(output)
    with exclusive(memory.ledger):
        removed = removed_package(output)
        for file in (output, removed, memory.last, staged_path(memory.ledger)):
            remove_leftovers(file)
        for package in (removed, memory.last):
            check_output(package)  # before anything is written
        settle_ledger(memory.ledger, lambda: digest_in_place(output))
        yield


def export(built: Build, output: Path) -> None:
    """Write the package of a build, then the ledger, then what is gone; what is the same stays."""
    check_output(output)
    with beside(Path(os.path.realpath(output))) as lines:
        write(_writing_of(built, lines), built.root, output, built.memory)


def _writing_of(built: Build, lines: Path) -> Writing:
    """Return what is to be written of a build, the ledger already to `lines`.

    Raises `FlashcardsError` if there is nothing, or if the ledger cannot be written.
    """
    if not built.rendered:
        raise FlashcardsError(
            f"found no flashcards in {built.root} ({len(built.vault_notes)} vault notes)",
            "nothing was written; `flashcards check` says what was looked at and found wanting",
        )
    ledger = _written_down(built.ledger, lines)
    contents = replace(package_contents(built), ledger=ledger)
    validate_contents(contents)
    return Writing(
        rows=rows_of(contents),
        attachments=contents.attachments,
        ledger=replace(built.ledger, entries={}),
        entries=ledger.entries,
        gone=_not_written(built.ledger, contents),
        progress=built.progress,
    )


def _not_written(ledger: Ledger, contents: PackageContents) -> list[LedgerEntry]:
    """Return what is remembered, is not in the package, and was not dealt with."""
    if len(ledger.entries) == len(contents.notes):  # as most often
        return []
    written = {each.note.guid for each in contents.notes}
    entries = ledger.entries.values()
    return [each for each in entries if each.guid not in written and not each.acknowledged]


def _written_down(ledger: Ledger, file: Path) -> TextInFile:
    """Write what the package is to carry: it has no digest of that, which is not known yet."""
    try:
        return write_text(format_ledger(replace(ledger, package="")), file)
    except OSError as error:
        raise cannot_write(file.parent, error) from error


def package_contents(built: Build) -> PackageContents:
    """Return what goes into the package beside the ledger: live Anki notes with times and ids."""
    entries = built.ledger.entries
    notes = [(each.anki_note, entries[each.anki_note.guid]) for each in built.rendered]
    return PackageContents(
        notes=tuple(
            packaged(note, entry, with_schedules=built.config.scheduling) for note, entry in notes
        ),
        notetype_modified={kind: stamp.modified for kind, stamp in built.ledger.notetypes.items()},
        created=min(entry.note_id for _, entry in notes) // 1000,
        notetypes=built.notetypes,
    )
