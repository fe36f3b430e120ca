"""The file that the user exported -> the database in it, laid out for reading.

A package holds one of `collection.anki21b` (compressed with zstd), `collection.anki21` and
`collection.anki2`. Beside either of the first, the last is only there to tell an old Anki that it
is too old.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import IO

from flashcards.collection.database import open_database, read_database
from flashcards.collection.values import Collection
from flashcards.diagnostics import FlashcardsError

_MAGIC = b"SQLite format 3\0"
_COMPRESSED = "collection.anki21b"
_MEMBERS = (_COMPRESSED, "collection.anki21", "collection.anki2")
_KNOWN_FORMATS = frozenset({1, 2, 3})
"""Of packages, as their member `meta` has them."""

_BROKEN = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError)


def read_collection(path: Path) -> Collection:
    """Read the Anki notes of a `.colpkg`, an `.apkg` or a `collection.anki2`.

    Raises `FlashcardsError` if it is none, is broken, is in use, or if a newer Anki made it.
    """
    try:
        with path.open("rb") as file:
            begins = file.read(len(_MAGIC))
    except OSError as error:
        raise FlashcardsError(f"cannot read {path}: {error.strerror or error}") from error
    if begins == _MAGIC:
        return _read_database(path, path)
    if not zipfile.is_zipfile(path):
        raise FlashcardsError(
            f"{path} is no collection of Anki, or only a part of one",
            "export it again: File > Export > Anki Collection Package (.colpkg)",
        )
    with tempfile.TemporaryDirectory(prefix="flashcards-") as folder:
        database = Path(folder) / "collection.anki2"
        try:
            with zipfile.ZipFile(path) as archive:
                _lay_out(archive, database, path)
        except _BROKEN as error:
            raise _broken(path, error) from error
        return _read_database(database, path)


def _read_database(database: Path, path: Path) -> Collection:
    journal = database.with_name(f"{database.name}-wal")
    if journal.exists() and journal.stat().st_size:
        raise FlashcardsError(
            f"{path} is open in Anki, or was not closed: {journal.name} lies beside it",
            "close Anki, or export the collection: File > Export",
        )
    with closing(open_database(database, path)) as opened:
        return read_database(opened, path)


def _lay_out(archive: zipfile.ZipFile, database: Path, path: Path) -> None:
    """Write the database of a package to a file of its own."""
    names = set(archive.namelist())
    if "meta" in names and _format_of(archive.read("meta")) not in _KNOWN_FORMATS:
        raise FlashcardsError(
            f"a newer Anki than this program knows made {path}",
            'upgrade this program, or export with "Support older Anki versions" ticked',
        )
    member = next((name for name in _MEMBERS if name in names), None)
    if member is None:
        raise FlashcardsError(f"{path} is no package of Anki: there is no collection in it")
    with archive.open(member) as packed, database.open("wb") as unpacked:
        if member == _COMPRESSED:
            _decompress(packed, unpacked, path)
        else:
            shutil.copyfileobj(packed, unpacked)


def _format_of(meta: bytes) -> int:
    """Return the first field of Anki's `PackageMetadata`, a small number."""
    return meta[1] if len(meta) > 1 and meta[0] == 0x08 else 0


def _decompress(packed: IO[bytes], unpacked: IO[bytes], path: Path) -> None:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415  # few need it

        try:
            with zstd.open(packed) as reader:
                shutil.copyfileobj(reader, unpacked)
        except zstd.ZstdError as error:
            raise _broken(path, error) from error
        return
    try:
        import zstandard  # noqa: PLC0415  # an extra; few need it
    except ModuleNotFoundError as error:
        raise FlashcardsError(
            f"{path} is compressed in a way that needs one more package",
            "pip install 'vault-flashcards[adopt]', or export the collection again with"
            ' "Support older Anki versions" ticked',
        ) from error
    try:
        zstandard.ZstdDecompressor().copy_stream(packed, unpacked)
    except zstandard.ZstdError as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> FlashcardsError:
    return FlashcardsError(
        f"{path} is broken: {error}", "nothing was changed; export the collection again"
    )
