"""Is a cache whole: for who asks, not for exports, which take a damaged one for none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flashcards.cache.store import DAMAGE, Store


def cache_files(store: Store) -> tuple[Path, ...]:
    """Return the files that are kept of a vault, that with the rows first; none without it."""
    if not store.file.exists():
        return ()
    notes = store.file.with_suffix(".notes")
    return (store.file, notes) if notes.exists() else (store.file,)


def cache_fault(store: Store) -> str:
    """Return what SQLite finds wrong with the rows; empty if nothing is."""
    try:
        address = f"{store.file.as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            (found,) = database.execute("pragma quick_check(1)").fetchone()
    except DAMAGE as error:
        return str(error) or "it is damaged"
    return "" if found == "ok" else str(found)
