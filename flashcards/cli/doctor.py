"""`flashcards doctor`: is all well with a vault and what belongs to it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli.options import Request, vault_options
from flashcards.cli.terminal import has_colours, say, utf_8

if TYPE_CHECKING:
    from flashcards.doctor import Patient

EXIT_FINDINGS = 1

_COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}


@click.command(short_help="Say whether all is well with a vault, its ledger, packages, Anki.")
@vault_options
@click.argument("deck", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
def doctor(request: Request, deck: Path | None, as_json: bool, strict: bool) -> None:
    """Look at VAULT and all that belongs to it, and say what is wrong and how to mend it.

    That is the vault's folder, settings, ledger, cache, packages, libraries, schedules, Anki, and
    the room on disks. DECK is the package it is exported to; otherwise the cache knows. Nothing is
    written. Mistakes in vault notes are not looked for: check does that.

    Exits with 1 if there are errors (with --strict: or warnings), else with 0; with 2 if there is
    no such vault.

    \b
    Examples:
      flashcards doctor vault/
      flashcards doctor vault/ deck.apkg --strict
      flashcards doctor vault/ --json | jq -r 'select(.mark != "ok") | .mend'
    """
    from flashcards.doctor import Mark, examine
    from flashcards.doctor_report import finding_json, finding_line, findings_summary

    seen = []
    for check, finding in examine(_patient(request, deck)):
        seen.append(finding)
        if as_json:
            click.echo(utf_8(finding_json(check, finding)))
        else:
            say(_coloured(finding_line(check, finding), finding.mark))
    if not request.quiet:
        click.echo(findings_summary(seen), err=True)
    bad = {Mark.ERROR, Mark.WARNING} if strict else {Mark.ERROR}
    if any(finding.mark in bad for finding in seen):
        sys.exit(EXIT_FINDINGS)


def _patient(request: Request, deck: Path | None) -> Patient:
    from flashcards.doctor import Patient
    from flashcards.doctor.patient import Folders
    from flashcards.places import cache_folder, log_folder, schedules_folder
    from flashcards.scheduling.systems import run_program
    from flashcards.vault_folder import open_vault

    root = open_vault(request.vault)
    return Patient(
        root=root,
        memory=request.memory(deck),
        read_config=lambda: request.config(root),
        asked=request.libraries,
        folders=Folders(cache_folder(), log_folder(), schedules_folder()),
        run=run_program,
        environment=os.environ,
        now=time.time(),
    )


def _coloured(line: str, mark: str) -> str:
    if not has_colours(sys.stdout):
        return line
    return click.style(mark, fg=_COLOURS[mark], bold=True) + line[len(mark) :]
