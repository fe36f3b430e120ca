"""`flashcards settings`: what the vault's own settings say, and what flashcards.toml says."""

from __future__ import annotations

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import coloured, terminal_width, utf_8


@click.command(short_help="Show which settings were found in a vault, and what they mean.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
def settings(request: Request, as_json: bool) -> None:
    """Show the settings found in VAULT, in which file, what they mean, and which syntaxes are read.

    The vault's own settings, in its folder .obsidian, are read and never written; what
    flashcards.toml says goes before them.

    \b
    Examples:
      flashcards settings vault/
      flashcards settings vault/ --json | jq -r 'select(.syntax and .enabled) | .syntax'
    """
    from flashcards.report import diagnostic_lines
    from flashcards.settings_report import settings_json, settings_lines
    from flashcards.vault_folder import open_vault

    config = request.config_as_built(open_vault(request.vault))
    if as_json:
        for line in settings_json(config):
            click.echo(utf_8(line))
    else:
        for line in settings_lines(config, terminal_width()):
            click.echo(line)
    if not request.quiet:
        for line in diagnostic_lines(config.obsidian.diagnostics):
            click.echo(coloured(line), err=True)
