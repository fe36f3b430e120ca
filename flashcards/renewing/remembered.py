"""The ledger as text, of which a few lines are read: those of the vault notes that are built again.

To read all of it would take longer than all else that an export of changes does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.ledger import Ledger, LedgerEntry, entries_text, header_text, parse_ledger

_GUID = re.compile(rb'\{"guid": ("(?>(?:[^"\\]|\\.)*)")')
_RETIRED = re.compile(rb'"retired": (?!null)')
"""Not within a text: there the marks would have a backslash before them."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A ledger: its first line read, the others as they stand in the file, sorted by guid."""

    header: Ledger
    text: bytes

    def __contains__(self, guid: object) -> bool:
        return isinstance(guid, str) and self._line(guid) != b""

    def read(self, guids: Iterable[str]) -> Ledger:
        """Return a ledger that knows some entries, and all that are retired."""
        lines = {guid: self._line(guid) for guid in guids}
        return _ledger(self.header, (*lines.values(), *self._retired()))

    def gone(self) -> tuple[LedgerEntry, ...]:
        """Return what is retired and not acknowledged."""
        entries = _ledger(self.header, self._retired()).entries.values()
        return tuple(each for each in entries if not each.acknowledged)

    def replaced(self, entries: Mapping[str, LedgerEntry]) -> Lines:
        """Return the lines with those of some entries as they are now."""
        parts, done = list[bytes](), 0
        for guid, entry in sorted(entries.items()):
            start, end = self._place(guid)
            line = entries_text(replace(self.header, entries={guid: entry}))
            parts += [self.text[done:start], line]
            done = end
        return Lines(self.header, b"".join((*parts, self.text[done:])))

    def _line(self, guid: str) -> bytes:
        start, end = self._place(guid)
        return self.text[start:end]

    def _place(self, guid: str) -> tuple[int, int]:
        """Return where the line of a guid begins and ends, which is the same if there is none."""
        low, high = 0, len(self.text)
        while low < high:
            start = self.text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self.text.index(b"\n", start) + 1
            found = self._guid_at(start)
            if found == guid:
                return start, end
            low, high = (end, high) if found < guid else (low, start)
        return low, low

    def _guid_at(self, start: int) -> str:
        match = _GUID.match(self.text, start)
        if match is None:
            raise ValueError("a line of the ledger begins with something else than its guid")
        guid: str = json.loads(match[1])
        return guid

    def _retired(self) -> Iterator[bytes]:
        for match in _RETIRED.finditer(self.text):
            start = self.text.rfind(b"\n", 0, match.start()) + 1
            yield self.text[start : self.text.index(b"\n", start) + 1]


def read_lines(path: Path) -> Lines:
    """Read a ledger; raises `ValueError` or `OSError` if it cannot be read."""
    first, _, others = path.read_bytes().partition(b"\n")
    return Lines(parse_ledger(first.decode("utf-8")), others)


def _ledger(header: Ledger, lines: Iterable[bytes]) -> Ledger:
    text = b"".join((header_text(header), *lines))
    return replace(header, entries=parse_ledger(text.decode("utf-8")).entries)
