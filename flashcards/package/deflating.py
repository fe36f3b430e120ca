"""Pieces of a file in, deflated blocks out, each by itself: what has not changed is taken as it is.

The blocks of a file, one after the other, are one stream that any zip reader understands. A block
tells nothing of the others, so the bytes are the same whether they were made now or before.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

END = b"\x03\x00"
"""Of the whole stream: an empty block that says it is the last."""

_LEVEL = 1
"""A quarter of the size for a tenth of the time that level 9 would take."""

_RAW = -15
"""No header and no checksum, as zip wants it, and the largest window."""

_WORTH_THREADS = 1 << 22
"""Bytes; less is deflated before a second thread has begun."""


@dataclass(frozen=True, slots=True)
class Deflated:
    """A file in pieces, and what became of each."""

    pieces: Sequence[bytes]
    blocks: Sequence[bytes]


NOTHING = Deflated((), ())


def deflate(pieces: Sequence[bytes], before: Deflated = NOTHING) -> Deflated:
    """Deflate a file piece by piece; those that are what they were `before` are not again."""
    blocks = [
        block if piece == known else b""
        for piece, known, block in zip(pieces, before.pieces, before.blocks, strict=False)
    ]
    blocks += [b""] * (len(pieces) - len(blocks))
    fresh = [number for number, block in enumerate(blocks) if not block]
    made = _deflate_all([pieces[number] for number in fresh])
    for number, block in zip(fresh, made, strict=True):
        blocks[number] = block
    return Deflated(pieces, blocks)


def _deflate_all(pieces: Sequence[bytes]) -> Sequence[bytes]:
    if sum(map(len, pieces)) < _WORTH_THREADS:
        return [*map(_deflate, pieces)]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - loaded for large vaults

    with ThreadPoolExecutor() as pool:
        return [*pool.map(_deflate, pieces)]


def _deflate(piece: bytes) -> bytes:
    deflating = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    return deflating.compress(piece) + deflating.flush(zlib.Z_FULL_FLUSH)
