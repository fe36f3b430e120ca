"""The variables of the environment that are settings: names and texts in, values out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from flashcards.config.described import Key, Table
from flashcards.config.naming import meant
from flashcards.config.tables import TABLES
from flashcards.config.written import Settings, Written, decapitalised
from flashcards.diagnostics import FlashcardsError

PREFIX = "FLASHCARDS_"

OF_COMMANDS = frozenset(
    f"{PREFIX}{name}" for name in ("CONFIG", "LEDGER", "QUIET", "NO_CACHE", "DEBUG")
)
"""Variables that stand for options of commands and are no settings."""

NO_ENVIRONMENT: Mapping[str, str] = MappingProxyType({})


def variable_of(table: Table, key: Key) -> str:
    """Return the variable that sets a key: `FLASHCARDS_SYNTAXES_OSR_TAGS`."""
    return PREFIX + re.sub(r"[.-]", "_", table.key(key.name)).upper()


@cache
def variables() -> Mapping[str, tuple[Table, Key]]:
    """Return what each variable sets."""
    pairs = ((table, key) for table in TABLES.values() for key in table.keys.values())
    return {variable_of(table, key): (table, key) for table, key in pairs}


def read_environment(environment: Mapping[str, str]) -> Settings:
    """Read the variables that are settings; an empty one says nothing.

    Raises `FlashcardsError` for one that is nearly a setting, as a mistyped one is.
    """
    known = variables()
    found: dict[tuple[str, str], Written] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or not value or name in OF_COMMANDS:
            continue
        if name not in known:
            _refuse_near(name, known)
            continue
        table, key = known[name]
        found[table.name, key.name] = Written(_from_variable(value, key, name), name, name)
    return MappingProxyType(found)


def not_settings(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the variables that begin as ours do and set nothing."""
    begin_so = {each for each in environment if each.startswith(PREFIX)}
    return tuple(sorted(begin_so - variables().keys() - OF_COMMANDS))


def _refuse_near(name: str, known: Iterable[str]) -> None:
    names = (each.removeprefix(PREFIX) for each in (*known, *OF_COMMANDS))
    if near := meant(name.removeprefix(PREFIX), names, near=0.8):
        hint = f"did you mean {PREFIX}{near}?"
        raise FlashcardsError(f"the variable {name} of the environment sets nothing", hint)


_WORDS = {"true": True, "1": True, "yes": True, "on": True}
_WORDS |= {"false": False, "0": False, "no": False, "off": False}


def _from_variable(text: str, key: Key, name: str) -> Any:
    """Return a value as a file would have it: texts are bare, and one may stand for a list."""
    match key.kind.schema["type"]:
        case "string":
            return text
        case "boolean":
            return _WORDS.get(text.strip().lower(), text)
        case "array" if not text.lstrip().startswith("["):
            return [text]
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError) as error:  # no TOML, endless digits, endless brackets
        if key.kind.schema["type"] in {"integer", "number"}:
            return text  # which the kind refuses, with what was expected
        what = decapitalised(str(error).partition(" (at ")[0])
        hint = "write it as it would stand in flashcards.toml"
        raise FlashcardsError(f"{name} is not valid TOML: {what}", hint) from error
