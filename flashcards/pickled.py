"""Values that are kept in a cache, or sent to another process, are written and read quickly.

A frozen dataclass with slots is pickled field by field through functions written in Python. One
call with all its fields makes the same value in half the time, and takes fewer bytes.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def pickled(value: type[T]) -> type[T]:
    """Have a dataclass of two fields or more pickled as a call of it with all its fields."""
    names = [field.name for field in fields(value)]  # type: ignore[arg-type]
    contents = attrgetter(*names)

    def reduce(self: T) -> tuple[type[T], tuple[Any, ...]]:
        return value, contents(self)

    value.__reduce__ = reduce  # type: ignore[assignment, method-assign]
    return value
