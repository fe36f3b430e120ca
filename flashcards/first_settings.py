"""A vault in, its first settings file out: what was found in it, and every setting explained."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flashcards.config import FILE, Config
from flashcards.config.schema import FILE as SCHEMA
from flashcards.config.template import template_lines
from flashcards.diagnostics import FlashcardsError
from flashcards.durable import write_whole
from flashcards.memory_files import FOLDER
from flashcards.obsidian import SYNTAX_PLUGINS, Filters, find_libraries
from flashcards.vault import walk_vault
from flashcards.works import libraries_of_vault

TOP_OF_VAULT = "(top of the vault)"

_SCHEMA_IN_VAULT = f"{FOLDER}/settings.schema.json"
_MOST_FOLDERS = 12
"""That are named; a vault with more has them sorted by how much is in them."""


class Found(Struct, frozen=True):
    """What there is in a vault to decide about."""

    config: Config
    """What holds without any settings of the user's."""

    folders: Mapping[str, int]
    """How many vault notes each folder at the top holds, the fullest first."""

    libraries: tuple[str, ...]
    """As they would be named in the settings."""

    in_use: tuple[str, ...]
    """Syntaxes whose plugin is in use."""

    switched_off: tuple[str, ...]
    """Syntaxes whose plugin is installed and switched off."""


def look_around(root: Path, config: Config) -> Found:
    """Find what there is in the vault at `root`; `config` is what holds without settings.

    Vault notes are counted and not read.
    """
    listing, _ = walk_vault(root, hide=Filters(config.obsidian).hide)
    by_plugins, _ = find_libraries(root, config.obsidian.libraries)
    libraries = libraries_of_vault(root, listing.attachments, by_plugins)
    tops = Counter(_top(path) for path in listing.vault_notes)
    plugins = SYNTAX_PLUGINS.items()
    return Found(
        config=config,
        folders=dict(tops.most_common()),
        libraries=tuple(named(path, root) for path in libraries),
        in_use=tuple(name for name, each in plugins if each in config.obsidian.in_use),
        switched_off=tuple(name for name, each in plugins if each in config.obsidian.switched_off),
    )


def _top(path: str) -> str:
    return path.split("/", maxsplit=1)[0] if "/" in path else TOP_OF_VAULT


def named(path: Path, root: Path) -> str:
    """Return how settings name a file: as it counts from the vault, if it lies in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def settings_text(
    found: Found, names: Mapping[str, Any], chosen: Mapping[str, Any], schema: str
) -> str:
    """Return a settings file that sets what was `chosen`, by full name, and explains the rest.

    `names` are those that hold if none is set; `schema` is where editors find the schema.
    """
    lines = [
        f"#:schema {schema}",
        "",
        "# Settings of flashcards for this vault. What is commented out holds anyway: take away",
        "# the mark to change it. `flashcards settings` shows what holds and where it comes from.",
        "#",
        *(f"# {line}" for line in _found_lines(found)),
        "",
        *template_lines(replace(found.config, **names), chosen),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _found_lines(found: Found) -> Iterator[str]:
    folders = [f"{name} ({count:,})" for name, count in found.folders.items()]
    more = f" and {len(folders) - _MOST_FOLDERS} more" if len(folders) > _MOST_FOLDERS else ""
    yield f"Vault notes: {sum(found.folders.values()):,}"
    yield f"  in {', '.join(folders[:_MOST_FOLDERS]) or 'no folder'}{more}"
    yield f"Libraries: {', '.join(found.libraries) or 'none'}"
    plugins = [f"{SYNTAX_PLUGINS[each]} (in use)" for each in found.in_use]
    plugins += [f"{SYNTAX_PLUGINS[each]} (switched off)" for each in found.switched_off]
    yield f"Plugins with flashcards: {', '.join(plugins) or 'none'}"


def schema_place(target: Path, root: Path) -> str:
    """Return where a settings file finds the schema: with the vault, or with the program."""
    return f"./{_SCHEMA_IN_VAULT}" if target == root / FILE else SCHEMA.as_uri()


def write_settings(target: Path, root: Path, text: str) -> None:
    """Write a settings file that is not there yet, and the schema into our folder of the vault.

    Raises `FlashcardsError` if there is one, or if it cannot be written.
    """
    if os.path.lexists(target):
        raise is_there(target)
    try:
        write_whole(target, [text.encode()])
        if target == root / FILE:
            schema = root / _SCHEMA_IN_VAULT
            schema.parent.mkdir(exist_ok=True)
            write_whole(schema, [SCHEMA.read_bytes()])
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        hint = "--config names another place, for a vault that is read-only"
        raise FlashcardsError(f"cannot write {target}: {why}", hint) from error


def is_there(target: Path) -> FlashcardsError:
    """Return what to say if there is a settings file already."""
    return FlashcardsError(
        f"there is a settings file already, which is left as it is: {target}",
        "`flashcards init --dry-run` shows what a new one would say",
    )
