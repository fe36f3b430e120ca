"""Where Anki keeps its profiles on this computer, and which of them is meant.

As Anki itself finds them (aqt/profiles.py of 26.9): the folder that ANKI_BASE names, else that of
the operating system; in it `prefs21.db` with a row for each profile and one, `_global`, that knows
which was used last.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from flashcards.cache.store import NO_DATABASE
from flashcards.delivery.ways import NoWay

COLLECTION = "collection.anki2"


class Profile(Struct, frozen=True):
    """One profile of Anki."""

    name: str
    folder: Path

    @property
    def collection(self) -> Path:
        """Its collection."""
        return self.folder / COLLECTION


def base_folders(platform: str, environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    """Yield where Anki may keep its profiles, the surest first; `platform` is `sys.platform`."""
    if named := environment.get("ANKI_BASE"):
        yield Path(named)
        return
    if platform == "win32":
        yield Path(environment.get("APPDATA") or home / "AppData" / "Roaming") / "Anki2"
    elif platform == "darwin":
        yield home / "Library" / "Application Support" / "Anki2"
    else:
        yield Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "Anki2"
        yield home / ".var" / "app" / "net.ankiweb.Anki" / "data" / "Anki2"  # Flatpak's


def find_profile(base: Path, name: str = "") -> Profile:
    """Return the profile called `name`; without one, the only one or the one used last.

    Raises `NoWay` if there is none, or if nothing says which.
    """
    names, last = _read_profiles(base / "prefs21.db")
    if not name and len(names) == 1:
        name = names[0]
    elif not name:
        name = last
    if name not in names:
        listed = ", ".join(names) or "none"
        what = f"no profile {name}" if name else "nothing that says which profile was used last"
        raise NoWay(
            f"Anki has {what} in {base}; there are: {listed}",
            "set `profile` in the table [sync]",
        )
    profile = Profile(name, base / name)
    if not profile.collection.is_file():
        raise NoWay(f"the profile {name} has no collection yet", "open it in Anki once")
    return profile


def schema_of(collection: Path) -> int | None:
    """Return the version of a collection's tables; None if it cannot be read, as while open."""
    with suppress(*NO_DATABASE), closing(_open(collection)) as database:
        row = database.execute("select ver from col").fetchone()
        return int(row[0]) if row else None
    return None


def _read_profiles(preferences: Path) -> tuple[tuple[str, ...], str]:
    """Return the names of the profiles, and the one that was used last or nothing."""
    try:
        with closing(_open(preferences)) as database:
            rows = database.execute("select name, cast(data as blob) from profiles order by name")
            profiles = dict(rows.fetchall())
    except NO_DATABASE as error:
        raise NoWay(
            f"Anki's profiles in {preferences.parent} cannot be read: {str(error) or 'damaged'}",
            "start Anki once, or say where they are: ANKI_BASE",
        ) from error
    last = _last_used(profiles.pop("_global", b""))
    return tuple(profiles), last


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)


class _Anything:
    """What stands for the objects of Qt that Anki kept in its preferences."""

    def __init__(self, *_: Any) -> None:
        pass

    def __setstate__(self, _: Any) -> None:
        pass


class _PlainUnpickler(pickle.Unpickler):
    """Reads plain values, and runs nothing that the file names."""

    def find_class(self, module: str, name: str) -> Any:
        del module, name
        return _Anything


def _last_used(data: bytes) -> str:
    try:
        values = _PlainUnpickler(io.BytesIO(data)).load()
        return str(values.get("last_loaded_profile_name") or "")
    except Exception:  # noqa: BLE001 - a pickle may fail in any way, and then it does not say
        return ""
