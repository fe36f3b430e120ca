"""Contents -> a file: written beside its place, made durable, then moved there in one step.

Nothing in it depends on the clock, on the machine's user or on the order of a set.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from flashcards.cache.store import NO_DATABASE
from flashcards.diagnostics import FlashcardsError
from flashcards.durable import beside, move, put_in_place
from flashcards.ledger import LedgerText
from flashcards.package.contents import PackageContents
from flashcards.package.database import write_collection
from flashcards.package.deflating import NOTHING, Earlier, Packed, Piece, earlier
from flashcards.package.packing import add_media, found_media
from flashcards.package.pieces import collection_pieces
from flashcards.package.read import COLLECTION, LEDGER, check_output
from flashcards.package.rows import CollectionRows, rows_of
from flashcards.package.validate import validate_contents
from flashcards.package.whole import (
    MEDIA,
    check_structure,
    check_zip,
    digest_of,
    not_read_back,
)
from flashcards.package.zipped import write_zip
from flashcards.workers import Progress, no_progress


class StagedCollection(Struct, frozen=True):
    """Notes and cards as they stand in a package; those that differ only in media share it."""

    digest: str
    """By which a package with it is known again."""

    file: Path
    """A zip with nothing else in it but the ledger."""

    database: Path
    """The collection, unzipped."""

    files: Mapping[str, Packed]
    """What is in the zip, by name."""

    @property
    def earlier(self) -> Earlier:
        """What the next one may reuse of it."""
        return earlier(self.file, ((each.start, each.blocks) for each in self.files.values()))


class StagedPackage(Struct, frozen=True):
    """A package that is written and durable, but not in its place yet."""

    digest: str
    """As `read_package` will tell it."""

    file: Path
    target: Path

    def publish(self) -> None:
        """Put it in its place; whoever looks sees the old package or the new one."""
        try:
            put_in_place(self.file, self.target)
        except OSError as error:
            raise cannot_write(self.target, error) from error


def write_package(path: Path, contents: PackageContents, attachments_root: Path | None) -> str:
    """Write the contents as a package and return its digest.

    Media are read from `attachments_root`, the vault; None leaves them out, for a package that is
    only to be remembered. Raises `FlashcardsError` if the file cannot be written, if another's
    file would be lost, or if a file of the vault is gone; then the last package is as it was.
    """
    with staged_package(path, contents, attachments_root) as staged:
        staged.publish()
        return staged.digest


@contextmanager
def staged_package(
    path: Path,
    contents: PackageContents,
    attachments_root: Path | None,
) -> Iterator[StagedPackage]:
    """Write the contents beside `path`, for the caller to publish; else nothing is left of it.

    The same arguments and errors as `write_package`.
    """
    with (
        staged_collection(path, contents) as collection,
        staged_with(path, collection, contents.attachments, attachments_root) as package,
    ):
        yield package


@contextmanager
def staged_with(
    path: Path,
    collection: StagedCollection,
    attachments: Mapping[str, str],
    root: Path | None,
    progress: Progress = no_progress,
    *,
    is_last: bool = False,
) -> Iterator[StagedPackage]:
    """Write a package as `staged_package` does, with a collection that is written already.

    `is_last` says that no other package will be made of its zip, which is then not copied.
    """
    check_output(path)
    target = Path(os.path.realpath(path))  # a link stays a link
    media = found_media(attachments, root) if root else {}
    with beside(target) as temporary:
        try:
            (move if is_last else shutil.copyfile)(collection.file, temporary)
            add_media(temporary, media, progress)
            if target.exists():
                shutil.copymode(target, temporary)
        except OSError as error:
            raise cannot_write(path, error) from error
        check_structure(temporary, {*collection.files, MEDIA, *map(str, range(len(media)))})
        yield StagedPackage(collection.digest, temporary, target)


@contextmanager
def staged_collection(path: Path, contents: PackageContents) -> Iterator[StagedCollection]:
    """Write what a package at `path` begins with, its notes and cards; nothing is left of it.

    Raises `FlashcardsError` if the file cannot be written.
    """
    validate_contents(contents)
    with staged_rows(path, rows_of(contents)) as collection:
        yield collection


@contextmanager
def staged_rows(
    path: Path, rows: CollectionRows, before: Earlier = NOTHING
) -> Iterator[StagedCollection]:
    """Write a collection as `staged_collection` does, from rows that were checked before.

    `before` is an earlier one, of which is reused what is the same.
    """
    check_output(path)
    target = Path(os.path.realpath(path))
    with beside(target) as database, beside(target) as zipped:
        try:
            with beside(target) as work:
                write_collection(rows, work, database)
            digest, files = _zip(database, rows.contents.ledger, zipped, before)
        except (OSError, sqlite3.OperationalError) as error:
            raise cannot_write(path, error) from error
        except NO_DATABASE as error:
            if rows.earlier is None:
                raise
            raise not_read_back(f"what was kept of the last one is damaged ({error})") from error
        yield StagedCollection(digest, zipped, database, files)


def _zip(
    database: Path, ledger: LedgerText, zipped: Path, before: Earlier
) -> tuple[str, dict[str, Packed]]:
    """Write a zip of a collection and its ledger; return their digest, and what is where in it.

    Meanwhile another thread looks at the database. Raises `NotReadBackError` if something was
    written that is not what it should be.
    """
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only for who writes

    with ThreadPoolExecutor(1) as meanwhile:
        digest = meanwhile.submit(digest_of, database, ledger)
        with database.open("rb") as collection, zipped.open("xb") as output:
            pieces: dict[str, Iterable[Piece]] = {COLLECTION: collection_pieces(collection)}
            if ledger.length:
                pieces[LEDGER] = ledger.pieces()
            files = write_zip(output, pieces, before)
        check_zip(zipped, files)
        return digest.result(), files


def cannot_write(path: Path, error: OSError | sqlite3.Error) -> FlashcardsError:
    """Return what to raise if a package, or what it takes to make it, cannot be written."""
    reason = getattr(error, "strerror", None) or error
    return FlashcardsError(
        f"cannot write {path}: {reason}", "what was there is as it was; try again"
    )
