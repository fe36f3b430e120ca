"""A user's Anki for tests of sync: a profile on disk, running with AnkiConnect or closed."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from anki_backend import Anki, open_anki
from connect_server import ConnectServer, serving

NOWHERE = "http://127.0.0.1:9"
"""Where nobody listens."""


def make_profiles(base: Path, *names: str, last: str = "") -> None:
    """Write Anki's folder with these profiles, each with an empty collection."""
    base.mkdir(parents=True, exist_ok=True)
    rows = {"_global": {"last_loaded_profile_name": last}, **{name: {} for name in names}}
    with closing(sqlite3.connect(base / "prefs21.db")) as database, database:
        database.execute("create table profiles (name text primary key collate nocase, data blob)")
        for name, values in rows.items():
            database.execute("insert into profiles values (?, ?)", (name, pickle.dumps(values)))
    for name in names:
        with open_anki(base / name):
            pass


@dataclass
class Desktop:
    """One user's Anki, and the vault that is synced with it."""

    base: Path
    vault: Path
    running: bool
    """Whether Anki runs, with AnkiConnect, while the vault is synced."""

    settings: str = ""
    """More lines of the table [sync]."""

    top: str = ""
    """Lines above all tables."""

    server: ConnectServer = field(default_factory=ConnectServer)
    """The AnkiConnect that listens while Anki runs."""

    @property
    def profile(self) -> Path:
        """The folder of the profile that is used."""
        return self.base / "User 1"

    @contextmanager
    def anki(self) -> Iterator[Anki]:
        """Open Anki, to study and to edit."""
        with open_anki(self.profile) as anki:
            yield anki

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Have Anki as it is while syncing: running, or closed."""
        if not self.running:
            self._write(NOWHERE)
            yield
            return
        with self.anki() as self.server.anki, serving(self.server):
            self._write(self.server.address)
            yield

    def _write(self, address: str) -> None:
        lines = f'{self.top}[sync]\naddress = "{address}"\n{self.settings}'
        (self.vault / "flashcards.toml").write_text(lines, encoding="utf-8")
