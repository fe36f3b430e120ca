"""`flashcards list`: the flashcards found in a vault."""

from __future__ import annotations

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import say, terminal_width, utf_8


@click.command(name="list", short_help="List the flashcards found in a vault.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
def list_flashcards(
    request: Request,
    as_json: bool,
) -> None:
    """List the flashcards found in VAULT: syntax, place, question, deck.

    \b
    Examples:
      flashcards list vault/
      flashcards list vault/ --json | jq -r 'select(.citekeys == []) | .path'
    """
    from flashcards import report

    built = request.build()
    if as_json:
        for each in built.rendered:
            click.echo(utf_8(report.flashcard_json(each)))
        return
    for line in report.flashcard_lines(built.rendered, terminal_width()):
        say(line)
    if not request.quiet:
        click.echo(report.flashcards_summary(built.rendered), err=True)
