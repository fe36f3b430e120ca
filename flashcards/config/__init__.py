"""What the user decided, as plain values, over what the vault says itself.

An option goes before the environment, that before `flashcards.toml`, that before the vault's own
settings and the defaults. An unknown key or a value of the wrong type stops the run, since a
setting that is silently ignored is worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from flashcards.bounded import read_text, reason
from flashcards.config.applying import apply, marks_of_plugins
from flashcards.config.environment import NO_ENVIRONMENT, read_environment
from flashcards.config.file import read_file
from flashcards.config.values import Config
from flashcards.config.written import NO_OPTIONS, Options, read_options
from flashcards.diagnostics import FlashcardsError
from flashcards.obsidian import CAPTIONS, read_vault_settings
from flashcards.syntaxes import OF_PLUGINS
from flashcards.vault_folder import SETTINGS

__all__ = [
    "FILE",
    "Config",
    "load_config",
    "parse_config",
    "read_config",
    "vault_config",
    "with_remembered",
]

FILE = SETTINGS

MOST_BYTES = 1_000_000
"""Of flashcards.toml."""


def read_config(
    root: Path,
    path: Path | None = None,
    environment: Mapping[str, str] = NO_ENVIRONMENT,
    options: Options = NO_OPTIONS,
) -> Config:
    """Read the settings of the vault at `root`: its own, and over them those of the user.

    `path` names another file than the vault's flashcards.toml, which must then be there.
    """
    base = vault_config(root)
    return load_config(path or root / FILE, path is not None, base, environment, options)


def vault_config(root: Path) -> Config:
    """Read what the vault at `root` says itself, in its folder .obsidian; the rest is default."""
    obsidian = read_vault_settings(root)
    captions = CAPTIONS in obsidian.in_use
    return Config(captions=captions, syntaxes=obsidian.syntaxes, obsidian=obsidian)


def with_remembered(config: Config, plugins: frozenset[str]) -> Config:
    """Go on reading the forms of plugins that an earlier export read, unless the user says no.

    Whoever has moved to Anki switches the plugin off in Obsidian; the flashcards are still there.
    """
    kept = (plugins & OF_PLUGINS) - config.decided - config.syntaxes.enabled
    if not kept:
        return config
    syntaxes = replace(config.syntaxes, enabled=config.syntaxes.enabled | kept)
    config = replace(config, syntaxes=syntaxes, remembered=kept)
    return marks_of_plugins(config, kept)


def load_config(
    path: Path,
    required: bool = False,
    base: Config | None = None,
    environment: Mapping[str, str] = NO_ENVIRONMENT,
    options: Options = NO_OPTIONS,
) -> Config:
    """Read the settings at `path` and what goes before them over `base`.

    Raises `FlashcardsError` for a file that is required and not there, that cannot be read or is
    no TOML, for an unknown key, and for a value of the wrong type.
    """
    text = _read(path, required=required)
    base = base if text is None else replace(base or Config(), folder=path.parent)
    return parse_config(text or "", str(path), base, environment, options)


def _read(path: Path, *, required: bool) -> str | None:
    try:
        return read_text(path, MOST_BYTES)
    except FileNotFoundError as error:
        if not required:
            return None
        raise FlashcardsError(
            f"there is no settings file {path}", "`flashcards init` writes one"
        ) from error
    except UnicodeDecodeError as error:
        raise FlashcardsError(f"the settings {path} are not UTF-8", "save them as UTF-8") from error
    except OSError as error:
        raise FlashcardsError(f"cannot read the settings {path}: {reason(error)}") from error


def parse_config(
    text: str,
    name: str = FILE,
    base: Config | None = None,
    environment: Mapping[str, str] = NO_ENVIRONMENT,
    options: Options = NO_OPTIONS,
) -> Config:
    """Read the text of a file, the environment and options over `base`.

    `name` is the file's, for messages.
    """
    sources = (
        read_file(text, name, Path(name).name),
        read_environment(environment),
        read_options(options),
    )
    return apply(base or Config(), sources)
