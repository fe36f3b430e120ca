"""A vault that was exported in, its delivery out: with its ledger, and no export meanwhile."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.changes import ChangeKind
from flashcards.config.options import SyncOptions
from flashcards.delivery.delivering import Delivery, Outcome, deliver, rehearse
from flashcards.delivery.finding import find_way
from flashcards.delivery.ways import Way
from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import Ledger, commit_ledger, exclusive, stage_ledger
from flashcards.memory import remember
from flashcards.memory_files import Memory
from flashcards.package import content_digest, digest_in_place
from flashcards.pipeline import Build
from flashcards.removals import acknowledge


class Asked(Struct, frozen=True):
    """What whoever syncs asks for, besides the settings."""

    profile: str | None = None
    """Instead of that of the settings."""

    again: bool = False
    allow_deletions: bool = False


def deliver_vault(
    package: Path,
    memory: Memory,
    options: SyncOptions,
    asked: Asked,
    tell: Callable[[str], object] = lambda _text: None,
) -> Outcome:
    """Deliver what was exported to `package`.

    `tell` is told of deletions before they are made. Raises `FlashcardsError` if Anki fails, or if
    another export came in between.
    """
    with exclusive(memory.ledger):
        ledger, _ = remember(memory)
        digest = digest_in_place(package)
        if ledger is None or not digest or ledger.package not in {"", digest}:
            raise FlashcardsError(
                f"{package} is not what was exported last: another export came in between",
                "run the sync again",
            )
        delivery = _delivery(package, memory, options, asked, ledger)
        dealt_with = partial(_acknowledge, ledger, memory)
        return deliver(delivery, partial(_way, delivery.options), dealt_with, tell)


def rehearse_vault(built: Build, package: Path, options: SyncOptions, asked: Asked) -> Outcome:
    """Return what a sync of a build would do in Anki, once it is exported."""
    changed = any(change.kind is not ChangeKind.UNCHANGED for change in built.changes)
    asked = replace(asked, again=asked.again or changed)
    delivery = _delivery(package, built.memory, options, asked, built.ledger)
    return rehearse(delivery, partial(_way, delivery.options))


def _delivery(
    package: Path,
    memory: Memory,
    options: SyncOptions,
    asked: Asked,
    ledger: Ledger,
) -> Delivery:
    profile = options.profile if asked.profile is None else asked.profile
    return Delivery(
        package=package,
        digest=content_digest(package),
        entries=ledger.entries,
        options=replace(options, profile=profile),
        file=memory.delivered,
        computer=_this_computer(),
        again=asked.again,
        allow_deletions=asked.allow_deletions,
    )


def _this_computer() -> str:
    """Return what stands for this computer: its name as a digest, since vaults are published."""
    name = socket.gethostname().partition(".")[0].lower()  # what is behind changes with the network
    return hashlib.blake2b(name.encode(), digest_size=4).hexdigest()


def _way(options: SyncOptions) -> Way:
    return find_way(options, sys.platform, os.environ, Path.home())


def _acknowledge(ledger: Ledger, memory: Memory, guids: frozenset[str]) -> None:
    """Mark in the ledger what is gone from the vault and was dealt with in Anki."""
    staged = stage_ledger(acknowledge(ledger, guids), memory.ledger)
    if staged is not None:
        commit_ledger(staged, memory.ledger)
