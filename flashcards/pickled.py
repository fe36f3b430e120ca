"""Values that are kept in a cache, or sent to another process, are written and read quickly.

A frozen dataclass with slots is pickled field by field through functions written in Python. One
call with all its fields makes the same value in half the time, and takes fewer bytes. Those of
which there are many are also made in half to a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from sys import intern
from types import MappingProxyType
from typing import Any, TypeVar

OF_FEW = MappingProxyType({"of few": True})
"""Metadata of a text of which many values have the same: they share it, wherever they come from."""

T = TypeVar("T")
Values = TypeVar("Values", bound=tuple[Any, ...])
E = TypeVar("E", bound=Enum)


def pickled(value: type[T]) -> type[T]:
    """Have a dataclass of two fields or more pickled as a call of it with its fields.

    Those at the end that are as usual are left out, so that all such values share what is usual.
    """
    every = fields(value)  # type: ignore[arg-type]
    contents = attrgetter(*(field.name for field in every))
    usual = [_usual(field) for field in every]

    def reduce(self: T) -> tuple[type[T], tuple[Any, ...]]:
        found = contents(self)
        end = len(found)
        while end and found[end - 1] == usual[end - 1]:
            end -= 1
        return value, found[:end]

    value.__reduce__ = reduce  # type: ignore[assignment, method-assign]
    return value


def pickled_by_value(enumeration: type[E]) -> type[E]:
    """Have the members of an enumeration pickled as a call of it with a value.

    Python 3.11.2, which Debian 12 has, would have `getattr` called, and no reader of ours does so.
    """

    def reduce(self: E, _protocol: int) -> tuple[type[E], tuple[Any, ...]]:
        return enumeration, (self.value,)

    enumeration.__reduce_ex__ = reduce  # type: ignore[assignment, method-assign]
    return enumeration


def quickly_made(value: type[T]) -> type[T]:
    """Have a frozen dataclass with slots made as what can be written to, and frozen then.

    Its own `__init__` asks `object.__setattr__` for each field, which takes four times as long as
    to write to it. What is made is the same, and as frozen. Only where there are thousands of them
    does it save more than it takes to prepare.
    """
    every = fields(value)  # type: ignore[arg-type]
    names = [field.name for field in every]
    known: dict[str, Any] = {f"_{field.name}": _default(field) for field in every}
    known |= {
        "_intern": intern,
        "_become": object.__dict__["__class__"].__set__,
        "_MISSING": MISSING,
        "_Open": _open(value, names),
        "_Frozen": value,
    }
    lines = [
        f"def __init__(self, {', '.join(map(_parameter, every))}):",
        " _become(self, _Open)",
        *map(_assignment, every),
        " self.__class__ = _Frozen",
    ]
    exec("\n".join(lines), known)  # noqa: S102 - as `dataclass` does; all words are our own
    value.__init__ = known["__init__"]  # type: ignore[method-assign]
    return value


def _open(value: type[Any], names: list[str]) -> type[Any]:
    """Return a class with the fields of a frozen one, which can be written to."""
    return type(value.__name__, (), {"__slots__": names})


def _usual(field: Field[Any]) -> Any:
    """Return what a field is if nobody says anything else; if somebody must, what is like none."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory


def _parameter(field: Field[Any]) -> str:
    if field.default_factory is not MISSING:
        return f"{field.name}=_MISSING"
    return field.name if field.default is MISSING else f"{field.name}=_{field.name}"


def _assignment(field: Field[Any]) -> str:
    name = field.name
    if field.metadata == OF_FEW:
        return f" self.{name} = _intern({name})"
    if field.default_factory is MISSING:
        return f" self.{name} = {name}"
    return f" self.{name} = _{name}() if {name} is _MISSING else {name}"


def changed(value: T, **instead: Any) -> T:
    """Return a frozen dataclass with slots, some fields of it changed.

    That is `dataclasses.replace`, which asks for each field and has it made as any other, in a
    third of the time. Only where there are thousands of them does it save more than it takes to
    prepare.
    """
    kind: Any = type(value)
    copy: T = _copier(kind)(value, instead)
    return copy


def one_of_its_kind(values: Values) -> Values:
    """Return the same object for equal tuples of which many flashcards have the same."""
    known: Values = _known(values)
    return known


@lru_cache(maxsize=10_000)
def _known(values: Any) -> Any:
    return values


@cache
def _copier(kind: Any) -> Callable[[Any, dict[str, Any]], Any]:
    names = [field.name for field in fields(kind)]
    known: dict[str, Any] = {
        "_Open": _open(kind, names),
        "_Frozen": kind,
    }
    lines = [
        "def copier(value, instead):",
        " copy = _Open()",
        *(f" copy.{name} = value.{name}" for name in names),
        " for name, content in instead.items():",
        "  setattr(copy, name, content)",
        " copy.__class__ = _Frozen",
        " return copy",
    ]
    exec("\n".join(lines), known)  # noqa: S102 - as `dataclass` does; all words are our own
    copier: Callable[[Any, dict[str, Any]], Any] = known["copier"]
    return copier
