"""What the checks look at: the vault, what belongs to it, and this computer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from flashcards.cache import Store
from flashcards.config import Config, vault_config
from flashcards.diagnostics import Diagnostic, FlashcardsError
from flashcards.memory_files import Memory
from flashcards.scheduling.records import SUFFIX, read
from flashcards.scheduling.schedule import Schedule
from flashcards.scheduling.systems import Runner
from flashcards.surroundings import filters_of
from flashcards.vault import Listing, walk_vault


class Folders(Struct, frozen=True, dict=True):
    """The user's own folders."""

    cache: Path
    logs: Path
    schedules: Path


class Patient(Struct, frozen=True, dict=True):
    """A vault, and all that belongs to it."""

    root: Path
    memory: Memory
    read_config: Callable[[], Config]
    """Raises `FlashcardsError` if the settings are broken."""

    asked: tuple[Path, ...]
    """The libraries that were named by options."""

    folders: Folders
    run: Runner
    """Starts programs of the system, which only say what they know."""

    environment: Mapping[str, str]
    now: float
    """In seconds since 1970."""

    @property
    def store(self) -> Store:
        """The cache of the vault."""
        return Store(self.folders.cache, self.root)

    @cached_property
    def config(self) -> Config:
        """The settings; those of the vault alone if the user's are broken."""
        try:
            return self.read_config()
        except FlashcardsError:
            return vault_config(self.root)

    @cached_property
    def walked(self) -> tuple[Listing, tuple[Diagnostic, ...]]:
        """The files of the vault, and what is wrong with them."""
        config = self.config
        hide = filters_of(config).hide
        return walk_vault(self.root, config.ignore, config.include, hide)

    @cached_property
    def schedules(self) -> tuple[tuple[Path, Schedule], ...]:
        """The schedules of the vault, and where each is kept; what cannot be read is left out."""
        found: list[tuple[Path, Schedule]] = []
        for record in sorted(self.folders.schedules.glob(f"*{SUFFIX}")):
            with suppress(FlashcardsError):
                schedule = read(record)
                if os.path.realpath(schedule.vault) == str(self.root):
                    found.append((record, schedule))
        return tuple(found)

    @cached_property
    def decks(self) -> tuple[Path, ...]:
        """The packages that the vault is exported to: the named one, else what is remembered."""
        if self.memory.package is not None:
            return (self.memory.package.absolute(),)
        scheduled = (Path(os.path.realpath(schedule.deck)) for _, schedule in self.schedules)
        found = {*exported_to(self.store, self.memory), *scheduled}
        return tuple(sorted(path for path in found if path.exists()))


def exported_to(store: Store, memory: Memory) -> tuple[Path, ...]:
    """Return where the cache knows the last export with this ledger to have gone."""
    query = "select value from exported where key = 'digests'"
    row = store.read(lambda database: database.execute(query).fetchone())
    try:
        paths = {Path(path) for path in json.loads(row[0])} if row else set()
    except (ValueError, TypeError):
        return ()
    return tuple(paths - {memory.last}) if memory.last in paths else ()
