"""Contents -> a file: written beside its place, made durable, then moved there in one step.

Nothing in it depends on the clock, on the machine's user or on the order of a set.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.durable import beside, flush, put_in_place
from flashcards.ledger import LedgerText
from flashcards.media import package_name, read_pieces
from flashcards.package.contents import PackageContents
from flashcards.package.database import write_collection
from flashcards.package.deflating import NOTHING, Earlier, Packed, Piece, earlier
from flashcards.package.pieces import collection_pieces
from flashcards.package.read import COLLECTION, LEDGER, check_output
from flashcards.package.rows import CollectionRows, rows_of
from flashcards.package.validate import validate_contents
from flashcards.package.whole import MEDIA, check_structure, check_zip, digest_of
from flashcards.package.zipped import write_zip
from flashcards.workers import Progress, no_progress

_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that zip can tell
_UNIX = 3
_READABLE_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class StagedCollection:
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


@dataclass(frozen=True, slots=True)
class StagedPackage:
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
) -> Iterator[StagedPackage]:
    """Write a package as `staged_package` does, with a collection that is written already."""
    check_output(path)
    target = Path(os.path.realpath(path))  # a link stays a link
    media = _found(attachments, root) if root else {}
    with beside(target) as temporary:
        try:
            shutil.copyfile(collection.file, temporary)
            _add_media(temporary, media, progress)
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


def _found(attachments: Mapping[str, str], root: Path) -> dict[str, Path]:
    """Return the file for each name, and make sure that it is there and lies in the vault."""
    inside = os.path.realpath(root)
    found = {}
    for name, path in attachments.items():
        file = root / path
        really = Path(os.path.realpath(file))
        if not really.is_relative_to(inside):
            raise FlashcardsError(
                f"{path} leads out of the vault, to {really}", "copy the file into the vault"
            )
        if not really.is_file():
            raise _gone(file)
        found[name] = file
    return found


def _gone(file: Path) -> FlashcardsError:
    return FlashcardsError(f"{file} was deleted during the export", "run the export again")


def _changed(file: Path) -> FlashcardsError:
    return FlashcardsError(f"{file} changed during the export", "run the export again")


def _add_media(file: Path, media: Mapping[str, Path], progress: Progress) -> None:
    with file.open("r+b") as output:
        with zipfile.ZipFile(output, "a") as archive:
            archive.writestr(_member(MEDIA), _media_map(media), zipfile.ZIP_STORED)
            for number, (name, source) in enumerate(media.items()):
                progress("packing media", number, len(media))
                _copy_into(archive, str(number), source, name)
        flush(output)


def _media_map(media: Mapping[str, Path]) -> str:
    return json.dumps({str(number): name for number, name in enumerate(media)})


def _copy_into(archive: zipfile.ZipFile, member_name: str, source: Path, name: str) -> None:
    """Copy a file piece by piece, uncompressed: pictures and sound are compressed already.

    Its name in the package tells its content. Under another content's name it would be shown in
    that one's place, for ever, since Anki never replaces a file.
    """
    member = _member(member_name)
    digest = hashlib.sha256()
    try:
        member.file_size = source.stat().st_size
        with archive.open(member, "w") as copy:
            for piece in read_pieces(source):
                digest.update(piece)
                copy.write(piece)
    except FileNotFoundError as error:
        raise _gone(source) from error
    except ValueError as error:  # a drawing that is none any more
        raise _changed(source) from error
    if package_name(source.name, digest.hexdigest()) != name:
        raise _changed(source)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_DATE)
    member.create_system = _UNIX
    member.external_attr = _READABLE_FILE
    return member


def cannot_write(path: Path, error: OSError | sqlite3.Error) -> FlashcardsError:
    """Return what to raise if a package, or what it takes to make it, cannot be written."""
    reason = getattr(error, "strerror", None) or error
    return FlashcardsError(
        f"cannot write {path}: {reason}", "what was there is as it was; try again"
    )
