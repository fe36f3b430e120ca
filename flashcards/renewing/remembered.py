"""The ledger as text, of which a few lines are read: those of the vault notes that are built again.

To read all of it would take longer than all else that an export of changes does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.ledger import Ledger, LedgerEntry, entries_text, header_text, parse_ledger

_GUID = re.compile(rb'\{"guid": ("(?>(?:[^"\\]|\\.)*)")')
_RETIRED = re.compile(rb'"retired": (?!null)')
"""Not within a text: there the marks would have a backslash before them."""

_FEW = 200
"""Lines that are found one by one sooner than by looking through all."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A ledger: its first line read, the others as they stand in the file, sorted by guid."""

    header: Ledger
    text: bytes
    """All of it. As `replaced` makes it, its first line says nothing of a package."""

    retired: Mapping[str, bytes]
    """The lines of what is retired, by guid."""

    @property
    def entries(self) -> memoryview:
        """All lines but the first."""
        return memoryview(self.text)[self._start :]

    @property
    def _start(self) -> int:
        return self.text.index(b"\n") + 1

    def __contains__(self, guid: object) -> bool:
        return isinstance(guid, str) and self.line(guid) != b""

    def read(self, guids: Iterable[str]) -> Ledger:
        """Return a ledger that knows some entries, and all that are retired."""
        lines = {guid: self.line(guid) for guid in guids}
        return _ledger(self.header, (*lines.values(), *self.retired.values()))

    def gone(self) -> tuple[LedgerEntry, ...]:
        """Return what is retired and not acknowledged."""
        entries = _ledger(self.header, self.retired.values()).entries.values()
        return tuple(each for each in entries if not each.acknowledged)

    def replaced(self, entries: Mapping[str, LedgerEntry]) -> Lines:
        """Return the lines with those of some entries as they are now."""
        text, done = memoryview(self.text), self._start
        parts: list[bytes | memoryview] = [header_text(replace(self.header, package=""))]
        retired = {guid: line for guid, line in self.retired.items() if guid not in entries}
        for guid, entry in sorted(entries.items()):
            start, end = self._place(guid)
            line = entries_text(replace(self.header, entries={guid: entry}))
            if entry.retired is not None:
                retired[guid] = line
            parts += [text[done:start], line]
            done = end
        whole = b"".join((*parts, text[done:]))
        return Lines(self.header, whole, dict(sorted(retired.items())))

    def line(self, guid: str) -> bytes:
        """Return the line of a guid; empty if there is none."""
        start, end = self._place(guid)
        return self.text[start:end]

    def _place(self, guid: str) -> tuple[int, int]:
        """Return where the line of a guid begins and ends, which is the same if there is none."""
        low, high = self._start, len(self.text)
        while low < high:
            start = self.text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self.text.index(b"\n", start) + 1
            found = _guid_at(self.text, start)
            if found == guid:
                return start, end
            low, high = (end, high) if found < guid else (low, start)
        return low, low


def few_retired(guids: Collection[str]) -> list[str] | None:
    """Return what to remember of what is retired; None if it is found sooner by reading all."""
    return sorted(guids) if len(guids) <= _FEW else None


def read_lines(path: Path, retired: Iterable[str] | None) -> Lines:
    """Read a ledger; raises `ValueError` or `OSError` if it cannot be read.

    `retired` are the guids of what is retired, sorted; None: nobody knows.
    """
    text = path.read_bytes()
    header = parse_ledger(text[: text.index(b"\n")].decode("utf-8"))
    if retired is None:
        return Lines(header, text, dict(_retired_in(text)))
    lines = Lines(header, text, {})
    return replace(lines, retired={guid: lines.line(guid) for guid in retired})


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
