"""A package that was written -> nothing, or what is wrong: it is read back before it is used.

What is checked here was right in memory. Between there and the disk stand blocks that were deflated
for an earlier package, a copy, and hardware.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path

from flashcards.cache.store import NO_DATABASE
from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import LedgerText
from flashcards.package.deflating import Packed
from flashcards.package.read import COLLECTION
from flashcards.package.zipped import fault_in_zip

MEDIA = "media"
_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError, ValueError)


class NotReadBackError(FlashcardsError):
    """What was written is not what it should be; nothing is in its place yet."""


def digest_of(database: Path, ledger: LedgerText) -> str:
    """Return the digest of a package with a collection that was written, and a ledger.

    Raises `NotReadBackError` if the database is not whole.
    """
    try:
        if fault := _database_fault(database):
            raise not_read_back(fault)
        with database.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        for part in ledger.parts():
            digest.update(part)
    except (OSError, *NO_DATABASE) as error:
        raise not_read_back(str(error)) from error
    return digest.hexdigest()


def check_zip(zipped: Path, files: Mapping[str, Packed]) -> None:
    """Raise `NotReadBackError` if a zip that was written is not what it should be."""
    check_structure(zipped, files.keys())
    try:
        with zipped.open("rb") as file:
            if fault := fault_in_zip(file, files):
                raise not_read_back(fault)
    except _BROKEN as error:
        raise not_read_back(str(error)) from error


def check_structure(file: Path, names: AbstractSet[str]) -> None:
    """Raise `NotReadBackError` if a package that was written does not hold just these files.

    The beginning of each file is looked at, and where it lies, but not all of it: that costs little
    also for thousands of pictures.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.NameToInfo.keys() != names:
                raise not_read_back("it holds other files")
            for member in archive.infolist():
                archive.open(member).close()  # reads what stands before the file
    except _BROKEN as error:
        raise not_read_back(str(error)) from error


def package_faults(file: Path) -> Iterator[str]:
    """Yield what is wrong with a package, having read all of it."""
    try:
        with zipfile.ZipFile(file) as archive:
            if damaged := archive.testzip():
                yield f"{damaged} in it is damaged"
                return
            listed = json.loads(archive.read(MEDIA))
            for number in sorted(listed.keys() - archive.NameToInfo.keys()):
                yield f"the picture or sound {listed[number]} is missing"
            collection = archive.read(COLLECTION)
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(collection)
            if fault := _quick_check(database):
                yield fault
    except (*_BROKEN, *NO_DATABASE) as error:
        yield f"it cannot be read ({str(error) or 'it is damaged'})"


def media_in(file: Path) -> frozenset[str]:
    """Return the names of the pictures and sounds in a package that has no faults."""
    with zipfile.ZipFile(file) as archive:
        return frozenset(json.loads(archive.read(MEDIA)).values())


def _database_fault(file: Path) -> str:
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        return _quick_check(database)


def _quick_check(database: sqlite3.Connection) -> str:
    """Return what SQLite finds wrong with a database; empty if nothing is."""
    (found,) = database.execute("pragma quick_check(1)").fetchone()
    return "" if found == "ok" else f"its database is damaged ({found})"


def not_read_back(why: str) -> NotReadBackError:
    """Return the error that says so."""
    return NotReadBackError(
        f"the package that was written cannot be read back: {why}",
        "nothing has changed; try again, and if that fails as well, look after the disk",
    )
