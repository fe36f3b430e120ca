"""Pictures, and vault notes that show them: more of them in a vault that is otherwise the same.

What they are made of has a seed of its own, so that a vault with thousands of them has the words
and the flashcards of the one without.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

SIDE = 64
"""Pixels."""

_MOST = 400
"""Pictures that are put on one flashcard: it has at most 500, and may show some already."""

_DEFINED = re.compile(r"^> \[!definition\].*\n> \S.*\n", re.MULTILINE | re.IGNORECASE)


def picture(chance: random.Random, side: int = SIDE) -> bytes:
    """Return a PNG that no other is like and that cannot be made smaller."""
    rows = b"".join(b"\0" + chance.randbytes(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def showing(
    texts: Iterable[tuple[str, str]], pictures: Iterable[str], each: int
) -> Iterator[tuple[str, str]]:
    """Yield vault notes by path, with so many pictures more in each definition while any are left.

    Definitions without a text are left as they are: they are no flashcards.
    """
    left = iter(pictures)
    for path, text in texts:
        found = _DEFINED.search(text)
        if not found:
            yield path, text
            continue
        lines = "".join(f"> ![[{name}]]\n" for name in islice(left, min(each, _MOST)))
        yield path, text[: found.end()] + lines + text[found.end() :]
