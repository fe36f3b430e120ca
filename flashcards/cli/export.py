"""`flashcards export`: the package of a vault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli.options import Request, vault_options
from flashcards.memory_files import removed_package

if TYPE_CHECKING:
    from flashcards.pipeline import Build


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export did, in words; what it wrote stands in the ledger."""

    summary: tuple[str, ...]
    """Lines for the terminal."""

    changes: str
    """In one phrase, as `2 new, 1 updated`; empty if Anki has nothing to learn from it."""


def export_once(
    request: Request, deck: Path, *, root_deck: str | None = None, allow_removals: bool = False
) -> Exported:
    """Write the package of a vault to `deck`; every command that exports does it so.

    Raises `FlashcardsError` as `exporting.export_vault` does, or if the vault or its settings
    cannot be read.
    """
    memory = request.memory(deck)
    repeated = request.repeating(memory, root_deck)
    if repeated is not None and (last_said := repeated.last_said()) is not None:
        return Exported(last_said, "")

    from flashcards.exporting import export_vault
    from flashcards.report import again, changes_line, summary_lines, summary_of

    said: list[Exported] = []

    def done(built: Build, _database: Path) -> None:
        summary, stones = summary_of(built), _stones(request, deck, built)
        lines = (*summary_lines(summary, str(deck)), *stones)
        said.append(Exported(lines, changes_line(summary)))
        if repeated is not None:
            repeated.remember((*summary_lines(again(summary), str(deck)), *stones), built.beside)

    export_vault(
        deck,
        memory,
        lambda: request.build(memory, root_deck),
        allow_removals=allow_removals,
        done=done,
    )
    return said[0]


def _stones(request: Request, deck: Path, built: Build) -> tuple[str, ...]:
    """Return what there is to say about flashcards that are gone from the vault."""
    from flashcards.removal_report import tombstone_lines
    from flashcards.removals import removed_entries

    gone = removed_entries(built.ledger.entries.values())
    return tuple(tombstone_lines(gone, removed_package(deck), str(request.vault))) if gone else ()


@click.command(short_help="Write an Anki package of all flashcards in a vault.")
@vault_options
@click.argument("deck", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--deck", "root_deck", metavar="NAME", help="The deck that holds the folders' decks.")
@click.option(
    "--allow-removals",
    is_flag=True,
    help="Go on even if more than a fifth of the flashcards are gone from the vault.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, as diff does; write nothing.")
def export(
    request: Request, deck: Path, root_deck: str | None, allow_removals: bool, dry_run: bool
) -> None:
    """Write an Anki package of all flashcards in VAULT to DECK.

    Import it in Anki with File > Import, and again after every export: flashcards that did not
    change are left alone, changed ones are updated in place, and no review is lost.

    \b
    Examples:
      flashcards export vault/ deck.apkg
      flashcards export vault/ deck.apkg -b ~/Zotero/library.bib
      flashcards export vault/ deck.apkg --deck "Medicine"
    """
    if dry_run:
        from flashcards.cli.diff import show_diff

        built = request.build(request.memory(deck), root_deck)
        show_diff(built, as_json=False, explain=False, quiet=request.quiet)
        return
    exported = export_once(request, deck, root_deck=root_deck, allow_removals=allow_removals)
    if not request.quiet:
        for line in exported.summary:
            click.echo(line)
