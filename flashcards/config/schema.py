"""The settings as a JSON Schema, by which editors complete and check a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flashcards.config.described import Key, Table
from flashcards.config.shown import value_of
from flashcards.config.tables import TABLES
from flashcards.config.values import Config

FILE = Path(__file__).with_name("flashcards.schema.json")
"""The schema that is shipped."""


def schema_text() -> str:
    """Return the schema, in the draft that editors of TOML know."""
    top = _table(TABLES[""])
    for name, table in TABLES.items():
        if not name:
            continue
        *above, last = name.split(".")
        owner = top
        for each in above:
            owner = owner["properties"].setdefault(each, _object({}))
        owner["properties"][last] = _table(table)
    schema = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Settings of vault-flashcards: flashcards.toml",
        **top,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _table(table: Table) -> dict[str, Any]:
    properties = {key.name: _key(table, key) for key in table.keys.values()}
    return {"description": table.text, **_object(properties)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _key(table: Table, key: Key) -> Mapping[str, Any]:
    default = value_of(Config(), table, key)
    described = {"description": key.text or table.text, **key.kind.schema}
    return described if default is None or key.unset else {**described, "default": default}
