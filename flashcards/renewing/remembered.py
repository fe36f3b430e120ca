"""The ledger as lines, of which a few are read: those of the vault notes that are built again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from flashcards.ledger import Ledger, LedgerEntry, format_ledger, parse_ledger

_BEGIN = '{"guid": "'
_LIVE = '"retired": null, "acknowledged": false}'


@dataclass(frozen=True, slots=True)
class Lines:
    """A ledger: its first line read, the others by guid."""

    header: Ledger
    by_guid: Mapping[str, str]

    def read(self, guids: Iterable[str]) -> Ledger:
        """Return a ledger that knows some entries, and all that are retired."""
        wanted = {guid: self.by_guid[guid] for guid in guids}
        wanted |= {guid: line for guid, line in self.by_guid.items() if not line.endswith(_LIVE)}
        return replace(self.header, entries=_entries(wanted.values(), self.header))

    def gone(self) -> tuple[LedgerEntry, ...]:
        """Return what is retired and not acknowledged."""
        lines = [line for line in self.by_guid.values() if not line.endswith(_LIVE)]
        entries = _entries(lines, self.header).values()
        return tuple(each for each in entries if not each.acknowledged)

    def replaced(self, entries: Mapping[str, LedgerEntry]) -> Lines:
        """Return the lines with those of some entries as they are now."""
        _, *lines = format_ledger(replace(self.header, entries=entries))
        now = dict(self.by_guid) | {_guid(line): line for line in lines}
        return Lines(self.header, dict(sorted(now.items())))


def lines_of(lines: Iterable[str]) -> Lines:
    """Take the lines of a ledger, header first; raises `ValueError` if they are in other words."""
    first, *others = lines
    return Lines(parse_ledger(first), {_guid(line): line for line in others})


def _guid(line: str) -> str:
    if not line.startswith(_BEGIN):
        raise ValueError("a line of the ledger begins with something else than its guid")
    return line[len(_BEGIN) : line.index('"', len(_BEGIN))]


def _entries(lines: Iterable[str], header: Ledger) -> Mapping[str, LedgerEntry]:
    text = "\n".join((*format_ledger(replace(header, entries=MappingProxyType({}))), *lines))
    return parse_ledger(text).entries
