"""`flashcards diff`: what an export would change in Anki."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import has_colours, say, utf_8
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from flashcards.diff_report import Marks, Ties
    from flashcards.pipeline import Build

EXIT_CHANGES = 1


@click.command(short_help="Say what an export would change in Anki.")
@vault_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with all fields.")
@click.option("--explain", is_flag=True, help="Say how each flashcard was recognised.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are changes.")
def diff(request: Request, as_json: bool, explain: bool, exit_code: bool) -> None:
    """Say what has changed in VAULT since the last export, word by word; nothing is written.

    \b
    Examples:
      flashcards diff vault/
      flashcards diff vault/ --explain
      flashcards diff vault/ --json | jq -r 'select(.change == "removed") | .path'
      flashcards diff vault/ --exit-code > /dev/null || flashcards export vault/ deck.apkg
    """
    built = request.build()
    changed = show_diff(built, as_json=as_json, explain=explain, quiet=request.quiet)
    if exit_code and changed:
        sys.exit(EXIT_CHANGES)


def show_diff(built: Build, *, as_json: bool, explain: bool, quiet: bool) -> bool:
    """Print what an export would change, and return whether there is anything."""
    from flashcards import diff_report
    from flashcards.differences import find_differences
    from flashcards.package import read_fields

    ties = _ties(built) if explain else None
    differences = find_differences(
        built.changes,
        built.rendered,
        read_fields(built.memory.last),
        built.before.entries if built.before else {},
    )
    if as_json:
        for each in differences:
            line = diff_report.difference_json(each, ties=ties)
            click.echo(utf_8(line))
    else:
        for text in diff_report.diff_lines(differences, marks=_marks(), ties=ties):
            say(text)
    if not quiet:
        click.echo(diff_report.diff_summary(built.changes), err=True)
        _say_if_refused(built)
    return bool(differences)


def _ties(built: Build) -> Ties:
    """Return where what fitted almost as well stood, by guid."""
    entries = built.before.entries if built.before else {}
    return {
        each.identified.guid: tuple(
            f"{entries[guid].path}: {entries[guid].question}" for guid in each.identified.ties
        )
        for each in built.rendered
        if each.identified.ties
    }


def _say_if_refused(built: Build) -> None:
    from flashcards.changes import refuse_mass_removal

    try:
        refuse_mass_removal(built.before, built.changes, built.config.export)
    except FlashcardsError as error:
        say(f"an export would stop here: {error.message}", err=True)
        say(f"    {error.hint}", err=True)


def _marks() -> Marks:
    """Return colours for a terminal, else brackets."""
    from flashcards.diff_report import PLAIN, Marks

    if not has_colours(sys.stdout):
        return PLAIN
    return Marks(
        partial(click.style, fg="red", strikethrough=True), partial(click.style, fg="green")
    )
