"""`check --explain`: what stands on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashcards.cli.terminal import say, utf_8

if TYPE_CHECKING:
    from flashcards.cli.options import Request


def show_line(request: Request, place: str, *, as_json: bool) -> None:
    """Print what the program sees at `path:line`."""
    from flashcards.explain_report import explanation_json, explanation_lines
    from flashcards.explaining import explain, locate
    from flashcards.vault_folder import open_vault

    root = open_vault(request.vault)
    path, number = locate(root, place)
    explanation = explain(root, request.config_as_built(root), path, number)
    if as_json:
        click.echo(utf_8(explanation_json(explanation)))
        return
    for line in explanation_lines(explanation):
        say(line)
