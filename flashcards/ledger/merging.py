"""Two ledgers of one vault become one: alike on every machine, whichever comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from flashcards.ledger.values import NOTE_ID_STEP, Ledger, LedgerEntry, NotetypeStamp
from flashcards.model import Kind


def merged(ledger: Ledger, other: Ledger) -> Ledger:
    """Return one ledger that knows what both know."""
    entries = dict(ledger.entries)
    for guid, entry in other.entries.items():
        entries[guid] = later(entries.get(guid), entry)
    return replace(merged_headers((ledger, other)), entries=MappingProxyType(entries))


def later(known: LedgerEntry | None, other: LedgerEntry) -> LedgerEntry:
    """Choose between two lines for one guid: the later export, whichever line comes first."""
    if known is None:
        return other
    early, late = sorted((known, other), key=_age)
    # Numbers that only the other machine gave out have reviews there: they stay reserved.
    return replace(late, clozes=MappingProxyType({**early.clozes, **late.clozes}))


def _age(entry: LedgerEntry) -> tuple[int, bool, bool, str]:
    """Of one `mod` the retired line is later: what comes back has a later `mod`."""
    return entry.modified, entry.retired is not None, entry.acknowledged, str(entry)


def merged_headers(ledgers: Sequence[Ledger]) -> Ledger:
    """Return the first ledger with the later of all notetypes' times."""
    first = min(ledgers, key=lambda ledger: (ledger.vault_id, ledger.vault_name, ledger.root_deck))
    notetypes: dict[Kind, NotetypeStamp] = {}
    for ledger in ledgers:
        for kind, stamp in ledger.notetypes.items():
            known = notetypes.get(kind, stamp)
            notetypes[kind] = max(known, stamp, key=lambda each: (each.modified, each.digest))
    packages = {ledger.package for ledger in ledgers}
    return replace(
        first,
        notetypes=MappingProxyType(notetypes),
        serial=max(ledger.serial for ledger in ledgers),
        plugins=frozenset().union(*(ledger.plugins for ledger in ledgers)),
        # Of two exports, neither package holds everything that is known now.
        package=packages.pop() if len(packages) == 1 else "",
    )


def with_own_ids(entries: Mapping[str, LedgerEntry]) -> Mapping[str, LedgerEntry]:
    """Give every Anki note an id of its own, where two machines gave the same one to two notes.

    The first by guid keeps it. Anki knows a note by its guid, so that a new id does no harm.
    """
    crowded = tuple(_crowded(entries.values()))
    if not crowded:
        return entries
    settled = dict(entries)
    free = max(entry.note_id for entry in entries.values()) + NOTE_ID_STEP
    for number, entry in enumerate(crowded):
        settled[entry.guid] = replace(entry, note_id=free + number * NOTE_ID_STEP)
    return MappingProxyType(settled)


def _crowded(entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Yield the entries whose ids would reach into those of the one before."""
    end = 0
    for entry in sorted(entries, key=lambda entry: (entry.note_id, entry.guid)):
        if entry.note_id < end:
            yield entry
        else:
            end = entry.note_id + NOTE_ID_STEP
