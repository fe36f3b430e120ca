"""`flashcards ledger`: look at what is remembered, or rebuild it from a package."""

from __future__ import annotations

from pathlib import Path

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import say, utf_8
from flashcards.diagnostics import FlashcardsError


@click.group(short_help="Look at what is remembered of a vault, or rebuild it.")
def ledger() -> None:
    """Look at what is remembered of a vault, or rebuild it from a package.

    \b
    Examples:
      flashcards ledger show vault/
      flashcards ledger rebuild vault/ --from deck.apkg
    """


@ledger.command(short_help="Show what is remembered of a vault.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show(request: Request, as_json: bool) -> None:
    """Show what is remembered of VAULT: its names, and every flashcard that was ever exported.

    \b
    Examples:
      flashcards ledger show vault/
      flashcards ledger show vault/ | grep retired
      flashcards ledger show vault/ --json | jq -r 'select(.retired) | .question'
    """
    from flashcards.memory import remember
    from flashcards.report import ledger_json, ledger_lines

    memory = request.memory()
    known, diagnostics = remember(memory)
    if known is None:
        raise FlashcardsError(
            f"nothing was exported from {request.vault} yet, as far as is remembered",
            f"flashcards ledger rebuild {request.vault} --from DECK.apkg, if there is a package",
        )
    for each in diagnostics:
        say(str(each), err=True)
    if as_json:
        for entry in known.entries.values():
            click.echo(utf_8(ledger_json(entry)))
        return
    for line in ledger_lines(known):
        say(line)


@ledger.command(short_help="Rebuild what is remembered from a package.")
@vault_options
@click.option(
    "--from",
    "package",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The package that was exported from this vault last.",
)
@click.option("--replace", "replacing", is_flag=True, help="Even if there is a ledger already.")
def rebuild(request: Request, package: Path, replacing: bool) -> None:
    """Rebuild the ledger of VAULT from a package that was exported from it.

    An export does so by itself if its package or .flashcards/last.apkg is still there.

    \b
    Examples:
      flashcards ledger rebuild vault/ --from ~/Downloads/deck.apkg
    """
    from flashcards.ledger import commit_ledger, exclusive, stage_ledger
    from flashcards.memory import ledger_in

    memory = request.memory()
    if memory.ledger.exists() and not replacing:
        raise FlashcardsError(
            f"there is a ledger already: {memory.ledger}",
            "--replace puts the one of the package in its place",
        )
    found = ledger_in(package)
    if found is None:
        raise FlashcardsError(f"{package} is not a package that flashcards wrote")
    with exclusive(memory.ledger):
        staged = stage_ledger(found, memory.ledger)
        if staged is not None:
            commit_ledger(staged, memory.ledger)
    if not request.quiet:
        click.echo(f"{memory.ledger}: {len(found.entries)} flashcards, as {package} has them")
