"""How a setting is described: its name, what it may be, what it does, and where it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from flashcards.config.kinds import Kind, kinds_of

ENABLED = "enabled"
"""The key of every table of a syntax that switches it; it is a member of a set, not a field."""


class Key(Struct, frozen=True):
    """One setting."""

    name: str
    kind: Kind
    text: str
    """What it does, in a few words."""

    field: str
    """Where it arrives: the field of the table's part of `Config`."""

    example: str = ""
    """What to write, for one that has no default of its own."""

    unset: str = ""
    """What holds, for one that has no default of its own."""

    secret: bool = False
    """Whether it is a password, which is shown nowhere."""


class Table(Struct, frozen=True):
    """Settings that belong together; the name is empty for those above all tables."""

    name: str
    text: str
    part: tuple[str, ...]
    """The fields of `Config` that lead to the options."""

    keys: Mapping[str, Key]

    @property
    def shown(self) -> str:
        """The table's name as it stands in messages."""
        return f"[{self.name}]" if self.name else "the top level"

    def key(self, name: str) -> str:
        """Return the full name of a setting: `syntaxes.osr.tags`."""
        return f"{self.name}.{name}".removeprefix(".")

    @property
    def syntax(self) -> str:
        """The syntax whose settings these are, or empty."""
        return self.name.removeprefix("syntaxes.") if self.name.startswith("syntaxes.") else ""


def key(name: str, kind: Kind, text: str, field: str = "", **more: Any) -> Key:
    """Describe a setting whose field is called as it is, unless told otherwise."""
    return Key(name, kind, text, field or name, **more)


def table(name: str, text: str, part: tuple[str, ...], *keys: Key) -> Table:
    """Describe a table."""
    return Table(name, text, part, MappingProxyType({each.name: each for each in keys}))


def keys_of(owner: type[Struct], texts: Mapping[str, str]) -> tuple[Key, ...]:
    """Describe the fields of a struct, each with its text; their kinds follow from the types."""
    kinds = kinds_of(owner)
    return tuple(key(name, kinds[name], text) for name, text in texts.items())
