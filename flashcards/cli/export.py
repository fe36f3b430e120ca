"""`flashcards export`: the package of a vault."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from flashcards.cli.exported import Exported
from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import is_terminal, say, utf_8
from flashcards.diagnostics import FlashcardsError


def export_once(
    request: Request,
    deck: Path,
    *,
    root_deck: str | None = None,
    allow_removals: bool = False,
    changes: Path | None = None,
    since: Path | None = None,
) -> Exported:
    """Write the package of a vault to `deck`; every command that exports does it so.

    Also, if `changes` names one, a package of what changed since an earlier one, or since the last
    export.
    Raises `FlashcardsError` as `exporting.export_vault` does, or if the vault or its settings
    cannot be read.
    """
    memory = request.memory(deck)
    repeated = request.repeating(memory, root_deck, (changes, since))
    if repeated is not None and (last_said := repeated.last_said()) is not None:
        as_json, *lines = last_said
        return Exported(tuple(lines), "", as_json, repeated.others_last_time())

    from flashcards.cli.exporting import Export, changes_package

    package = changes_package(changes, since, memory)
    export = Export(request, deck, memory, repeated, root_deck, allow_removals, package)
    return export.of_changes() or export.of_everything()


@click.command(short_help="Write an Anki package of all flashcards in a vault.")
@vault_options
@click.argument("deck", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--deck", "root_deck", metavar="NAME", help="The deck that holds the folders' decks.")
@click.option(
    "--allow-removals",
    is_flag=True,
    help="Go on even if more flashcards are gone from the vault than [export] in the settings"
    " allows, which is a fifth unless you set it.",
)
@click.option(
    "--changes",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write also a package with only what changed since the last export.",
)
@click.option(
    "--since",
    metavar="PACKAGE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --changes: since that earlier package instead.",
)
@click.option(
    "--no-scheduling",
    is_flag=True,
    help="Leave out the schedules of obsidian-spaced-repetition: all cards begin as new ones.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Export flashcards that have Anki notes of another tool as new ones, without reviews.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, as diff does; write nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object; with --dry-run, those of diff."
)
def export(
    request: Request,
    deck: Path,
    *,
    no_scheduling: bool,
    fresh: bool,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Write an Anki package of all flashcards in VAULT to DECK.

    Import it in Anki with File > Import, and again after every export: flashcards that did not
    change are left alone, changed ones are updated in place, and no review is lost.

    \b
    Examples:
      flashcards export vault/ deck.apkg
      flashcards export vault/ deck.apkg -b ~/Zotero/library.bib
      flashcards export vault/ deck.apkg --deck "Medicine"
      flashcards export vault/ deck.apkg --changes changes.apkg
      flashcards export vault/ deck.apkg --json | jq .changes
    """
    request = replace(request, no_scheduling=no_scheduling, fresh=fresh)
    if dry_run:
        from flashcards.cli.diff import show_diff

        built = request.build(request.memory(deck), options["root_deck"])
        show_diff(built, as_json=as_json, explain=False, quiet=request.quiet)
        return
    exported = _exported(request, deck, options)
    if as_json:
        click.echo(utf_8(exported.as_json))
    elif not request.quiet:
        for line in exported.summary:
            say(line)


def _exported(request: Request, deck: Path, options: Mapping[str, Any]) -> Exported:
    """Export, after a question on a terminal if reviews in Anki would be left behind."""
    try:
        return export_once(request, deck, **options)
    except FlashcardsError as error:
        from flashcards.unadopted import UnadoptedError

        if not isinstance(error, UnadoptedError) or not is_terminal(sys.stdin):
            raise
        say(f"{error.message}\n    {error.hint}", err=True)
        if not click.confirm("Export them as new Anki notes all the same?", err=True):
            raise FlashcardsError("nothing was exported", error.hint) from error
    return export_once(replace(request, fresh=True), deck, **options)
