"""`flashcards check`: what is wrong in a vault, and what to do about it."""

from __future__ import annotations

import sys

import click

from flashcards.cli.explain import show_line
from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import coloured, say, utf_8
from flashcards.diagnostics import Severity

EXIT_FINDINGS = 1


@click.command(short_help="Say what is wrong in a vault, and what to do.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Exit with 1 on warnings, too, or not; otherwise as the settings say.",
)
@click.option(
    "--explain",
    "place",
    metavar="PATH:LINE",
    help="Say what the program sees on that line, and why it is or is not a flashcard.",
)
def check(request: Request, as_json: bool, strict: bool | None, place: str | None) -> None:
    """Say what is wrong in VAULT, as path:line, and what to do about it.

    Exits with 1 if there are errors, else with 0; with --strict, or if the settings say so, on
    warnings, too.

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
            say(coloured(line))
    if not request.quiet:
        click.echo(report.diagnostics_summary(built.diagnostics), err=True)
    strict = built.config.check.strict if strict is None else strict
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(each.severity in bad for each in built.diagnostics):
        sys.exit(EXIT_FINDINGS)
