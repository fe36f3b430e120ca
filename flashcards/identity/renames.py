"""Vault notes that have another name now: another path, or a property that came or went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from flashcards.identity.sightings import Sighting
from flashcards.ledger import LedgerEntry

_MOST_SHARING = 400
"""Pairs of vault notes to look at because of one flashcard that many of them hold."""


def find_renames(
    sightings: Sequence[Sighting], entries: Sequence[LedgerEntry], live: frozenset[str]
) -> dict[str, str]:
    """Map the names of vault notes that are gone to the new names they were given.

    The same path is the same vault note. Else most of the flashcards must be equal in question
    and answer, counted on the side that has fewer; the pair that has most in common goes first.
    """
    gone: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    known: set[str] = set()
    for entry in entries:
        known.add(entry.vault_note)
        if entry.vault_note not in live:
            gone[entry.vault_note].append(entry)
    new: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings if gone else ():
        if sighting.vault_note not in known:
            new[sighting.vault_note].append(sighting)
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for old, other in (*_same_path(gone, new), *_most_in_common(gone, new)):
        if old not in renamed and other not in taken:
            renamed[old] = other
            taken.add(other)
    return renamed


_Gone = dict[str, list[LedgerEntry]]
_New = dict[str, list[Sighting]]


def _same_path(gone: _Gone, new: _New) -> Iterator[tuple[str, str]]:
    by_path = {sightings[0].path: name for name, sightings in sorted(new.items())}
    for old, entries in sorted(gone.items()):
        path = next((entry.path for entry in entries if entry.path in by_path), None)
        if path is not None:
            yield old, by_path[path]


def _most_in_common(gone: _Gone, new: _New) -> list[tuple[str, str]]:
    common = _in_common(gone, new)
    ranked = [
        (-count, _file_name(gone[old]) != _file_name(new[other]), old, other)
        for (old, other), count in common.items()
        if 2 * count > min(len(gone[old]), len(new[other]))
    ]
    return [(old, other) for _, _, old, other in sorted(ranked)]


def _in_common(gone: _Gone, new: _New) -> Counter[tuple[str, str]]:
    """Count the flashcards that are equal in question and answer, by pair of vault notes."""
    olds: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    news: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name, entries in gone.items():
        for entry in entries:
            olds[entry.kind, entry.question, entry.answer][name] += 1
    for name, sightings in new.items():
        for each in sightings:
            news[each.kind, each.question, each.answer][name] += 1
    common: Counter[tuple[str, str]] = Counter()
    for key in olds.keys() & news.keys():
        pairs: Iterable[tuple[str, str]] = product(olds[key], news[key])
        if len(olds[key]) * len(news[key]) > _MOST_SHARING:
            pairs = _of_one_file_name(olds[key], news[key], gone, new)
        for old, other in pairs:
            common[old, other] += min(olds[key][old], news[key][other])
    return common


def _of_one_file_name(
    olds: Counter[str], news: Counter[str], gone: _Gone, new: _New
) -> Iterator[tuple[str, str]]:
    by_file = {_file_name(new[name]): name for name in sorted(news)}
    for old in sorted(olds):
        if (other := by_file.get(_file_name(gone[old]))) is not None:
            yield old, other


def _file_name(group: Sequence[LedgerEntry] | Sequence[Sighting]) -> str:
    return group[0].path.rsplit("/", 1)[-1]
