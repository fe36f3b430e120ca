"""One schedule: which export, when, by which system; a value in, JSON out, and back."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.systems import Entry
from flashcards.scheduling.times import Times

FORMAT = 1

_KEPT = (
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "ANKI_BASE"),
)
"""Variables that decide what an export finds: pandoc, its cache, the names of files."""

_OURS = "FLASHCARDS_"

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Schedule(Struct, frozen=True):
    """An export that the system starts."""

    name: str
    times: Times
    act: Mapping[str, Any]
    """What is to be done, as plain values with full paths; `vault` and `deck` are among them."""

    environment: Mapping[str, str]
    """The variables that matter, as they were when it was made; systems set hardly any."""

    system: str
    python: str
    """The interpreter that has this program, by its full path."""

    log: Path
    added: int
    """When it was made or changed, in seconds since 1970."""

    @property
    def vault(self) -> str:
        """The folder of the vault."""
        return str(self.act["vault"])

    @property
    def deck(self) -> str:
        """The package."""
        return str(self.act["deck"])

    def entry(self, record: Path) -> Entry:
        """Return what the system is told; `record` is where this schedule is kept.

        `-P` keeps the folder that a system starts it in out of what Python imports. Raises
        `FlashcardsError` if no system can be told.
        """
        command = (self.python, "-P", "-m", "flashcards", "schedule", "run", str(record))
        for each in command:
            if _CONTROL.search(each):
                raise FlashcardsError(f"no scheduler can be told of a path like {each!r}")
        about = _one_line(f"flashcards: {self.vault} to {self.deck}")
        return Entry(self.name, self.times, command, about)


def name_of(vault: str, deck: str) -> str:
    """Return the name of a schedule: readable, and the same for the same vault and package."""
    plain = unicodedata.normalize("NFKD", Path(vault).name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower())[:30].strip("-") or "vault"
    both = f"{vault}\0{deck}".encode("utf-8", "surrogateescape")
    return f"{slug}-{hashlib.blake2b(both, digest_size=3).hexdigest()}"


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a schedule keeps."""
    return {name: value for name, value in environment.items() if _is_kept(name)}


def as_then(environment: Mapping[str, str], schedule: Schedule) -> dict[str, str]:
    """Return an environment in which a schedule runs as it was made, whoever starts it."""
    others = {name: value for name, value in environment.items() if not _is_kept(name)}
    return {**others, **schedule.environment}


def format_schedule(schedule: Schedule) -> str:
    """Return a schedule as it is kept in a file."""
    values = {
        "format": FORMAT,
        "name": schedule.name,
        "every_minutes": schedule.times.every,
        "at_minute": schedule.times.at,
        "act": dict(schedule.act),
        "environment": dict(schedule.environment),
        "system": schedule.system,
        "python": schedule.python,
        "log": str(schedule.log),
        "added": schedule.added,
    }
    return json.dumps(values, indent=2) + "\n"


def parse_schedule(text: str, path: Path) -> Schedule:
    """Read what `format_schedule` returned. Raises `FlashcardsError`; `path` is for the message."""
    try:
        values = json.loads(text)
        if values["format"] > FORMAT:
            raise FlashcardsError(f"{path} was written by a newer flashcards", "upgrade this one")
        return Schedule(
            name=values["name"],
            times=Times(values["every_minutes"], values["at_minute"]),
            act={**values["act"], "vault": values["act"]["vault"], "deck": values["act"]["deck"]},
            environment=values["environment"],
            system=values["system"],
            python=values["python"],
            log=Path(values["log"]),
            added=values["added"],
        )
    except (ValueError, TypeError, LookupError) as error:
        raise FlashcardsError(
            f"{path} is no schedule, or a part of it is gone",
            "delete it, and add the schedule anew",
        ) from error


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith(_OURS)


def _one_line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
