"""`flashcards removed`: what is gone from the vault, and still in Anki."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import say, utf_8
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from flashcards.memory_files import Memory


@click.command(short_help="List what is gone from a vault and still in Anki.")
@vault_options
@click.option("--done", is_flag=True, help="Say that you have dealt with all of them in Anki.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def removed(request: Request, done: bool, as_json: bool) -> None:
    """List the flashcards that were gone from VAULT at an export, and are still in Anki.

    An import cannot delete: search for them in Anki's browser with what is printed here, and
    delete or keep them. Then say --done, so that they are no longer listed, nor written to
    deck.removed.apkg. If one comes back into the vault, it is the same flashcard again.

    \b
    Examples:
      flashcards removed vault/
      flashcards removed vault/ --json | jq -r .question
      flashcards removed vault/ --done
    """
    memory = request.memory()
    if not done:
        _list(memory, str(request.vault), as_json=as_json)
        return
    count = _acknowledge(memory)
    if not request.quiet:
        what = "1 flashcard is" if count == 1 else f"{count} flashcards are"
        click.echo(f"{what} no longer listed, nor in the .removed.apkg of the next export")


def _list(memory: Memory, vault: str, *, as_json: bool) -> None:
    from flashcards.memory import remember
    from flashcards.package import read_fields
    from flashcards.removal_report import removed_json, removed_lines
    from flashcards.removals import removed_entries

    ledger, _ = remember(memory)
    entries = removed_entries(ledger.entries.values() if ledger else ())
    fields = read_fields(memory.last)
    if as_json:
        for entry in entries:
            click.echo(utf_8(removed_json(entry, fields)))
        return
    for line in removed_lines(entries, fields, vault):
        say(line)


def _acknowledge(memory: Memory) -> int:
    from flashcards.ledger import commit_ledger, exclusive, stage_ledger
    from flashcards.memory import remember
    from flashcards.removals import acknowledge, removed_entries

    if not memory.ledger.parent.is_dir():  # nothing was ever exported
        return 0
    with exclusive(memory.ledger):
        if memory.ledger.with_suffix(".next").exists():
            raise FlashcardsError(
                "the last export was interrupted, so what it did is not settled",
                "run the export again first",
            )
        ledger, _ = remember(memory)
        if ledger is None:
            return 0
        staged = stage_ledger(acknowledge(ledger), memory.ledger)
        if staged is not None:
            commit_ledger(staged, memory.ledger)
        return len(removed_entries(ledger.entries.values()))
