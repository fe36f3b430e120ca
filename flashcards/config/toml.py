"""Values in, TOML out; the standard library only reads it."""

from __future__ import annotations

import json
import re
from typing import Any

_LONG = 64
"""Bits of a number; nobody writes longer ones."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_value(value: Any) -> str:
    """Return a value as it is written in TOML, on one line."""
    match value:
        case bool():
            return str(value).lower()
        case int() if value.bit_length() > _LONG:
            return f"{value:#x}"  # which Python writes however long it is
        case str():
            # JSON's texts are TOML's, but for one character that JSON leaves as it is.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case list() | tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case dict():
            pairs = (f"{_key(name)} = {toml_value(each)}" for name, each in value.items())
            return f"{{{', '.join(pairs)}}}"
    return str(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml_value(name)
