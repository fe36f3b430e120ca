"""What a vault's settings say to people and to programs: text and JSON, never printed here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from flashcards.config import Config
from flashcards.config.shown import Shown, settings_of
from flashcards.obsidian import SYNTAX_PLUGINS, Setting, VaultSettings
from flashcards.syntaxes import NAMES

_LONGEST_VALUE = 44


Names = Mapping[str, tuple[str, str]]
"""Settings that are remembered of the vault, or its folder's: by key, value and origin."""


def settings_lines(config: Config, names: Names, width: int = 100) -> Iterator[str]:
    """Yield tables: what Obsidian's files say, every setting, which syntaxes are read and why."""
    for path, group in groupby(config.obsidian.settings, lambda setting: setting.file):
        yield f"{path}{_state(path, config.obsidian)}"
        rows = [(each.key, _shown(each.value), _effect(each, config)) for each in group]
        yield from _table(rows, width)
    for table, settings in groupby(settings_of(config, names), _table_of):
        yield f"[{table}]" if table else "settings"
        yield from _table([_row(each) for each in settings], width)
    yield "syntaxes"
    states = [(name, _on(name, config), _why(name, config)) for name in NAMES]
    yield from _table(states, width)


def settings_json(config: Config, names: Names) -> Iterator[str]:
    """Yield one JSON object for each setting of Obsidian, for each of ours, for each syntax."""
    for each in config.obsidian.settings:
        yield _json(
            {
                "file": each.file,
                "key": each.key,
                "value": each.value,
                "meaning": each.meaning,
                "override": each.override,
                "overridden_by": _override(each, config),
            }
        )
    for shown in settings_of(config, names):
        yield _json(
            {
                "setting": shown.key,
                "value": shown.value,
                "default": shown.default,
                "origin": shown.origin,
                "variable": shown.variable,
                "text": shown.text,
            }
        )
    for name in NAMES:
        on = name in config.syntaxes.enabled
        yield _json({"syntax": name, "enabled": on, "why": _why(name, config)})


def _table_of(setting: Shown) -> str:
    return setting.key.rpartition(".")[0]


def _row(setting: Shown) -> tuple[str, str, str]:
    value = "" if setting.value is None else _shown(setting.value)
    return setting.key.rpartition(".")[2], value, setting.origin


def _state(path: str, vault: VaultSettings) -> str:
    """Say that a file belongs to a plugin that is switched off, so that nobody wonders."""
    parts = path.split("/")
    return "  (switched off in Obsidian)" if vault.switched_off.intersection(parts) else ""


def _effect(setting: Setting, config: Config) -> str:
    override = _override(setting, config)
    if override is None:
        return setting.meaning
    origin = config.origins[setting.override]
    return f"{origin} says otherwise: {setting.override} = {_shown(override)}"


def _override(setting: Setting, config: Config) -> Any:
    return config.given.get(setting.override)


def _on(syntax: str, config: Config) -> str:
    return "on" if syntax in config.syntaxes.enabled else "off"


def _why(syntax: str, config: Config) -> str:
    if syntax in config.decided:
        return f"{config.origins[f'syntaxes.{syntax}.enabled']} says so"
    if syntax not in SYNTAX_PLUGINS:
        return ""
    plugin = SYNTAX_PLUGINS[syntax]
    if plugin in config.obsidian.in_use:
        return f"{plugin} is in use"
    if syntax in config.remembered:
        return f"{plugin} is no longer in use; an earlier export read its flashcards"
    off = plugin in config.obsidian.switched_off
    state = "is switched off in Obsidian" if off else "is not installed"
    return f"{plugin} {state}; `[syntaxes.{syntax}]` with `enabled = true` reads its forms"


def _shown(value: Any) -> str:
    """Return a value as JSON, without what says nothing, cut where it is long."""
    if isinstance(value, dict):
        value = {name: each for name, each in value.items() if each not in ("", [], {}, None)}
    text = _json(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _table(rows: list[tuple[str, str, str]], width: int) -> Iterator[str]:
    """Yield rows with aligned columns; what does not fit beside stands on a line below."""
    key, value = (max(len(row[column]) for row in rows) for column in (0, 1))
    for row in rows:
        line = f"  {row[0]:<{key}}  {row[1]:<{value}}"
        if row[2] and len(line) + 2 + len(row[2]) > width:
            yield line.rstrip()
            yield f"      {row[2]}"
        else:
            yield f"{line}  {row[2]}".rstrip()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
