"""What stands in a package, cut so that an edit leaves most pieces as they are."""

from __future__ import annotations

import re
from itertools import pairwise

_BLOCK = 1 << 17
"""Bytes of a database, in which an edit moves little of what comes after it."""

_LINE = re.compile(rb'^\{"guid": "(\\?.)', re.MULTILINE)


def collection_pieces(database: bytes) -> tuple[bytes, ...]:
    """Cut a database into blocks of one size."""
    return tuple(database[at : at + _BLOCK] for at in range(0, len(database), _BLOCK))


def ledger_pieces(ledger: bytes) -> tuple[bytes, ...]:
    """Cut the text of a ledger where guids begin with another character; its header comes first.

    Guids are random, so these are some thirty pieces of about one size, whatever comes or goes.
    """
    starts, last = [0], b""
    for line in _LINE.finditer(ledger):
        if line[1] != last:
            last = line[1]
            starts.append(line.start())
    return tuple(ledger[start:end] for start, end in pairwise((*starts, len(ledger))))
