"""The ledger as text, of which a few lines are read: those of the vault notes that are built again.

To read all of it would take longer than all else that an export of changes does.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.ledger import Ledger, LedgerEntry, entries_text, header_text, parse_ledger

_GUID = re.compile(rb'\{"guid": ("(?>(?:[^"\\]|\\.)*)")')
_RETIRED = re.compile(rb'"retired": (?!null)')
"""Not within a text: there the marks would have a backslash before them."""

_FEW = 200
"""Lines that are found one by one sooner than by looking through all."""


_WINDOW = 1 << 12
"""Bytes that are read to find where a line begins; most lines are shorter."""


class Lines(Struct, frozen=True):
    """The ledger of the last export: its first line read, others looked up in its file."""

    header: Ledger
    file: BufferedReader
    """In which the lines are sorted by guid."""

    start: int
    """Where the first line of an entry begins."""

    end: int
    retired: Mapping[str, bytes]
    """The lines of what is retired, by guid."""

    def __contains__(self, guid: object) -> bool:
        return isinstance(guid, str) and self.line(guid) != b""

    def line(self, guid: str) -> bytes:
        """Return the line of a guid; empty if there is none."""
        start, end = self._place(guid)
        self.file.seek(start)
        return self.file.read(end - start)

    def read(self, guids: Iterable[str]) -> Ledger:
        """Return a ledger that knows some entries, and all that are retired."""
        lines = {guid: self.line(guid) for guid in guids}
        return _ledger(self.header, (*lines.values(), *self.retired.values()))

    def replaced(self, entries: Mapping[str, LedgerEntry]) -> NewLines:
        """Return the lines with those of some entries as they are now."""
        header = header_text(replace(self.header, package=""))
        retired = {guid: line for guid, line in self.retired.items() if guid not in entries}
        parts: list[bytes | tuple[int, int]] = [header]
        done = self.start
        for guid, entry in sorted(entries.items()):
            start, end = self._place(guid)
            line = entries_text(replace(self.header, entries={guid: entry}))
            if entry.retired is not None:
                retired[guid] = line
            parts += [(done, start), line]
            done = end
        text = self._together([*parts, (done, self.end)])
        return NewLines(self.header, text, len(header), dict(sorted(retired.items())))

    def _together(self, parts: Iterable[bytes | tuple[int, int]]) -> bytearray:
        """Return parts as one; they are texts, or places in the file, which are read once."""
        sized = [(p, len(p) if isinstance(p, bytes) else p[1] - p[0]) for p in parts]
        text, at = bytearray(sum(size for _, size in sized)), 0
        with memoryview(text) as whole:
            for part, size in sized:
                if isinstance(part, bytes):
                    whole[at : at + size] = part
                else:
                    self.file.seek(part[0])
                    if self.file.readinto(whole[at : at + size]) != size:
                        raise ValueError("the ledger has become shorter")
                at += size
        return text

    def _place(self, guid: str) -> tuple[int, int]:
        """Return where the line of a guid begins and ends, which is the same if there is none."""
        low, high = self.start, self.end
        while low < high:
            start = self._beginning(low, (low + high) // 2)
            self.file.seek(start)
            line = self.file.readline()
            found, end = _guid_at(line, 0), start + len(line)
            if found == guid:
                return start, end
            low, high = (end, high) if found < guid else (low, start)
        return low, low

    def _beginning(self, low: int, at: int) -> int:
        """Return where the line begins that goes on at a place; none begins before `low`."""
        while at > low:
            window = max(low, at - _WINDOW)
            self.file.seek(window)
            found = self.file.read(at - window).rfind(b"\n")
            if found >= 0:
                return window + found + 1
            at = window
        return low


class NewLines(Struct, frozen=True):
    """A ledger as it is to be written."""

    header: Ledger
    text: bytearray
    """All of it; its first line says nothing of a package yet."""

    start: int
    """Where the first line of an entry begins."""

    retired: Mapping[str, bytes]
    """The lines of what is retired, by guid."""

    @property
    def entries(self) -> memoryview:
        """All lines but the first."""
        return memoryview(self.text)[self.start :]

    def gone(self) -> tuple[LedgerEntry, ...]:
        """Return what is retired and not acknowledged."""
        entries = _ledger(self.header, self.retired.values()).entries.values()
        return tuple(each for each in entries if not each.acknowledged)


def few_retired(guids: Collection[str]) -> list[str] | None:
    """Return what to remember of what is retired; None if it is found sooner by reading all."""
    return sorted(guids) if len(guids) <= _FEW else None


@contextmanager
def open_lines(path: Path, retired: Iterable[str] | None) -> Iterator[Lines]:
    """Open a ledger; raises `ValueError` or `OSError` if it cannot be read.

    `retired` are the guids of what is retired, sorted; None: nobody knows.
    """
    with path.open("rb") as file:
        header = parse_ledger(file.readline().decode("utf-8"))
        start, end = file.tell(), file.seek(0, os.SEEK_END)
        if retired is None:
            yield Lines(header, file, start, end, dict(_retired_in(path.read_bytes())))
            return
        lines = Lines(header, file, start, end, {})
        yield replace(lines, retired={guid: lines.line(guid) for guid in retired})


def _retired_in(text: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _RETIRED.finditer(text):
        start = text.rfind(b"\n", 0, match.start()) + 1
        yield _guid_at(text, start), text[start : text.index(b"\n", start) + 1]


def _guid_at(text: bytes, start: int) -> str:
    match = _GUID.match(text, start)
    if match is None:
        raise ValueError("a line of the ledger begins with something else than its guid")
    guid: str = json.loads(match[1])
    return guid


def _ledger(header: Ledger, lines: Iterable[bytes]) -> Ledger:
    text = b"".join((header_text(header), *lines))
    return replace(header, entries=parse_ledger(text.decode("utf-8")).entries)
