"""Values that are kept in a cache, or sent to another process: few bytes, and soon read.

Where many values have the same, they share it, wherever they come from.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

T = TypeVar("T", bound=Struct)
Values = TypeVar("Values", bound=tuple[Any, ...])
E = TypeVar("E", bound=Enum)


def pickled(value: type[T]) -> type[T]:
    """Have a struct of two fields or more pickled as a call of it with its fields.

    Those at the end that are as usual are left out, so that all such values share what is usual.
    """
    names = value.__struct_fields__
    needed = len(names) - len(value.__struct_defaults__)
    contents = attrgetter(*names)
    usual = contents(value(*[""] * needed))

    def reduce(self: T) -> tuple[type[T], tuple[Any, ...]]:
        found = contents(self)
        end = len(found)
        while end > needed and found[end - 1] == usual[end - 1]:
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


def share(value: Struct, *names: str) -> None:
    """Have a value that is just being made share those of its texts of which there are few."""
    for name in names:
        force_setattr(value, name, intern(getattr(value, name)))


def one_of_its_kind(values: Values) -> Values:
    """Return the same object for equal tuples of which many flashcards have the same."""
    known: Values = _known(values)
    return known


@lru_cache(maxsize=10_000)
def _known(values: Any) -> Any:
    return values
