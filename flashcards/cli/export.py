"""`flashcards export`: the package of a vault."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.options import Request, vault_options


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
    from flashcards.cli.diff import show_diff
    from flashcards.exporting import export_vault
    from flashcards.removal_report import tombstone_lines
    from flashcards.removals import removed_entries
    from flashcards.report import summary_lines
    from flashcards.tombstones import removed_package

    memory = request.memory(deck)
    if dry_run:
        built = request.build(memory, root_deck)
        show_diff(built, as_json=False, explain=False, quiet=request.quiet)
        return
    built = export_vault(
        deck,
        memory,
        lambda: request.build(memory, root_deck),
        allow_removals=allow_removals,
    )
    if not request.quiet:
        for line in summary_lines(built, str(deck)):
            click.echo(line)
        if gone := removed_entries(built.ledger.entries.values()):
            for line in tombstone_lines(gone, removed_package(deck), str(request.vault)):
                click.echo(line)
