"""`flashcards.toml` as `init` writes it and the documentation shows it: every setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flashcards.config.described import Key, Table
from flashcards.config.shown import value_of
from flashcards.config.tables import TABLES
from flashcards.config.toml import toml_value
from flashcards.config.values import Config

_COLUMN = 38
"""Where what a setting does stands, if the setting leaves room."""


def template_lines(config: Config, chosen: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a settings file that changes nothing but what is `chosen`.

    All else is commented out, with the value that holds by `config`.
    """
    for table in TABLES.values():
        yield from _title(table)
        for key in table.keys.values():
            name = table.key(key.name)
            if name in chosen:
                yield _line(f"{key.name} = {toml_value(chosen[name])}", key)
            else:
                yield f"# {_line(_setting(config, table, key), key)}"
        yield ""


def reference_lines() -> Iterator[str]:
    """Yield the lines of a settings file that says what holds anyway: every default."""
    config = Config()
    for table in TABLES.values():
        yield from _title(table)
        for key in table.keys.values():
            mark = "# " if key.unset else ""
            yield mark + _line(_setting(config, table, key), key)
        yield ""


def _title(table: Table) -> Iterator[str]:
    yield f"# {table.text}."
    if table.name:
        yield f"[{table.name}]"


def _setting(config: Config, table: Table, key: Key) -> str:
    value = value_of(config, table, key)
    return f"{key.name} = {toml_value(key.example if value is None else value)}"


def _line(setting: str, key: Key) -> str:
    text = "; ".join(filter(None, (key.text, f"default: {key.unset}" if key.unset else "")))
    return f"{setting:<{_COLUMN - 2}}  # {text}"
