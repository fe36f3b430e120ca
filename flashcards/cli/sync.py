"""`flashcards sync`: a vault exported, and delivered into Anki."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from flashcards.cli.export import export_once
from flashcards.cli.exported import Exported
from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import say, utf_8

if TYPE_CHECKING:
    from flashcards.delivery import Asked, Outcome

EXIT_WAITS = 1
"""Something waits for the user: Anki was not there, or deletions were withheld."""


class Synced(Struct, frozen=True):
    """What one sync did."""

    package: Path
    exported: Exported
    outcome: Outcome


def sync_once(
    request: Request,
    deck: Path | None = None,
    asked: Asked | None = None,
    *,
    root_deck: str | None = None,
    allow_removals: bool = False,
) -> Synced:
    """Export a vault and deliver it into Anki; every command that delivers does it so.

    `deck` is the package to write, or None for one in the cache. That Anki is not there is an
    outcome and no error. Raises `FlashcardsError` as `export_once` does, or if Anki fails while
    it is delivered to; the next sync then goes on from there.
    """
    from flashcards.delivery import Asked, deliver_vault
    from flashcards.vault_folder import open_vault

    options = request.config(open_vault(request.vault)).sync
    package = deck or _own_package(request)
    if deck is None:
        package.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    exported = export_once(request, package, root_deck=root_deck, allow_removals=allow_removals)
    memory = request.memory(package)
    outcome = deliver_vault(package, memory, options, asked or Asked(), _tell(request))
    return Synced(package, exported, outcome)


@click.command(short_help="Export a vault, and deliver it into Anki.")
@vault_options
@click.argument("deck", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--deck", "root_deck", metavar="NAME", help="The deck that holds the folders' decks.")
@click.option("--profile", metavar="NAME", help="Anki's profile, instead of the settings' one.")
@click.option("--again", is_flag=True, help="Import even what was imported before.")
@click.option(
    "--allow-removals",
    is_flag=True,
    help="Go on even if more than a fifth of the flashcards are gone from the vault.",
)
@click.option(
    "--allow-deletions", is_flag=True, help="Delete in Anki more than the settings' limit at once."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, the whole last.")
def sync(
    request: Request,
    deck: Path | None,
    root_deck: str | None,
    allow_removals: bool,
    dry_run: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Export VAULT as export does, and bring it into Anki: to DECK, or to a file in the cache.

    If Anki is running, by its add-on AnkiConnect; if it is closed, by Anki's own library, with its
    backup first (pip install 'vault-flashcards[anki]'). Cards whose deck changed are moved, unless
    you moved them; what is gone from the vault is suspended and tagged; the table [sync] of
    flashcards.toml says otherwise.

    Exits with 1 if something waits for you: Anki was not there, or more would be deleted than the
    limit. The package is written in any case.

    \b
    Examples:
      flashcards sync vault/ --dry-run
      flashcards sync vault/
      flashcards sync vault/ --json | jq -r 'select(.delivered == false) | .reason'
    """
    from flashcards.delivery import Asked

    asked = Asked(**given)
    if dry_run:
        outcome = _rehearse(request, deck, asked, root_deck, as_json=as_json)
    else:
        synced = sync_once(request, deck, asked, root_deck=root_deck, allow_removals=allow_removals)
        outcome = synced.outcome
        _show(request, synced, as_json=as_json)
    if outcome.withheld or not outcome.delivered:
        sys.exit(EXIT_WAITS)


def _rehearse(
    request: Request, deck: Path | None, asked: Asked, root_deck: str | None, *, as_json: bool
) -> Outcome:
    from flashcards.cli.diff import show_diff
    from flashcards.delivery import rehearse_vault
    from flashcards.export_report import changes_line, summary_of
    from flashcards.sync_report import outcome_json, outcome_lines
    from flashcards.vault_folder import open_vault

    options = request.config(open_vault(request.vault)).sync
    package = deck or _own_package(request)
    built = request.build(request.memory(package), root_deck)
    show_diff(built, as_json=as_json, explain=False, quiet=request.quiet)
    outcome = rehearse_vault(built, package, options, asked)
    if as_json:
        for line in outcome_json(outcome, package, changes_line(summary_of(built))):
            click.echo(utf_8(line))
    else:
        for line in outcome_lines(outcome, package, rehearsed=True):
            say(line)
    return outcome


def _show(request: Request, synced: Synced, *, as_json: bool) -> None:
    from flashcards.sync_report import outcome_json, outcome_lines

    if as_json:
        for line in outcome_json(synced.outcome, synced.package, synced.exported.changes):
            click.echo(utf_8(line))
        return
    if request.quiet and synced.outcome.delivered and not synced.outcome.withheld:
        return
    if not request.quiet:
        for line in _head(synced.exported):
            say(line)
    for line in outcome_lines(synced.outcome, synced.package):
        say(line)


def _head(exported: Exported) -> tuple[str, ...]:
    """Return of what an export says what holds in Anki, too: there sync does the rest."""
    first, *rest = exported.summary
    shown = ("  changes", "  to mend")
    return (first, *(line for line in rest if line.startswith(shown)))


def _tell(request: Request) -> Callable[[str], None]:
    def tell(text: str) -> None:
        if not request.quiet:
            say(text, err=True)

    return tell


def _own_package(request: Request) -> Path:
    """Return where the package goes that nobody named: it holds all media, so not in the vault.

    It is always the same, so that a killed export is settled by the next.
    """
    from flashcards.cache import Store
    from flashcards.places import cache_folder
    from flashcards.vault_folder import open_vault

    root = open_vault(request.vault)
    folder = Store(cache_folder(), root).file.with_suffix("")
    return folder / f"{root.name or 'vault'}.apkg"
