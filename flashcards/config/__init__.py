"""`flashcards.toml`: what the user decided, as plain values, over what the vault says itself.

An unknown key or a value of the wrong type stops the run, since a setting that is silently
ignored is worse than none.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flashcards.config.checks import Check, switch
from flashcards.config.citations import CITATIONS, CitationOptions
from flashcards.config.tables import TOP, table_of
from flashcards.decks import deck_name
from flashcards.diagnostics import FlashcardsError
from flashcards.obsidian import (
    CAPTIONS,
    SYNTAX_PLUGINS,
    VaultSettings,
    read_vault_settings,
    with_plugin_marks,
)
from flashcards.syntaxes import NAMES, OF_PLUGINS, SyntaxOptions
from flashcards.vault_folder import SETTINGS

FILE = SETTINGS


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; what is None was not set and has a default that depends on the vault."""

    vault_id: str | None = None
    vault_name: str | None = None
    root_deck: str | None = None
    bibliography: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    obsidian_ignore: bool = True
    """Whether what Obsidian leaves out, and its templates, are left out here."""

    links: str = "obsidian"
    """What links into the vault become: `obsidian` (they open it) or `text`."""

    css: str | None = None
    """A file with the user's own CSS for cards: a path in the vault, or an absolute one."""

    captions: bool = False
    """Whether the words of a picture stand below it; where the vault shows them, they do."""

    citations: CitationOptions = field(default_factory=CitationOptions)
    folder: Path | None = None
    """Where the settings lie, if there are any."""

    syntaxes: SyntaxOptions = field(default_factory=SyntaxOptions)
    obsidian: VaultSettings = field(default_factory=VaultSettings)
    """What the vault says itself."""

    remembered: frozenset[str] = frozenset()
    """The syntaxes of plugins that are read because an earlier export read them."""

    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What flashcards.toml sets, by key: `root_deck`, `syntaxes.osr.enabled`."""

    @property
    def decided(self) -> frozenset[str]:
        """The syntaxes that flashcards.toml switches on or off."""
        return frozenset(name for name in NAMES if f"syntaxes.{name}.enabled" in self.given)


def read_config(root: Path, path: Path | None = None) -> Config:
    """Read the settings of the vault at `root`: its own, and over them those of the user.

    `path` names another file than the vault's flashcards.toml, which must then be there.
    """
    obsidian = read_vault_settings(root)
    captions = CAPTIONS in obsidian.in_use
    base = Config(captions=captions, syntaxes=obsidian.syntaxes, obsidian=obsidian)
    return load_config(path or root / FILE, required=path is not None, base=base)


def with_remembered(config: Config, plugins: frozenset[str]) -> Config:
    """Go on reading the forms of plugins that an earlier export read, unless the user says no.

    Whoever has moved to Anki switches the plugin off in Obsidian; the flashcards are still there.
    """
    kept = (plugins & OF_PLUGINS) - config.decided - config.syntaxes.enabled
    if not kept:
        return config
    section = table_of("section").options
    chosen = {
        option for key, option in section.items() if f"syntaxes.section.{key}" in config.given
    }
    syntaxes = replace(config.syntaxes, enabled=config.syntaxes.enabled | kept)
    return replace(config, syntaxes=with_plugin_marks(syntaxes, kept, chosen), remembered=kept)


def load_config(path: Path, *, required: bool = False, base: Config | None = None) -> Config:
    """Read the settings at `path` over `base`; `base` if there is no such file and none is needed.

    Raises `FlashcardsError` for a file that is no TOML, an unknown key, or a value of the wrong
    type.
    """
    base = base or Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if not required:
            return base
        raise FlashcardsError(f"there is no settings file {path}") from error
    except UnicodeDecodeError as error:
        raise FlashcardsError(f"the settings {path} are not UTF-8", "save them as UTF-8") from error
    except OSError as error:
        raise FlashcardsError(
            f"cannot read the settings {path}: {(error.strerror or str(error)).lower()}"
        ) from error
    return replace(parse_config(text, str(path), base), folder=path.parent)


def deck_setting(value: str, name: str) -> str:
    """Return the name of a deck; `name` says where it was given, for the message."""
    if deck_name(value.split("::")):
        return value
    raise FlashcardsError(f'{name} must name a deck, such as "Medicine", not {value!r}')


def parse_config(text: str, name: str = FILE, base: Config | None = None) -> Config:
    """Read settings over `base`; `name` stands in messages."""
    base = base or Config()
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FlashcardsError(f"{name} is not valid TOML: {error}") from error
    tables = values.pop("syntaxes", {})
    citations = values.pop("citations", {})
    changes = _checked(values, TOP, name, "the top level")
    syntaxes = _syntax_options(tables, name, base)
    changes["citations"] = _citation_options(citations, name, base)
    given = {**values, **_given("syntaxes", tables), **_given("", {"citations": citations})}
    return replace(base, **changes, syntaxes=syntaxes, given=MappingProxyType(given))


def _citation_options(table: Any, name: str, base: Config) -> CitationOptions:
    if not isinstance(table, dict):
        raise FlashcardsError(f"{name}: `citations` must be a table: [citations]")
    return replace(base.citations, **_checked(table, CITATIONS, name, "[citations]"))


def _given(above: str, tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        f"{above}.{name}.{key}".removeprefix("."): value
        for name, table in tables.items()
        for key, value in table.items()
    }


def _syntax_options(tables: Any, name: str, base: Config) -> SyntaxOptions:
    if not isinstance(tables, dict):
        raise FlashcardsError(f"{name}: `syntaxes` must be a table, such as [syntaxes.quote]")
    options = base.syntaxes
    chosen: set[str] = set()
    for syntax, values in tables.items():
        if syntax not in NAMES:
            raise FlashcardsError(f"{name}: there is no syntax `{syntax}`", _nearest(syntax, NAMES))
        if not isinstance(values, dict):
            raise FlashcardsError(f"{name}: `syntaxes.{syntax}` must be a table")
        table = table_of(syntax)
        checks = {"enabled": switch, **table.checks}
        checked = _checked(values, checks, name, f"[syntaxes.{syntax}]")
        options = _switched(options, syntax, checked.pop("enabled", None))
        changes = {table.options[key]: value for key, value in checked.items()}
        if not table.part:
            chosen |= changes.keys()
            options = replace(options, **changes)
        elif changes:
            changed = replace(getattr(options, table.part), **changes)
            options = replace(options, **{table.part: changed})
    return _with_marks(options, base, chosen)


def _switched(options: SyntaxOptions, syntax: str, on: bool | None) -> SyntaxOptions:
    if on is None:
        return options
    others = options.enabled - {syntax}
    return replace(options, enabled=others | {syntax} if on else others)


def _with_marks(options: SyntaxOptions, base: Config, chosen: set[str]) -> SyntaxOptions:
    """Let Flashcards sections know the separators of the plugins that are in use or switched on."""
    in_use = {name for name, plugin in SYNTAX_PLUGINS.items() if plugin in base.obsidian.in_use}
    return with_plugin_marks(options, in_use | (options.enabled & OF_PLUGINS), chosen)


def _checked(
    values: Mapping[str, Any], checks: Mapping[str, Check], name: str, table: str
) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for key, value in values.items():
        if key not in checks:
            raise FlashcardsError(
                f"{name}: there is no setting `{key}` in {table}", _nearest(key, checks)
            )
        try:
            checked[key] = checks[key](value)
        except TypeError as expected:
            raise FlashcardsError(
                f"{name}: `{key}` in {table} must be {expected}, not {value!r}"
            ) from expected
    return checked


def _nearest(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"known are: {', '.join(known)}"
