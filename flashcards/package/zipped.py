"""Pieces of files in, a zip out, and whether it is still that: Python's own writer knows no blocks.

The layout is that of PKWARE's APPNOTE.TXT, sections 4.3.7 (what stands before a file), 4.3.12 (the
directory) and 4.3.16 (its end).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import IO

from flashcards.package.deflating import (
    END,
    NOTHING,
    Block,
    Earlier,
    Packed,
    Piece,
    deflate,
    inflate,
)

_BEFORE = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4sBB5H3L5H2L")
_END = struct.Struct("<4s4H2LH")

_VERSION = 20  # the first that knows deflate
_UNIX = 3
_DEFLATED = 8
_NO_DATE = (0, (1 << 5) | 1)  # midnight, 1980-01-01: the first that zip can tell
_READABLE_FILE = 0o100644 << 16


def write_zip(
    output: IO[bytes], files: Mapping[str, Iterable[Piece]], before: Earlier = NOTHING
) -> dict[str, Packed]:
    """Write a zip of files, deflated, by their names, which are ASCII; each is below 4 GiB.

    `output` is an empty file, `before` a zip of which blocks are reused. Returns what is where.
    """
    packed: dict[str, Packed] = {}
    for name, pieces in files.items():
        packed[name] = _write_file(output, name, deflate(pieces, before))
    output.write(_directory(packed, output.tell()))
    return packed


def fault_in_zip(file: IO[bytes], files: Mapping[str, Packed]) -> str:
    """Return what in a zip is not as it was written; empty if nothing is.

    All of it is read. A block that was copied from an earlier zip has been inflated when that was
    read back: that it is the same is told by its digest.
    """
    for name, packed in files.items():
        if file.read(packed.start - file.tell()) != _head(name, packed):
            return f"what stands before {name} is something else"
        if not all(_is_whole(file.read(block.length), block) for block in packed.blocks):
            return f"{name} holds something else"
        if file.read(len(END)) != END:
            return f"{name} does not end"
    at = file.tell()
    return "" if file.read() == _directory(files, at) else "its directory is something else"


def _write_file(
    output: IO[bytes], name: str, deflated: Iterator[tuple[Piece, Block, bytes]]
) -> Packed:
    head_at = output.tell()
    output.write(_head(name, Packed(0, 0, 0, ())))  # as long as the one that comes in its place
    start, size, checksum = output.tell(), 0, 0
    blocks = []
    for piece, block, content in deflated:
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        blocks.append(block)
        output.write(content)
    output.write(END)
    packed, end = Packed(start, size, checksum, tuple(blocks)), output.tell()
    output.seek(head_at)
    output.write(_head(name, packed))
    output.seek(end)
    return packed


def _is_whole(content: bytes, block: Block) -> bool:
    if sha256(content).hexdigest() != block.digest:
        return False
    return not block.is_new or sha256(inflate(content)).hexdigest() == block.piece


def _head(name: str, file: Packed) -> bytes:
    encoded = name.encode("ascii")
    before = (b"PK\x03\x04", _VERSION, 0, *_about(file), len(encoded), 0)
    return _BEFORE.pack(*before) + encoded


def _directory(files: Mapping[str, Packed], start: int) -> bytes:
    entries = b"".join(_entry(name, file) for name, file in files.items())
    count = len(files)
    return entries + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)


def _entry(name: str, file: Packed) -> bytes:
    encoded = name.encode("ascii")
    version = (_VERSION, _UNIX, _VERSION, 0)
    rest = (len(encoded), 0, 0, 0, 0, _READABLE_FILE, file.start - _BEFORE.size - len(encoded))
    return _ENTRY.pack(b"PK\x01\x02", *version, *_about(file), *rest) + encoded


def _about(file: Packed) -> tuple[int, ...]:
    return (_DEFLATED, *_NO_DATE, file.checksum, file.deflated, file.size)
