"""The file that holds what was worked out before: one SQLite database for each vault.

Everything in it can be worked out again. So whatever is wrong with it - another program wrote it,
it is damaged, the disk is full - it is as if it were not there, and never an error.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from flashcards.cache.program import program

T = TypeVar("T")

NO_DATABASE = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)
"""What SQLite makes of damage, in any database: of some it says that it needs more memory than
there is, and names in what it says bytes that are no text."""

DAMAGE = (*NO_DATABASE, ValueError, TypeError)
"""What reading something may end with that is damaged, or not what we wrote."""

_FORMAT = 1
_PATIENCE = 5.0
"""Seconds to wait for another run that is writing."""

_FORGOTTEN_AFTER = 200 * 86_400
"""Seconds; whoever does not export a vault for so long has no need of speed."""

_TABLES = """
create table program (digest text not null);
create table answers (asked text primary key, answer text not null) without rowid;
create table exported (key text primary key, value text not null) without rowid;
create table files (path text primary key, state text not null) without rowid;
create table parts (path text primary key, content text not null, told blob not null) without rowid;
create table uses (
  sort text not null, name text not null, path text not null, primary key (sort, name, path)
) without rowid;
create table words (word text primary key, count integer not null) without rowid;
create table parsed (
  path text primary key, options text not null, state text not null, digest text not null,
  content blob not null
);
"""


class Store:
    """What is kept of one vault."""

    def __init__(self, folder: Path, root: Path) -> None:
        """Take the folder for what may be forgotten, and the vault."""
        name = hashlib.blake2b(os.fsencode(os.path.realpath(root)), digest_size=12).hexdigest()
        self.file = folder / "vaults" / f"{name}.sqlite3"

    def read(self, ask: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return what `ask` finds; None if there is nothing that holds for this program."""
        try:
            with closing(self._open()) as database:
                return ask(database) if _is_ours(database) else None
        except DAMAGE:
            return None

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection | None]:
        """Open what is kept, to read from it; None if there is nothing that holds."""
        database = self._opened()
        try:
            yield database
        finally:
            if database is not None:
                database.close()

    def _opened(self) -> sqlite3.Connection | None:
        try:
            database = self._open()
        except sqlite3.Error:
            return None
        try:
            if _is_ours(database):
                return database
        except DAMAGE:
            pass
        database.close()
        return None

    def write(self, act: Callable[[sqlite3.Connection], object]) -> None:
        """Have `act` write, whole or not at all; what is of another program is dropped first."""
        with suppress(OSError):
            self._make_folder()
            try:
                self._write(act)
            except sqlite3.OperationalError:
                return  # busy, read-only, or the disk is full: the next run may have more luck
            except (sqlite3.DatabaseError, UnicodeDecodeError, MemoryError):
                self.file.unlink(missing_ok=True)
                with suppress(sqlite3.Error):
                    self._write(act)

    def forget(self) -> None:
        """Drop all that is kept of the vault."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    def _open(self, mode: str = "ro") -> sqlite3.Connection:
        return sqlite3.connect(f"{self.file.as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE)

    def _write(self, act: Callable[[sqlite3.Connection], object]) -> None:
        with closing(self._open("rwc")) as database:
            database.execute("pragma synchronous = normal")
            with database:
                database.execute("begin immediate")
                if not _is_ours(database):
                    _start_afresh(database)
                act(database)

    def _make_folder(self) -> None:
        """Make the folder, for its user alone, and tidy up what nobody has used for long."""
        folder = self.file.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for other in folder.glob("*.sqlite3"):
            if other.stat().st_mtime < time.time() - _FORGOTTEN_AFTER:
                other.unlink(missing_ok=True)


def _is_ours(database: sqlite3.Connection) -> bool:
    if database.execute("pragma user_version").fetchone() != (_FORMAT,):
        return False
    return bool(database.execute("select digest from program").fetchone() == (program(),))


def _start_afresh(database: sqlite3.Connection) -> None:
    tables = database.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (name,) in tables:
        database.execute(f'drop table "{name}"')
    for statement in filter(str.strip, _TABLES.split(";")):
        database.execute(statement)
    database.execute("insert into program values (?)", (program(),))
    database.execute(f"pragma user_version = {_FORMAT}")
