"""What every command over a vault has in common: its options, and the build they ask for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from flashcards.cli.terminal import Progress, is_terminal
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from flashcards.cache import Store
    from flashcards.config import Config
    from flashcards.memory_files import Memory
    from flashcards.pipeline import Build
    from flashcards.repeating import Repeating


_A_DAY = 86_400
"""In seconds; by so much, and more, may clocks differ."""


class _Vault(click.Path):
    """A folder, completed as one by the shell; the program itself says what is wrong with it."""

    name = "vault"

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)


class Request(Struct, frozen=True):
    """What every command over a vault is asked."""

    vault: Path
    libraries: tuple[Path, ...]
    config_path: Path | None
    ledger: Path | None
    quiet: bool
    no_cache: bool = False
    no_scheduling: bool = False
    """Whether schedules of other tools are left out, whatever the settings say."""

    fresh: bool = False
    """Whether flashcards with ids of other tools' Anki notes become new ones without a question."""

    def memory(self, package: Path | None = None) -> Memory:
        """Return where is remembered what was exported; `package` is the one to write."""
        from flashcards.memory_files import memory_of
        from flashcards.vault_folder import open_vault

        return memory_of(open_vault(self.vault), self.ledger, package)

    def cache(self, root: Path) -> Store | None:
        """Return what is kept of the vault at `root`; None if nothing is to be."""
        from flashcards.cache import Store
        from flashcards.places import cache_folder

        return None if self.no_cache else Store(cache_folder(), root)

    def config(self, root: Path, root_deck: str | None = None) -> Config:
        """Read the settings of the vault at `root`: its own, the user's, and the options over both.

        `root_deck` is the one that was asked for.
        """
        from flashcards.config import read_config

        asked: dict[str, tuple[str, Any]] = {}
        if root_deck is not None:
            asked["root_deck"] = ("--deck", root_deck)
        if self.libraries:
            libraries = [str(path.absolute()) for path in self.libraries]
            asked["bibliography"] = ("--bibliography", libraries)
        if self.no_scheduling:
            asked["scheduling"] = ("--no-scheduling", False)
        if self.fresh:
            asked["fresh"] = ("--fresh", True)
        return replace(read_config(root, self.config_path, os.environ, asked), zone=zone())

    def config_as_built(self, root: Path) -> Config:
        """Read the settings as a build has them, which goes on with what it read before."""
        from flashcards.config import with_remembered
        from flashcards.memory import remember

        before, _ = remember(self.memory())
        return with_remembered(self.config(root), before.plugins if before else frozenset())

    def repeating(
        self, memory: Memory, root_deck: str | None, changes: Sequence[Path | None] = (None, None)
    ) -> Repeating | None:
        """Look at the vault before an export does; None if nothing is to be kept of it.

        `changes` are the package of changes, and the one since which.
        """
        from flashcards.repeating import repeating
        from flashcards.vault_folder import SETTINGS, open_vault

        root = open_vault(self.vault)
        store = self.cache(root)
        if store is None:
            return None
        settings = self.config_path or root / SETTINGS
        options = {
            "vault": self.vault,
            "package": memory.package,
            "libraries": [path.absolute() for path in self.libraries],
            "root_deck": root_deck,
            "no_scheduling": self.no_scheduling,
            "changes": [path and path.absolute() for path in changes],
        }
        also = tuple(path for path in changes if path is not None)
        return repeating(store, root, memory, settings, options, also)

    def progress(self) -> Progress:
        """Return what shows how far the work is, to whoever sits at a terminal."""
        return Progress(sys.stderr, shown=not self.quiet and is_terminal(sys.stderr))

    def build(
        self,
        memory: Memory | None = None,
        root_deck: str | None = None,
        progress: Progress | None = None,
    ) -> Build:
        """Read the settings and build the vault; nothing is written.

        `progress` is that of a longer work. The modules are loaded late, so that --help is quick.
        """
        from flashcards.pipeline import build
        from flashcards.vault_folder import open_vault
        from flashcards.workers import Means

        root = open_vault(self.vault)
        config = self.config(root, root_deck)
        with progress or self.progress() as shown:
            return build(
                root,
                config,
                now(),
                memory=memory or self.memory(),
                libraries=self.libraries,
                means=Means(self.cache(root), shown),
            )


_OPTIONS = (
    click.argument("vault", type=_Vault()),
    click.option(
        "--bibliography",
        "-b",
        "libraries",
        multiple=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="A BibTeX or CSL-JSON library; may be given several times. Otherwise those of"
        " flashcards.toml, otherwise every library in the vault and those that its properties and"
        " citation plugins name.",
    ),
    click.option(
        "--config",
        "config_path",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="FLASHCARDS_CONFIG",
        show_envvar=True,
        help="Settings to use instead of VAULT/flashcards.toml.",
    ),
    click.option(
        "--ledger",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="FLASHCARDS_LEDGER",
        show_envvar=True,
        help="Where to remember what was exported, for a vault that is read-only;"
        " otherwise VAULT/.flashcards/ledger.jsonl.",
    ),
    click.option(
        "--quiet",
        "-q",
        is_flag=True,
        envvar="FLASHCARDS_QUIET",
        show_envvar=True,
        help="No progress and no summary.",
    ),
    click.option(
        "--no-cache",
        is_flag=True,
        envvar="FLASHCARDS_NO_CACHE",
        show_envvar=True,
        help="Work out everything anew; keep nothing of it.",
    ),
)


def vault_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command over a vault has, and pass them on as one `Request`."""

    @wraps(command)
    def collected(**given: Any) -> None:
        names = ("vault", "libraries", "config_path", "ledger", "quiet", "no_cache")
        command(Request(**{name: given.pop(name) for name in names}), **given)

    for decorate in reversed(_OPTIONS):
        collected = decorate(collected)
    return collected


def now() -> int:
    """Return the time of this run, which a reproducible build sets by SOURCE_DATE_EPOCH."""
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    present = int(time.time())
    if pinned is None:
        return present
    if not (pinned.isascii() and pinned.isdigit() and 0 < int(pinned[:20]) <= present + _A_DAY):
        raise FlashcardsError(
            f"SOURCE_DATE_EPOCH must be a number of seconds since 1970, not {pinned!r}",
            "it may not lie in the future: Anki would prefer that export to all later edits",
        )
    return int(pinned)


def zone() -> tzinfo | None:
    """Return where the learner's days begin and end: on this computer, which is None.

    A reproducible build must not depend on that.
    """
    return UTC if "SOURCE_DATE_EPOCH" in os.environ else None
