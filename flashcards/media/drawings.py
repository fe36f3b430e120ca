"""SVG in, a drawing that can do no harm out: no script, nothing from elsewhere, no page within.

A drawing that does none of this is left as it is, byte for byte. A file is read twice, piece by
piece: it may be larger than anybody wants to hold in memory, and what is in it is known only at its
end.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterator
from typing import IO

from msgspec import Struct

from flashcards.media.cleaning import Cleaner
from flashcards.media.losses import DrawingError

_PIECE = 1 << 20


class Drawing(Struct, frozen=True):
    """What goes into the package for an SVG file."""

    pieces: Iterator[bytes]
    """To be taken once, while the file is open; `DrawingError` if it has changed by then."""

    left_out: tuple[str, ...] = ()
    """What is not in it any more: `script`, `onload`, ...; each once, in the file's order."""


def clean_drawing(file: IO[bytes]) -> Drawing:
    """Return the drawing without what could do harm; `DrawingError` if it is none."""
    size = file.seek(0, os.SEEK_END)
    first, cleaner = _Reading(file, size), Cleaner(size)
    deque(cleaner.read(first.read), maxlen=0)
    left_out = tuple(cleaner.left_out)
    return Drawing(_again(_Reading(file, size), first.digest, anew=bool(left_out)), left_out)


def _again(reading: _Reading, digest: bytes, *, anew: bool) -> Iterator[bytes]:
    """Yield what a file holds, as it is or written anew; it had this digest before."""
    if anew:
        yield from Cleaner(reading.size).read(reading.read)
    else:
        yield from iter(lambda: reading.read(_PIECE), b"")
    if reading.digest != digest:
        raise _changed()


class _Reading:
    """Reads a file once, from its beginning to its end."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        """Begin to read a file of so many bytes."""
        self.size = size
        self._file = file
        self._left = size
        self._digest = hashlib.sha256()
        file.seek(0)

    def read(self, most: int) -> bytes:
        """Return the next bytes, none at the end; `DrawingError` if there are more than before."""
        piece = self._file.read(most)
        self._left -= len(piece)
        if self._left < 0:
            raise _changed()
        self._digest.update(piece)
        return piece

    @property
    def digest(self) -> bytes:
        """Of what was read so far."""
        return self._digest.digest()


def _changed() -> DrawingError:
    return DrawingError("it changed while it was read")
