"""Values of settings as their user wrote them, wherever that was."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct


class Written(Struct, frozen=True):
    """One value as the user wrote it."""

    value: Any
    origin: str
    """Where it comes from, in a word: `flashcards.toml`, `FLASHCARDS_LINKS`, `--deck`."""

    what: str
    """What is wrong if it is: the beginning of a message."""


Settings = Mapping[tuple[str, str], Written]
"""Values by table and key."""


Options = Mapping[str, tuple[str, Any]]
"""What options of a command set: full name of the setting -> the option's name, and its value."""

NO_OPTIONS: Options = MappingProxyType({})


def read_options(options: Options) -> Settings:
    """Read what options of a command set."""
    return {
        (name.rpartition(".")[0], name.rpartition(".")[2]): Written(value, option, option)
        for name, (option, value) in options.items()
    }


def decapitalised(text: str) -> str:
    """Return a sentence of another program as the part of one of ours."""
    return text[:1].lower() + text[1:]
