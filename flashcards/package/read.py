"""A package -> what we wrote into it; and whether a file may be overwritten with a new one.

Only what this program wrote is ours. A package that Anki exported has the user's review history
in it, also if the notes came from us, and is never overwritten.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from msgspec import Struct

from flashcards.cache.store import NO_DATABASE
from flashcards.diagnostics import FlashcardsError
from flashcards.notetypes import NOTETYPES
from flashcards.package.schema import APPLICATION_ID

COLLECTION = "collection.anki2"
LEDGER = "flashcards-ledger.jsonl"
"""Ours; Anki looks for the files that it knows, and for those that `media` lists."""

_LARGE = 50_000_000
_MOST_INFLATED = 100
"""What is larger, and shrinks to less than a hundredth, was never a collection: text shrinks to a
third, and zip to a thousandth at most."""

_PART = 1 << 20
"""Bytes that are read at once."""

_UNREADABLE = (
    *(OSError, EOFError, ValueError, KeyError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)
_MAGIC = b"SQLite format 3\0"


class ReadPackage(Struct, frozen=True):
    """What a package of ours remembers."""

    ledger_lines: tuple[str, ...]
    guids: tuple[str, ...]
    """In the order of the note ids."""

    digest: str
    """Of everything but the bytes of the pictures, whose names have digests of their own."""


def package_digest(collection: bytes, ledger: bytes) -> str:
    """Return the digest by which a ledger and a package know each other again."""
    digest = hashlib.sha256(collection)
    digest.update(ledger)
    return digest.hexdigest()


def is_our_package(path: Path) -> bool:
    """Tell whether this program wrote the file; False if there is none."""
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(_member(archive, COLLECTION)) as collection,
        ):
            header = collection.read(100)
    except _UNREADABLE:
        return False
    return header.startswith(_MAGIC) and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def read_package(path: Path) -> ReadPackage | None:
    """Read what a package remembers; None if the file is missing, broken or not ours."""
    found = _read(path)
    if found is None:
        return None
    collection, ledger = found
    rows = _rows(collection, "select guid from notes order by id")
    if rows is None:
        return None
    try:
        lines = tuple(ledger.decode("utf-8").split("\n")[:-1])
    except UnicodeDecodeError:
        return None
    guids = tuple(str(guid) for (guid,) in rows)
    return ReadPackage(lines, guids, package_digest(collection, ledger))


def digest_in_place(path: Path) -> str:
    """Return the digest of the package that is there; empty if there is none of ours, whole."""
    return _digest_of(path, {COLLECTION, LEDGER})


def content_digest(path: Path) -> str:
    """Return a digest of what Anki takes from a package: all but the ledger that it carries.

    Empty if there is no package of ours, whole.
    """
    return _digest_of(path, {COLLECTION})


def _digest_of(path: Path, files: Container[str]) -> str:
    """Return the digest of some files of a package; empty if it is none of ours, whole."""
    if not is_our_package(path):
        return ""
    digest = hashlib.sha256()
    try:
        with zipfile.ZipFile(path) as archive:
            for name in (COLLECTION, LEDGER):
                if name == COLLECTION or name in archive.NameToInfo:
                    for part in _parts(archive, name):
                        if name in files:
                            digest.update(part)
    except _UNREADABLE:
        return ""
    return digest.hexdigest()


def read_fields(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the fields (HTML by name) of every Anki note by guid; nothing if it is not ours."""
    found = _read(path)
    if found is None:
        return {}
    collection, _ = found
    names = {notetype.id: notetype.field_names for notetype in NOTETYPES}
    rows = _rows(collection, "select guid, mid, flds from notes order by id") or []
    return {
        str(guid): dict(zip(names[notetype], str(fields).split("\x1f"), strict=False))
        for guid, notetype, fields in rows
        if notetype in names
    }


def check_output(path: Path) -> None:
    """Raise `FlashcardsError` if a package cannot or must not be written there."""
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise FlashcardsError(
            f"cannot write {path}: there is no folder {folder}", "make it, or name another place"
        )
    if not os.access(folder, os.W_OK):
        raise FlashcardsError(
            f"cannot write {path}: the folder {folder} is read-only", "name another place"
        )
    if path.is_dir():
        raise FlashcardsError(f"cannot write {path}: it is a folder", f"try {path / 'deck.apkg'}")
    if path.exists() and not is_our_package(path):
        raise FlashcardsError(_not_ours(path), "move it away, or name another file")


def _not_ours(path: Path) -> str:
    if zipfile.is_zipfile(path) and path.suffix == ".apkg":
        return f"{path} exists and was not written by flashcards"
    return f"{path} exists and is not an Anki package"


def _read(path: Path) -> tuple[bytes, bytes] | None:
    """Return the collection and the ledger in a package of ours; None if it is none."""
    if not is_our_package(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            ledger = _content(archive, LEDGER) if LEDGER in archive.NameToInfo else b""
            return _content(archive, COLLECTION), ledger
    except _UNREADABLE:
        return None


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield what is in a file, part by part: of a large vault it would fill much of the memory."""
    with archive.open(_member(archive, name)) as file:
        yield from iter(partial(file.read, _PART), b"")


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(_member(archive, name))


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Return what an archive says of a file of ours; `BadZipFile` if we never wrote it so."""
    member = archive.getinfo(name)
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile(f"{name} is compressed in another way")
    if member.file_size > max(_LARGE, _MOST_INFLATED * member.compress_size):
        raise zipfile.BadZipFile(f"{name} would grow too large")
    return member


def _rows(collection: bytes, query: str) -> list[tuple[object, ...]] | None:
    """Ask a collection for its notes; None if it is none.

    Whoever made it may have put a view in the place of the table, which never comes to an end.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(collection)
            database.execute("pragma trusted_schema = off")
            found = database.execute("select type from sqlite_master where name = 'notes'")
            return database.execute(query).fetchall() if found.fetchall() == [("table",)] else None
    except NO_DATABASE:
        return None
