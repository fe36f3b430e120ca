"""What every command over a vault has in common: its options, and the build they ask for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli.terminal import Progress, is_terminal
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from flashcards.pipeline import Build


_A_DAY = 86_400
"""In seconds; by so much, and more, may clocks differ."""


class _Vault(click.Path):
    """A folder, completed as one by the shell; the program itself says what is wrong with it."""

    name = "vault"

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)


def vault_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command over a vault has."""
    for decorate in reversed(
        (
            click.argument("vault", type=_Vault()),
            click.option(
                "--bibliography",
                "-b",
                "libraries",
                multiple=True,
                type=click.Path(dir_okay=False, path_type=Path),
                help="A BibTeX library; may be given several times. Otherwise those of"
                " flashcards.toml, otherwise every .bib file in the vault.",
            ),
            click.option(
                "--config",
                "config_path",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Settings to use instead of VAULT/flashcards.toml.",
            ),
            click.option("--quiet", "-q", is_flag=True, help="No progress and no summary."),
        )
    ):
        command = decorate(command)
    return command


def build_vault(
    vault: Path,
    libraries: Sequence[Path],
    config_path: Path | None,
    *,
    quiet: bool,
    root_deck: str | None = None,
) -> Build:
    """Read the settings and build; the modules are loaded late, so that --help is quick."""
    from flashcards.config import FILE, deck_setting, load_config
    from flashcards.pipeline import build
    from flashcards.vault import open_vault

    root = open_vault(vault)
    config = load_config(config_path or root / FILE, required=config_path is not None)
    if root_deck is not None:
        config = replace(config, root_deck=deck_setting(root_deck, "--deck"))
    with Progress(sys.stderr, shown=not quiet and is_terminal(sys.stderr)) as progress:
        return build(root, config, _now(), libraries=libraries, progress=progress)


def _now() -> int:
    """Return the time of this run, which a reproducible build sets by SOURCE_DATE_EPOCH."""
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    now = int(time.time())
    if pinned is None:
        return now
    if not (pinned.isascii() and pinned.isdigit() and 0 < int(pinned[:20]) <= now + _A_DAY):
        raise FlashcardsError(
            f"SOURCE_DATE_EPOCH must be a number of seconds since 1970, not {pinned!r}",
            "it may not lie in the future: Anki would prefer that export to all later edits",
        )
    return int(pinned)
