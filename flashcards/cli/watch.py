"""`flashcards watch`: an export after each edit, for as long as it runs."""

from __future__ import annotations

import signal
from types import FrameType

import click

from flashcards.cli.act import Act, act_options


@click.command(short_help="Export again whenever the vault has settled after an edit.")
@act_options
@click.option(
    "--settle",
    type=click.FloatRange(min=0.0, max=3600.0),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="For how long nothing may be written before an export begins.",
)
@click.option(
    "--heartbeat",
    type=click.FloatRange(min=0.1, max=86_400.0),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look even if the system tells of no change, as network drives do not.",
)
def watch(act: Act, settle: float, heartbeat: float) -> None:
    """Export VAULT to DECK now, and again whenever it has settled after an edit.

    An edit is a change to anything that an export reads: vault notes, attachments, settings,
    libraries and style sheets, wherever they are. While an editor, a sync program or git is still
    writing, it waits. An export that fails says why, and the next edit is another chance; a vault
    that goes away is waited for.

    Prints one line for each export. Ctrl-C or SIGTERM ends it, with exit code 0.

    \b
    Examples:
      flashcards watch vault/ deck.apkg
      flashcards watch vault/ deck.apkg -b ~/Zotero/library.bib --settle 10
    """
    from flashcards.cli.watching import Watch
    from flashcards.vault_folder import open_vault
    from flashcards.watching import Watched, watching

    watched = Watched(open_vault(act.request.vault), act.named(), act.written())
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with watching(watched, settle, heartbeat=heartbeat) as watcher:
            Watch(act, watched, watcher).run()
    except KeyboardInterrupt:
        if not act.request.quiet:
            click.echo()  # below the ^C that a terminal shows


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does: what systems send to a program that is to stop."""
    raise KeyboardInterrupt
