"""Vault notes as they were read and parsed before, for as long as their files are as they were."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from flashcards.cache.states import TICK, content_digest, state_of, written
from flashcards.cache.store import Store
from flashcards.cache.values import fingerprint, from_bytes

_AT_ONCE = 500
"""Rows in one question, of which SQLite takes no more than 999 values, and in one answer."""

_Row = tuple[str, str, str, bytes]


class ParsedBefore(Struct):
    """What is known of the vault notes of one vault, read with the same options."""

    store: Store
    root: Path
    options: str
    """A digest of all that parsing depends on, beside the file."""

    looks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The state of each file, and a digest of its content if it was written just before."""

    _waiting: list[tuple[str, str, str, str, bytes]] = field(default_factory=list)
    _has_kept: bool = False

    def find(self, paths: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """Yield path and value of each vault note whose file is as it was."""
        for at in range(0, len(paths), _AT_ONCE):
            some = paths[at : at + _AT_ONCE]
            self._look(some)
            for path, state, digest, content in self.store.read(self._known(some)) or ():
                if self._holds(path, state, digest):
                    with suppress(ValueError):
                        yield path, from_bytes(content)

    def keep(self, path: str, content: bytes) -> None:
        """Remember a vault note that `find` did not know, sooner or later: see `finish`."""
        self._waiting.append((path, self.options, *self.looks[path], content))
        if len(self._waiting) >= _AT_ONCE:
            self._write()

    def finish(self, *, is_part: bool) -> None:
        """Remember what was not remembered yet.

        If anything was, forget what `find` was not asked for, unless it was asked for a part of
        the vault.
        """
        if self._waiting:
            self._write()
        if self._has_kept and not is_part:
            self.store.write(self._forget_others)

    def _write(self) -> None:
        rows, self._waiting, self._has_kept = self._waiting, [], True
        statement = "insert or replace into parsed values (?, ?, ?, ?, ?)"
        self.store.write(lambda database: database.executemany(statement, rows))

    def _forget_others(self, database: sqlite3.Connection) -> None:
        known = database.execute("select path from parsed").fetchall()
        gone = [(path,) for (path,) in known if path not in self.looks]
        database.executemany("delete from parsed where path = ?", gone)

    def _look(self, paths: Iterable[str]) -> None:
        """Note how files are, before anybody reads them: what is written later is then seen."""
        just_now = time.time_ns() - TICK
        for path in paths:
            file = f"{self.root}/{path}"
            state = state_of(file)
            self.looks[path] = (state, content_digest(file) if written(state) > just_now else "")

    def _holds(self, path: str, state: str, digest: str) -> bool:
        """Tell whether a file is as it was; one that was known by its content, by that."""
        now, content = self.looks[path]
        return state == now and (
            not digest or digest == (content or content_digest(f"{self.root}/{path}"))
        )

    def _known(self, paths: Sequence[str]) -> Callable[[sqlite3.Connection], list[_Row]]:
        places = ", ".join("?" * len(paths))
        query = f"select path, state, digest, content from parsed where options = ? and path in ({places})"  # noqa: E501, S608
        return lambda database: database.execute(query, (self.options, *paths)).fetchall()


def parsed_before(store: Store, root: Path, options: object) -> ParsedBefore:
    """Return what is known of the vault at `root`; `options` are all that parsing depends on."""
    text = fingerprint(options)
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return ParsedBefore(store, root, digest)
