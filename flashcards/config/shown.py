"""Each setting as it holds, as a plain value, with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from flashcards.config.described import ENABLED, Key, Table
from flashcards.config.environment import variable_of
from flashcards.config.tables import TABLES
from flashcards.config.values import Config
from flashcards.obsidian.plugins import LIST as PLUGIN_LIST
from flashcards.syntaxes import OF_PLUGINS

DEFAULT = "default"
HIDDEN = "(set, and not shown)"


class Shown(Struct, frozen=True):
    """One setting, as it holds."""

    key: str
    """Its full name: `syntaxes.osr.tags`."""

    value: Any
    """Of texts, numbers, lists and tables, as in a file; None where nothing is set."""

    default: Any
    origin: str
    """A file, a variable, an option, or `default`."""

    variable: str
    text: str


def settings_of(config: Config, names: Mapping[str, tuple[str, str]]) -> Iterator[Shown]:
    """Yield every setting; `names` are values and origins that are remembered of the vault."""
    plain = Config()
    for table in TABLES.values():
        for key in table.keys.values():
            name = table.key(key.name)
            value, origin = value_of(config, table, key), _origin(config, table, key)
            if value is None and name in names:
                value, origin = names[name]
            default = value_of(plain, table, key)
            if key.secret and value != default:
                value = HIDDEN
            yield Shown(name, value, default, origin, variable_of(table, key), key.text)


def value_of(config: Config, table: Table, key: Key) -> Any:
    """Return what holds, as it would be written in a file; None if nothing is set."""
    if table.syntax and key.name == ENABLED:
        return table.syntax in config.syntaxes.enabled
    owner: Any = config
    for part in table.part:
        owner = getattr(owner, part)
    return _plain(getattr(owner, key.field), is_table=key.kind.schema["type"] == "object")


def _plain(value: Any, *, is_table: bool = False) -> Any:
    if is_table:
        return {name: _plain(each) for name, each in value}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Struct):
        pairs = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: _plain(given) for each, given in pairs if given != each.default}
    return value


def _origin(config: Config, table: Table, key: Key) -> str:
    name = table.key(key.name)
    if name in config.origins:
        return config.origins[name]
    if table.syntax in OF_PLUGINS:
        return _of_plugin(config, table.syntax, key.name)
    if value_of(config, table, key) == value_of(Config(), table, key):
        return DEFAULT
    # The separators of plugins hold in Flashcards sections, too, and stand in several files.
    return _file_of(config, name, "the plugins in use")


def _of_plugin(config: Config, syntax: str, key: str) -> str:
    if key == ENABLED:
        if syntax in config.remembered:
            return "an earlier export"
        return PLUGIN_LIST if syntax in config.syntaxes.enabled else DEFAULT
    return _file_of(config, f"syntaxes.{syntax}.{key}", DEFAULT)


def _file_of(config: Config, name: str, otherwise: str) -> str:
    """Return the vault's own file that says what a setting is, if there is one."""
    files = (each.file for each in config.obsidian.settings if each.override == name)
    return next(files, otherwise)
