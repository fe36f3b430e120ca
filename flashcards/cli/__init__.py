"""The command line: options in, one build, one act, exit code out. Only this module prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from flashcards import __version__
from flashcards.cli.diff import diff, show_diff
from flashcards.cli.explain import show_line
from flashcards.cli.ledger import ledger
from flashcards.cli.options import Request, vault_options
from flashcards.cli.preview import preview
from flashcards.cli.removed import removed
from flashcards.cli.settings import settings
from flashcards.cli.sources import sources
from flashcards.cli.terminal import coloured, print_anything, terminal_width, utf_8
from flashcards.diagnostics import FlashcardsError, Severity

EXIT_FINDINGS = 1
EXIT_CANNOT = 2
EXIT_INTERRUPTED = 130


class _Commands(click.Group):
    """Commands in the order one uses them, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", "-V", message="flashcards %(version)s")
def main_group() -> None:
    """Turn an Obsidian vault into an Anki deck, with the source on every card.

    Definitions (> [!definition]), quotes (> [!quote] [[@citekey]]) and what stands under a
    "Flashcards" heading become Anki notes. Nothing in the vault is ever changed, except for our
    own folder .flashcards, which remembers what Anki already has.

    \b
    Look first, then export, then import the file in Anki:
      flashcards list vault/
      flashcards check vault/
      flashcards export vault/ deck.apkg
    """


@main_group.command(short_help="Write an Anki package of all flashcards in a vault.")
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


@main_group.command(name="list", short_help="List the flashcards found in a vault.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
def list_command(
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
            click.echo(utf_8(report.flashcard_json(each.anki_note)))
        return
    for line in report.flashcard_lines(built.rendered, terminal_width()):
        click.echo(line)
    if not request.quiet:
        click.echo(report.flashcards_summary(built.rendered), err=True)


@main_group.command(short_help="Say what is wrong in a vault, and what to do.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.option(
    "--explain",
    "place",
    metavar="PATH:LINE",
    help="Say what the program sees on that line, and why it is or is not a flashcard.",
)
def check(request: Request, as_json: bool, strict: bool, place: str | None) -> None:
    """Say what is wrong in VAULT, as path:line, and what to do about it.

    Exits with 1 if there are errors (with --strict: or warnings), else with 0.

    \b
    Examples:
      flashcards check vault/
      flashcards check vault/ --strict && flashcards export vault/ deck.apkg
      flashcards check vault/ --explain "Cards/Insulin.md:14"
    """
    from flashcards import report

    if place is not None:
        show_line(request, place, as_json=as_json)
        return

    built = request.build()
    if as_json:
        for each in built.diagnostics:
            click.echo(utf_8(report.diagnostic_json(each)))
    else:
        for line in report.diagnostic_lines(built.diagnostics):
            click.echo(coloured(line))
    if not request.quiet:
        click.echo(report.diagnostics_summary(built.diagnostics), err=True)
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(each.severity in bad for each in built.diagnostics):
        sys.exit(EXIT_FINDINGS)


main_group.add_command(diff)
main_group.add_command(preview)
main_group.add_command(sources)
main_group.add_command(removed)
main_group.add_command(ledger)
main_group.add_command(settings)


@main_group.command(short_help="Print the completion for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete the commands and options of flashcards.

    \b
    Examples:
      flashcards completion bash >> ~/.bashrc
      flashcards completion zsh >> ~/.zshrc
      flashcards completion fish > ~/.config/fish/completions/flashcards.fish
    """
    from click.shell_completion import get_completion_class

    chosen = get_completion_class(shell)
    if chosen is not None:
        click.echo(chosen(main_group, {}, "flashcards", "_FLASHCARDS_COMPLETE").source())


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 findings, 2 usage or cannot go on."""
    print_anything()
    try:
        main_group.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("flashcards: interrupted; nothing was left half-written", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except FlashcardsError as error:
        click.echo(f"flashcards: {error.message}", err=True)
        if error.hint:
            click.echo(f"    {error.hint}", err=True)
        sys.exit(EXIT_CANNOT)
    sys.exit(0)
