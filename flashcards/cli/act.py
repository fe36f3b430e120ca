"""What `watch` does after each edit, and `schedule` each time: one export or one sync."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from flashcards.cli.export import export_once
from flashcards.cli.exported import Exported
from flashcards.cli.options import Request, vault_options
from flashcards.diagnostics import FlashcardsError


class Act(Struct, frozen=True):
    """An export that is done again and again. It never takes much for removed at once."""

    request: Request
    deck: Path
    root_deck: str | None
    sync: bool = False
    """Whether it is delivered into Anki as well."""

    def once(self) -> Exported:
        """Do it. Raises `FlashcardsError` as `export_once` does, or if it could not be delivered.

        Then the package is written, and the next time may find Anki there.
        """
        if not self.sync:
            return export_once(self.request, self.deck, root_deck=self.root_deck)
        from flashcards.cli.sync import sync_once
        from flashcards.sync_report import outcome_phrase

        synced = sync_once(self.request, self.deck, root_deck=self.root_deck)
        outcome, phrase = synced.outcome, outcome_phrase(synced.outcome)
        if not outcome.delivered:
            raise FlashcardsError(phrase, outcome.step)
        delivered = phrase if outcome.acts or outcome.imported or outcome.withheld else ""
        said = tuple(each for each in (synced.exported.changes, delivered) if each)
        summary = (*synced.exported.summary, f"  Anki       {phrase}")
        return replace(synced.exported, changes="; ".join(said), summary=summary)

    def check(self) -> None:
        """Raise `FlashcardsError` for what would make it fail, before nobody is there to see it."""
        from flashcards.package import check_output
        from flashcards.vault_folder import open_vault
        from flashcards.works.libraries import library_paths

        root = open_vault(self.request.vault)
        config = self.request.config(root, self.root_deck)
        library_paths(root, self.request.libraries, config.bibliography)
        check_output(self.deck)

    def written(self) -> frozenset[str]:
        """Return the full paths of what it writes."""
        from flashcards.cache.states import full_path
        from flashcards.memory_files import removed_package

        memory = self.request.memory(self.deck)
        files = (self.deck, removed_package(self.deck), memory.last, memory.ledger)
        return frozenset(map(full_path, (*files, memory.ledger.parent)))

    def named(self) -> frozenset[str]:
        """Return the full paths of the files that the user named."""
        named = (*self.request.libraries, self.request.config_path)
        return frozenset(_full(path) for path in named if path is not None)

    def values(self) -> dict[str, Any]:
        """Return all that was asked, as plain values with full paths, to be kept in a file."""
        request = self.request
        return {
            "vault": _full(request.vault),
            "deck": _full(self.deck),
            "bibliography": [_full(path) for path in request.libraries],
            "config": request.config_path and _full(request.config_path),
            "ledger": request.ledger and _full(request.ledger),
            "no_cache": request.no_cache,
            "root_deck": self.root_deck,
            "sync": self.sync,
        }


def act_of(values: Mapping[str, Any]) -> Act:
    """Return the act that `Act.values` describes."""
    request = Request(
        vault=Path(values["vault"]),
        libraries=tuple(map(Path, values["bibliography"])),
        config_path=values["config"] and Path(values["config"]),
        ledger=values["ledger"] and Path(values["ledger"]),
        quiet=True,
        no_cache=values["no_cache"],
    )
    return Act(request, Path(values["deck"]), values["root_deck"], values["sync"])


def act_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what says which export is to be done, and pass it on as one `Act`."""

    @wraps(command)
    def collected(
        request: Request, deck: Path, root_deck: str | None, sync: bool, **given: Any
    ) -> None:
        command(Act(request, deck, root_deck, sync), **given)

    for decorate in reversed(_OPTIONS):
        collected = decorate(collected)
    return vault_options(collected)


_OPTIONS = (
    click.argument("deck", type=click.Path(dir_okay=False, path_type=Path)),
    click.option(
        "--deck", "root_deck", metavar="NAME", help="The deck that holds the folders' decks."
    ),
    click.option("--sync", is_flag=True, help="Deliver it into Anki as well, as sync does."),
)


def _full(path: Path) -> str:
    """Return a path that means the same from every folder; links in it stay."""
    return os.path.abspath(path.expanduser())  # noqa: PTH100 - absolute() would leave `..` in it
