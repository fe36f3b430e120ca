"""`flashcards init`: the first settings file of a vault."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashcards.cli.asking import ask
from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import is_terminal


@click.command(short_help="Write the first flashcards.toml of a vault.")
@vault_options
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take what is found.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; ask and write nothing.")
def init(request: Request, yes: bool, dry_run: bool) -> None:
    """Write flashcards.toml for VAULT, from what it has: plugins, libraries, folders.

    Every setting stands in it, commented out, with what it does and what holds; on a terminal you
    are asked about the few that vaults differ in. --config names another file to write. One that is
    there is never overwritten. None is needed: what is not set has a default.

    \b
    Examples:
      flashcards init vault/
      flashcards init vault/ --yes
      flashcards init vault/ --dry-run | less
    """
    from flashcards.config import FILE, vault_config
    from flashcards.first_settings import (
        is_there,
        look_around,
        named,
        schema_place,
        settings_text,
        write_settings,
    )
    from flashcards.vault_folder import open_vault

    root = open_vault(request.vault)
    target = request.config_path.absolute() if request.config_path else root / FILE
    if target.exists() and not dry_run:
        raise is_there(target)
    if not (yes or dry_run or is_terminal(sys.stdin)):
        raise click.UsageError("there is no terminal to ask on: --yes asks nothing")
    found, names = look_around(root, vault_config(root)), _names(request, root)
    chosen = {} if yes or dry_run else ask(found, names["root_deck"])
    if request.libraries:
        chosen["bibliography"] = [named(path.absolute(), root) for path in request.libraries]
    text = settings_text(found, names, chosen, schema_place(target, root))
    if dry_run:
        click.echo(text.encode(), nl=False)
        return
    write_settings(target, root, text)
    if not request.quiet:
        count = f"{len(chosen)} setting{'s' * (len(chosen) != 1)}"
        click.echo(f"{target}: {count} set, all others explained")
        click.echo(f"  next: flashcards check {request.vault}")


def _names(request: Request, root: Path) -> dict[str, str]:
    """Return the names that hold if none is set."""
    from flashcards.memory import remember

    before, _ = remember(request.memory())
    names = ("vault_name", "root_deck", "vault_id")
    return {name: getattr(before, name) if before else root.name for name in names}
