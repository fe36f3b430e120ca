"""Deflated files in, a zip out; Python's own writer would deflate them again.

The layout is that of PKWARE's APPNOTE.TXT, sections 4.3.7 (what stands before a file), 4.3.12 (the
directory) and 4.3.16 (its end).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import IO

from flashcards.package.deflating import END, Deflated

_BEFORE = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4sBB5H3L5H2L")
_END = struct.Struct("<4s4H2LH")

_VERSION = 20  # the first that knows deflate
_UNIX = 3
_DEFLATED = 8
_NO_DATE = (0, (1 << 5) | 1)  # midnight, 1980-01-01: the first that zip can tell
_READABLE_FILE = 0o100644 << 16


def write_zip(output: IO[bytes], files: Mapping[str, Deflated]) -> dict[str, int]:
    """Write a zip of deflated files by their names, which are ASCII; each is below 4 GiB.

    Returns where in it the blocks of each file begin.
    """
    entries, starts = list[bytes](), dict[str, int]()
    at = 0
    for name, file in files.items():
        start, size = at, sum(map(len, file.blocks)) + len(END)
        about = (_DEFLATED, *_NO_DATE, _checksum(file), size, sum(map(len, file.pieces)))
        encoded = name.encode("ascii")
        before = _BEFORE.pack(b"PK\x03\x04", _VERSION, 0, *about, len(encoded), 0) + encoded
        output.write(before)
        starts[name] = at + len(before)
        output.writelines(file.blocks)
        output.write(END)
        at += len(before) + size
        entries.append(_entry(encoded, about, start))
    directory = b"".join(entries)
    count = len(entries)
    output.write(directory)
    output.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0))
    return starts


def _entry(name: bytes, about: tuple[int, ...], start: int) -> bytes:
    rest = (0, 0, 0, 0, _READABLE_FILE, start)
    version = (_VERSION, _UNIX, _VERSION, 0)
    return _ENTRY.pack(b"PK\x01\x02", *version, *about, len(name), *rest) + name


def _checksum(file: Deflated) -> int:
    checksum = 0
    for piece in file.pieces:
        checksum = zlib.crc32(piece, checksum)
    return checksum
