"""Databases that the disk damaged, as differently as SQLite tells of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

_LENGTH = 255


def damaged(content: bytes, error: type[Exception]) -> bytes:
    """Return a database with damage in the names of its tables, for which SQLite raises this.

    Of some damage it says that memory is short, and of some in bytes that are no text.
    """
    for at in range(100, 4096 - _LENGTH):
        spoilt = content[:at] + b"\xff" * _LENGTH + content[at + _LENGTH :]
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(spoilt)
            try:
                database.execute("select name from sqlite_master")
            except (sqlite3.Error, ValueError, MemoryError) as raised:
                if type(raised) is error:
                    return spoilt
    raise AssertionError(f"nothing makes SQLite raise {error}")
