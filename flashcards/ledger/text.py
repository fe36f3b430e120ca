"""The text of a ledger in pieces, so that a large one is never in memory whole.

It is cut where guids begin with another character; its first line comes first. Guids are random, so
these are some thirty pieces of about one size, whatever comes or goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

Piece = bytes | memoryview

_HEAD = re.compile(rb'\{"guid": "(.)', re.DOTALL)
"""With it begins each line but the first."""

_NEXT_HEAD = re.compile(rb'\n\{"guid": "(.)', re.DOTALL)
"""Begins with what it is searched by: no line but those begins so."""


class LedgerText(Protocol):
    """A ledger as it stands in a file, or its lines but for the first."""

    @property
    def length(self) -> int:
        """In bytes."""

    def pieces(self) -> Iterator[Piece]:
        """Yield it from the beginning, as often as it is wanted."""


@dataclass(frozen=True, slots=True)
class TextInMemory:
    """A ledger of which all is known."""

    text: Piece | bytearray = b""

    @property
    def length(self) -> int:
        """In bytes."""
        return len(self.text)

    def pieces(self) -> Iterator[Piece]:
        """Yield parts of the text, without copying them."""
        text = memoryview(self.text)
        cuts = (0, *_cuts(self.text), len(text))
        return (text[start:end] for start, end in pairwise(cuts) if start < end)


NO_TEXT = TextInMemory()


@dataclass(frozen=True, slots=True)
class TextInFile:
    """A ledger that was written down, for as long as the file is there."""

    file: Path
    cuts: tuple[int, ...]
    """Where its pieces begin, and where the last one ends."""

    @property
    def length(self) -> int:
        """In bytes."""
        return self.cuts[-1] - self.cuts[0]

    @property
    def entries(self) -> TextInFile:
        """All lines but the first."""
        return TextInFile(self.file, self.cuts[1:])

    def pieces(self) -> Iterator[Piece]:
        """Read the pieces one after the other; raises `OSError` if they cannot be read."""
        with self.file.open("rb") as file:
            file.seek(self.cuts[0])
            for start, end in pairwise(self.cuts):
                yield file.read(end - start)


def write_text(lines: Iterable[str], file: Path) -> TextInFile:
    """Write the lines of a ledger to a new file; raises `OSError` if that cannot be done."""
    cuts, at, before = [0], 0, b""
    with file.open("xb") as output:
        for line in lines:
            text = f"{line}\n".encode()
            head = _HEAD.match(text)
            if head and head[1] != before:
                cuts.append(at)
                before = head[1]
            output.write(text)
            at += len(text)
    return TextInFile(file, (*cuts, at))


def _cuts(text: Piece | bytearray) -> Iterator[int]:
    """Yield where lines begin whose guid begins otherwise than the one before."""
    first = _HEAD.match(text)
    before = first[1] if first else b""
    for head in _NEXT_HEAD.finditer(text):
        if head[1] != before:
            yield head.start() + 1
            before = head[1]
