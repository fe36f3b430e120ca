"""The text of a ledger in pieces, so that a large one is never in memory whole.

It is cut where guids begin otherwise; its first line comes first. Guids are random, so these are
pieces of about one size, whatever comes or goes: some thirty by their first characters, and of a
large ledger so many more by their second ones that a piece stays below a quarter of a megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from msgspec import Struct

Piece = bytes | memoryview

_HEAD = re.compile(rb'\{"guid": "(..)', re.DOTALL)
"""With it begins each line but the first."""

_NEXT_HEAD = re.compile(rb'\n\{"guid": "(..)', re.DOTALL)
"""Begins with what it is searched by: no line but those begins so."""

_PART = 1 << 20
"""Bytes."""

LARGE = 1 << 23
VERY_LARGE = 1 << 26
"""Bytes of a ledger, from which on its pieces are cut finer, and as fine as can be."""


class LedgerText(Protocol):
    """A ledger as it stands in a file, or its lines but for the first."""

    @property
    def length(self) -> int:
        """In bytes."""

    def pieces(self) -> Iterator[Piece]:
        """Yield it from the beginning, as often as wanted, cut where guids begin otherwise."""

    def parts(self) -> Iterator[Piece]:
        """Yield it as `pieces` does, cut anyhow: to find where they begin takes a while."""


class TextInMemory(Struct, frozen=True):
    """A ledger of which all is known."""

    text: Piece | bytearray = b""

    @property
    def length(self) -> int:
        """In bytes."""
        return len(self.text)

    def pieces(self) -> Iterator[Piece]:
        """Yield parts of the text, without copying them."""
        text = memoryview(self.text)
        cuts = (0, *_cuts(_heads(self.text), len(text)), len(text))
        return (text[start:end] for start, end in pairwise(cuts) if start < end)

    def parts(self) -> Iterator[Piece]:
        """Yield parts of one size, without copying them: whoever compares them reads no more."""
        text = memoryview(self.text)
        return (text[at : at + _PART] for at in range(0, len(text), _PART))


NO_TEXT = TextInMemory()


class TextInFile(Struct, frozen=True):
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

    def parts(self) -> Iterator[Piece]:
        """Read the pieces: of a file it is known where they begin."""
        return self.pieces()


def write_text(lines: Iterable[bytes], file: Path) -> TextInFile:
    """Write the lines of a ledger to a new file; raises `OSError` if that cannot be done."""
    heads: list[tuple[int, bytes]] = []
    at = 0
    with file.open("xb") as output:
        for line in lines:
            head = _HEAD.match(line)
            if head and not (heads and heads[-1][1] == head[1]):
                heads.append((at, head[1]))
            output.write(line)
            at += len(line)
    return TextInFile(file, (0, *_cuts(heads, at), at))


def _heads(text: Piece | bytearray) -> Iterator[tuple[int, bytes]]:
    """Yield where guids begin with other two bytes than in the line before, and with which."""
    before = None
    if first := _HEAD.match(text):
        before = first[1]
        yield 0, before
    for head in _NEXT_HEAD.finditer(text):
        if head[1] != before:
            before = head[1]
            yield head.start() + 1, before


def _cuts(heads: Iterable[tuple[int, bytes]], length: int) -> Iterator[int]:
    """Yield where pieces begin in a text of a length, but for the first."""
    key = _key(length)
    before: object = None
    for at, head in heads:
        if key(head) != before:
            before = key(head)
            if at:
                yield at


def _key(length: int) -> Callable[[bytes], object]:
    """Return by what pieces differ in a text of a length."""
    if length < LARGE:
        return lambda head: head[0]
    if length < VERY_LARGE:
        return lambda head: (head[0], head[1] >> 2)  # nine groups of letters and digits
    return lambda head: head
