"""Settings by name out of a table of JSON: tolerant, and with a word on each that is used.

Plugins rename their settings from version to version and keep dozens that mean nothing here. So a
key may have several names, what is not asked for is not looked at, and null means "not set".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from flashcards.diagnostics import Diagnostic
from flashcards.obsidian.files import Document, invalid
from flashcards.obsidian.values import Setting

Check = Callable[[Any], Any]
"""Returns the value to use, or raises `TypeError` with what was expected."""


class Key(Struct, frozen=True):
    """A setting that is used here."""

    option: str
    """The name under which it is returned."""

    check: Check
    meaning: str
    names: tuple[str, ...]
    """Its names in the file, the surest first; `/` goes into a table."""

    override: str = ""


class Reading(Struct, frozen=True):
    """What some keys of a file say."""

    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    settings: tuple[Setting, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: tuple[str, ...] = ()
    """Files that are there and could not be read."""

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            MappingProxyType({**self.options, **other.options}),
            (*self.settings, *other.settings),
            (*self.diagnostics, *other.diagnostics),
            (*self.broken, *other.broken),
        )


def opened(*documents: Document) -> Reading:
    """Return what is to be said about files as such, before any of their settings is looked at."""
    broken = tuple(each.path for each in documents if each.diagnostics)
    return Reading(
        diagnostics=tuple(d for each in documents for d in each.diagnostics), broken=broken
    )


def read_keys(document: Document, table: Any, keys: Sequence[Key]) -> Reading:
    """Look up each key in a table of the document; what is not there is not in the result."""
    options: dict[str, Any] = {}
    settings: list[Setting] = []
    diagnostics: list[Diagnostic] = []
    for key in keys:
        name, value = _look_up(table, key.names)
        if value is None:
            continue
        try:
            options[key.option] = key.check(value)
        except TypeError as expected:
            message = f"`{name}` must be {expected}, not {shown(value)}; the default is used"
            line = document.line_of(name)
            diagnostics.append(invalid(document.path, message, line, key.override))
            continue
        settings.append(Setting(document.path, name, value, key.meaning, key.override))
    return Reading(MappingProxyType(options), tuple(settings), tuple(diagnostics))


def _look_up(table: Any, names: Sequence[str]) -> tuple[str, Any]:
    for name in names:
        value = table
        for part in name.split("/"):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return name, value
    return "", None


def shown(value: Any, most: int = 60) -> str:
    """Return a value as one writes it in a settings file, cut where it is long."""
    text = repr(value)
    return text if len(text) <= most else f"{text[:most]}…"


def text(value: Any) -> str:
    """Take any text, an empty one too."""
    if isinstance(value, str):
        return value
    raise TypeError("a text")


def word(value: Any) -> str:
    """Take a text that is not blank."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise TypeError("a text that is not empty")


def switch(value: Any) -> bool:
    """Take true or false."""
    if isinstance(value, bool):
        return value
    raise TypeError("true or false")


def texts(value: Any) -> tuple[str, ...]:
    """Take a list of texts, or one; blank ones say nothing."""
    several = value if isinstance(value, list) else [value]
    if all(isinstance(each, str) for each in several):
        return tuple(each.strip() for each in several if each.strip())
    raise TypeError("a list of texts")


def folders(value: Any) -> tuple[str, ...]:
    """Take a list of folders, or one; the top of the vault is none."""
    return tuple(name for each in texts(value) if (name := folder(each)))


def folder(value: Any) -> str:
    """Take a folder of the vault; empty for its top."""
    name = text(value).strip().removeprefix("./").strip("/")
    return "" if name == "." else name
