"""Packages that are there already: ours, damaged, or another's with our mark on it.

An input is three parts: what is done to the collection (SQL after `SQL:`, else bytes that are put
over it), the ledger that is in it, and bytes that are put over the whole file. Before bytes stands
where they go, in three bytes, and how many they are, in one.
"""

from __future__ import annotations

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.memory import ledger_in
from flashcards.package import (
    check_output,
    digest_in_place,
    is_our_package,
    read_fields,
    read_package,
)
from flashcards.package.read import COLLECTION, LEDGER
from targets._exports import exported

BETWEEN = b"\n=====\n"

TOKENS = (
    "\n=====\n", "SQL:", "update notes set ", "guid = ", "flds = ", "mid = ", "id = ", "null",
    "x'ff'", "'a'", "1e999", ";", "drop table ", "notes", "col", "cards",
    "alter table notes rename to n;", "create view notes as select ", "delete from ",
    "insert into ", "pragma user_version = 9;", "char(31)", "zeroblob(9)", "randomblob(99)",
    "PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\x00\x00\x00\x01a", "\x00\x00\x10\x04abcd",
    "\x00\x00d\x02\x00\x00", "\x00\x10\x00\x08\xff\xff", '{"format": 1}', "\n",
)  # fmt: skip

_SCRIPTS = (
    "update notes set guid = null;",
    "update notes set flds = 'x';",
    "update notes set flds = x'ff', guid = 5;",
    "update notes set mid = mid + 1;",
    "drop table notes;",
    "alter table notes rename to n; create view notes as select * from n, n as m;",
    "delete from notes; delete from col;",
    "pragma application_id = 0;",
)
_STEPS = 100_000
"""Of SQLite's machine, for a script: one that never ends is not what we look for."""


def seeds() -> Iterator[bytes]:
    """Yield what can be done to a package."""
    ledger, package = exported()
    yield BETWEEN + ledger
    yield BETWEEN + b"\xff\n"
    yield from (f"SQL:{script}".encode() for script in _SCRIPTS)
    yield b"\x00\x00\x10\x04abcd" + BETWEEN + ledger[:900]
    yield BETWEEN * 2 + b"\x00\x00\x10\x04abcd"
    yield BETWEEN * 2 + (len(package) - 40).to_bytes(3, "big") + b"\x08abcdefgh"


@cache
def _files() -> tuple[tempfile.TemporaryDirectory[str], Path, dict[str, bytes]]:
    """Return a place for a package, gone with this program, and what is in a good one."""
    folder = tempfile.TemporaryDirectory(prefix="flashcards-fuzz-")
    with zipfile.ZipFile(io.BytesIO(exported()[1])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return folder, Path(folder.name) / "deck.apkg", members


def check(data: bytes) -> None:
    """Ask of the package all that an export asks."""
    _, path, members = _files()
    path.write_bytes(_package(data, members))
    ours, found = is_our_package(path), read_package(path)
    assert ours or found is None
    assert found is None or digest_in_place(path) == found.digest
    for fields in read_fields(path).values():
        assert all(isinstance(text, str) for text in fields.values()), fields
    if found is not None:
        assert all(isinstance(guid, str) for guid in found.guids), found.guids
    for act in (ledger_in, check_output):
        with suppress(FlashcardsError):
            act(path)


def _package(data: bytes, members: dict[str, bytes]) -> bytes:
    collection, ledger, whole = (*data.split(BETWEEN, 2), b"", b"")[:3]
    changed = {**members, COLLECTION: _collection(members[COLLECTION], collection)}
    if ledger:
        changed[LEDGER] = ledger
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    return _put_over(output.getvalue(), whole)


def _collection(content: bytes, change: bytes) -> bytes:
    if not change.startswith(b"SQL:"):
        return _put_over(content, change)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        database.set_authorizer(_allow)
        steps = iter(range(_STEPS // 1000))
        database.set_progress_handler(lambda: next(steps, None) is None, 1000)
        with suppress(sqlite3.Error, sqlite3.Warning, ValueError):
            database.executescript(change[4:].decode("utf-8", "replace").replace("\0", ""))
        database.set_progress_handler(None, 0)
        database.rollback()
        return database.serialize()


def _allow(action: int, *_about: str | None) -> int:
    """Keep scripts from other files."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK


def _put_over(content: bytes, places: bytes) -> bytes:
    changed = bytearray(content)
    at = 0
    while at + 4 < len(places):
        place, length = int.from_bytes(places[at : at + 3], "big"), places[at + 3]
        piece = places[at + 4 : at + 4 + length]
        place %= len(changed)
        changed[place : place + len(piece)] = piece
        at += 4 + length
    return bytes(changed)
