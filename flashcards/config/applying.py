"""Values as they were written in, a `Config` out: each checked, and put where it belongs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from flashcards.config.described import ENABLED, Table
from flashcards.config.tables import TABLES
from flashcards.config.toml import toml_value
from flashcards.config.values import Config
from flashcards.config.written import Settings
from flashcards.diagnostics import FlashcardsError
from flashcards.obsidian import SYNTAX_PLUGINS, with_plugin_marks
from flashcards.syntaxes import OF_PLUGINS, SyntaxOptions


def apply(base: Config, sources: Iterable[Settings]) -> Config:
    """Put the values of all sources over `base`; a later source goes before an earlier one.

    Raises `FlashcardsError` for a value of the wrong type, even if another goes before it.
    """
    checked: dict[tuple[str, str], Any] = {}
    written: dict[tuple[str, str], Any] = {}
    origins: dict[tuple[str, str], str] = {}
    for source in sources:
        checked |= _checked(source)
        written |= {place: each.value for place, each in source.items()}
        origins |= {place: each.origin for place, each in source.items()}
    config = base
    for table in TABLES.values():
        values = {key: value for (name, key), value in checked.items() if name == table.name}
        config = _put(config, table, values)
    config = replace(config, given=_by_name(written), origins=_by_name(origins))
    in_use = {name for name, plugin in SYNTAX_PLUGINS.items() if plugin in base.obsidian.in_use}
    return marks_of_plugins(config, in_use | (config.syntaxes.enabled & OF_PLUGINS))


def marks_of_plugins(config: Config, syntaxes: Collection[str]) -> Config:
    """Let Flashcards sections know the separators of plugins, unless the user chose others."""
    section = TABLES["syntaxes.section"]
    keys = section.keys.values()
    chosen = {each.field for each in keys if section.key(each.name) in config.given}
    return replace(config, syntaxes=with_plugin_marks(config.syntaxes, syntaxes, chosen))


def _checked(source: Settings) -> dict[tuple[str, str], Any]:
    checked = {}
    for place, written in source.items():
        key = TABLES[place[0]].keys[place[1]]
        try:
            checked[place] = key.kind.check(written.value)
        except TypeError as expected:
            shown = "" if key.secret else f", not {_short(toml_value(written.value))}"
            raise FlashcardsError(f"{written.what} must be {expected}{shown}") from expected
    return checked


def _short(text: str, most: int = 200) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _put(config: Config, table: Table, values: Mapping[str, Any]) -> Config:
    """Return the settings with those of one table replaced."""
    if ENABLED in values and table.syntax:
        config = replace(config, syntaxes=_switched(config.syntaxes, table.syntax, values[ENABLED]))
    changes = {
        table.keys[key].field: value
        for key, value in values.items()
        if not (key == ENABLED and table.syntax)
    }
    return _replaced(config, table.part, changes) if changes else config


def _replaced(owner: Any, part: tuple[str, ...], changes: Mapping[str, Any]) -> Any:
    """Return a value with fields of one of its parts replaced."""
    if not part:
        return replace(owner, **changes)
    head, *rest = part
    return replace(owner, **{head: _replaced(getattr(owner, head), tuple(rest), changes)})


def _switched(options: SyntaxOptions, syntax: str, on: bool) -> SyntaxOptions:
    others = options.enabled - {syntax}
    return replace(options, enabled=others | {syntax} if on else others)


def _by_name(values: Mapping[tuple[str, str], Any]) -> Mapping[str, Any]:
    return MappingProxyType({TABLES[name].key(key): each for (name, key), each in values.items()})
