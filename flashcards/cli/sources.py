"""`flashcards sources`: which works are cited by which flashcards."""

from __future__ import annotations

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import say, utf_8


@click.command(short_help="List the works that the flashcards cite.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def sources(request: Request, as_json: bool) -> None:
    """List the works that the flashcards of VAULT cite, each with where it stands and who cites it.

    Then come the citekeys that no library knows, the most cited first, with the nearest that
    exist, and the literature notes whose work no flashcard cites.

    \b
    Examples:
      flashcards sources vault/
      flashcards sources vault/ --json | jq -r 'select(.resolved == "unknown") | .citekey'
    """
    from flashcards.sources import gather_sources
    from flashcards.sources_report import sources_json, sources_lines

    built = request.build()
    found = gather_sources(built.rendered, built.works, built.vault_notes)
    if as_json:
        for line in sources_json(found):
            click.echo(utf_8(line))
        return
    for line in sources_lines(found):
        say(line)
