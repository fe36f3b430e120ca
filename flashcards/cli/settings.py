"""`flashcards settings`: every setting, with where it comes from and what Obsidian's own say."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import coloured, say, terminal_width, utf_8

if TYPE_CHECKING:
    from flashcards.ledger import Ledger


def _print_schema(context: click.Context, _option: click.Parameter, asked: Any) -> None:
    """Print the schema and end; it is the same for every vault, so that none has to be named."""
    if not asked or context.resilient_parsing:
        return
    from flashcards.config.schema import FILE

    click.echo(FILE.read_bytes(), nl=False)
    context.exit()


@click.command(short_help="Show every setting of a vault, and where it comes from.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of flashcards.toml, for editors; needs no VAULT.",
)
def settings(request: Request, as_json: bool) -> None:
    """Show what the vault's own files say in VAULT, every setting, and which syntaxes are read.

    Each setting is shown with where it comes from: an option, a variable of the environment
    (FLASHCARDS_ROOT_DECK), flashcards.toml, the vault's own settings in .obsidian, which are read
    and never written, or the default. The earlier goes before the later.

    \b
    Examples:
      flashcards settings vault/
      flashcards settings vault/ --json | jq -r 'select(.setting and .origin != "default")'
      flashcards settings --schema > flashcards.schema.json
    """
    from flashcards.config import with_remembered
    from flashcards.config.environment import not_settings
    from flashcards.memory import remember
    from flashcards.report import diagnostic_lines
    from flashcards.settings_report import settings_json, settings_lines
    from flashcards.vault_folder import open_vault

    root = open_vault(request.vault)
    before, _ = remember(request.memory())
    config = with_remembered(request.config(root), before.plugins if before else frozenset())
    names = _names(root, before)
    if as_json:
        for line in settings_json(config, names):
            click.echo(utf_8(line))
    else:
        for line in settings_lines(config, names, terminal_width()):
            say(line)
    if not request.quiet:
        for variable in not_settings(os.environ):
            click.echo(f"{variable} begins as our variables do, and sets nothing", err=True)
        for line in diagnostic_lines(config.obsidian.diagnostics):
            say(coloured(line, sys.stderr), err=True)


def _names(root: Path, before: Ledger | None) -> dict[str, tuple[str, str]]:
    """Return the names that hold if none is set: those of the first export, else the folder's."""
    names = ("vault_name", "root_deck", "vault_id")
    if before is None:
        return dict.fromkeys(names, (root.name, "the folder's name"))
    return {name: (getattr(before, name), "the first export") for name in names}
