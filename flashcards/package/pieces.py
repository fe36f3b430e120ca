"""What stands in a package, cut so that an edit leaves most pieces as they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import IO

_BLOCK = 1 << 17
"""Bytes of a database, in which an edit moves little of what comes after it."""

_ENTRY = b'{"guid": "'
"""With it begins each line of a ledger but the first."""


def collection_pieces(database: IO[bytes]) -> Iterator[bytes]:
    """Cut a database into blocks of one size, one after the other."""
    return iter(partial(database.read, _BLOCK), b"")


def ledger_pieces(ledger: bytes) -> Iterator[memoryview]:
    """Cut the text of a ledger where guids begin with another character; its header comes first.

    Guids are random, so these are some thirty pieces of about one size, whatever comes or goes.
    """
    text = memoryview(ledger)
    starts = (0, *_starts(ledger), len(ledger))
    return (text[start:end] for start, end in pairwise(starts))


def _starts(ledger: bytes) -> Iterator[int]:
    """Yield where lines begin whose guid begins otherwise than the one before."""
    start = ledger.find(b"\n") + 1
    while ledger.startswith(_ENTRY, start):
        yield start
        head = ledger[start : start + len(_ENTRY) + 1]
        low, high = start, len(ledger)
        while low < high:  # the first line from here on that has another head
            middle = ledger.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if ledger.startswith(head, middle):
                low = ledger.index(b"\n", middle) + 1
            else:
                high = middle
        start = low
