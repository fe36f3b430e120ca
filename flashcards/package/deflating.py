"""Pieces of a file in, deflated blocks out, each by itself: what has not changed is taken as it is.

The blocks of a file, one after the other, are one stream that any zip reader understands. A block
tells nothing of the others, so the bytes are the same whether they were made now or before.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from msgspec import Struct, field
from msgspec.structs import replace

END = b"\x03\x00"
"""Of the whole stream: an empty block that says it is the last."""

Piece = bytes | memoryview

_LEVEL = 1
"""A quarter of the size for a tenth of the time that level 9 would take."""

_RAW = -15
"""No header and no checksum, as zip wants it, and the largest window."""

_AT_ONCE = 1 << 20
"""Bytes, of pieces that are in memory together."""

_WORTH_THREADS = 1 << 20
"""Bytes; less is deflated before a second thread has begun."""


class Block(Struct, frozen=True):
    """A piece of a file, deflated."""

    length: int
    """In bytes."""

    digest: str
    piece: str
    """A digest of what was deflated."""

    is_new: bool = True
    """Whether it was made now, so that nobody has read it back."""


class Packed(Struct, frozen=True):
    """A file in a zip."""

    start: int
    """Where in the zip its first block begins."""

    size: int
    """Of the file, in bytes."""

    checksum: int
    """Of the file, as zip wants it."""

    blocks: tuple[Block, ...]

    @property
    def deflated(self) -> int:
        """How many bytes it has in the zip."""
        return sum(block.length for block in self.blocks) + len(END)


class Earlier(Struct, frozen=True):
    """A zip that was written before, and read back then."""

    file: Path = Path()
    blocks: Mapping[str, tuple[int, Block]] = field(default_factory=dict)
    """Where each begins, and what is known of it, by the digest of its piece."""


NOTHING = Earlier()


def earlier(file: Path, files: Iterable[tuple[int, Iterable[Block]]]) -> Earlier:
    """Return what is known of a zip from the blocks of its files, and where the first begins."""
    blocks = {}
    for start, of_file in files:
        at = start
        for block in of_file:
            blocks[block.piece] = (at, replace(block, is_new=False))
            at += block.length
    return Earlier(file, blocks)


def deflate(
    pieces: Iterable[Piece], before: Earlier = NOTHING
) -> Iterator[tuple[Piece, Block, bytes]]:
    """Yield each piece with its block and the bytes of that.

    Those of a block from `before` are copied; whoever reads them back finds out whether the disk
    still had what was written then. Raises `OSError` if that zip cannot be read.
    """
    with before.file.open("rb") if before.blocks else BytesIO() as file:
        for some in _together(pieces):
            yield from _deflate_some(some, before.blocks, file)


def _together(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield as many pieces as are worth several threads, and not so many that memory fills."""
    some: list[Piece] = []
    size = 0
    for piece in pieces:
        some.append(piece)
        size += len(piece)
        if size >= _AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def inflate(block: bytes) -> bytes:
    """Return the piece that a block holds; raises `zlib.error` if it is none."""
    return zlib.decompressobj(_RAW).decompress(block)


def _deflate_some(
    pieces: Sequence[Piece], known: Mapping[str, tuple[int, Block]], file: IO[bytes]
) -> Iterator[tuple[Piece, Block, bytes]]:
    named = [(sha256(piece).hexdigest(), piece) for piece in pieces]
    made = iter(_deflate_all([piece for digest, piece in named if digest not in known]))
    for digest, piece in named:
        if digest in known:
            at, block = known[digest]
            file.seek(at)
            yield piece, block, file.read(block.length)
        else:
            content = next(made)
            yield piece, Block(len(content), sha256(content).hexdigest(), digest), content


def _deflate_all(pieces: Sequence[Piece]) -> Sequence[bytes]:
    if sum(map(len, pieces)) < _WORTH_THREADS:
        return [*map(_deflate, pieces)]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - loaded for large vaults

    with ThreadPoolExecutor() as pool:
        return [*pool.map(_deflate, pieces)]


def _deflate(piece: Piece) -> bytes:
    deflating = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    return deflating.compress(piece) + deflating.flush(zlib.Z_FULL_FLUSH)
