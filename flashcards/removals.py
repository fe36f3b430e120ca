"""Flashcards that are gone from the vault, while Anki still has them.

An import cannot delete. So what is gone is remembered as retired, and listed until the author has
dealt with it in Anki and says so.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from html import escape
from types import MappingProxyType

from msgspec.structs import replace

from flashcards.ledger import Ledger, LedgerEntry

SEARCH_LENGTH = 50
"""Guids in one search. Anki takes up to 999, but needs a look at every note for each of them."""


_SPECIAL = re.compile(r'["*_\\:]')
_ESCAPED = r"\\\g<0>"


def acknowledge(ledger: Ledger, guids: Container[str] | None = None) -> Ledger:
    """Return the ledger with everything that is retired acknowledged, or only these of it."""
    entries = {
        guid: replace(entry, acknowledged=True)
        if entry.retired is not None and (guids is None or guid in guids)
        else entry
        for guid, entry in ledger.entries.items()
    }
    return replace(ledger, entries=MappingProxyType(entries))


def removed_entries(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Return what is retired and not acknowledged, in the author's order."""
    gone = (each for each in entries if each.retired is not None and not each.acknowledged)
    return tuple(sorted(gone, key=lambda each: (each.path, each.position, each.guid)))


def removal_time(entry: LedgerEntry) -> int:
    """Return the `mod` of a retired entry in Anki: later than when it was exported last."""
    return max(entry.retired or 0, entry.modified + 1)


def anki_searches(guids: Iterable[str]) -> Iterator[str]:
    """Yield searches for Anki's browser that find exactly these Anki notes, by their `Id`."""
    wanted = list(guids)
    for start in range(0, len(wanted), SEARCH_LENGTH):
        yield " OR ".join(map(_search, wanted[start : start + SEARCH_LENGTH]))


def _search(guid: str) -> str:
    """Return the search for one; the guids of other tools have characters that mean something."""
    if guid.isalnum():  # as are all that we made
        return f"Id:{guid}"
    return f'"Id:{_SPECIAL.sub(_ESCAPED, escape(guid))}"'
