"""A collection, cut so that an edit leaves most pieces as they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

_BLOCK = 1 << 16
"""Bytes of a database, in which an edit moves little of what comes after it."""


def collection_pieces(database: IO[bytes]) -> Iterator[bytes]:
    """Cut a database into blocks of one size, one after the other."""
    return iter(partial(database.read, _BLOCK), b"")
