"""The vault notes that are as they were, as far as those that changed depend on them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from flashcards.cache.exported import Exported
from flashcards.identity import Elsewhere, Vocabulary
from flashcards.ledger import LedgerEntry
from flashcards.model import ParsedVaultNote
from flashcards.render import Outlined
from flashcards.renewing.facts import asks
from flashcards.renewing.keeping import identity_by_path
from flashcards.renewing.remembered import Lines


class Outlines(Mapping[str, Outlined]):
    """Vault notes by path; one that is not at hand is read when it is asked for."""

    def __init__(
        self,
        vault_notes: Iterable[ParsedVaultNote],
        others: Collection[str],
        read: Callable[[str], Sequence[ParsedVaultNote] | None],
    ) -> None:
        """Take the vault notes that are at hand, the paths of all, and what reads one of these."""
        self._known: dict[str, Outlined] = {note.path: note for note in vault_notes}
        self._paths = frozenset(others)
        self._read = read

    def __getitem__(self, path: str) -> Outlined:
        if path not in self._known:
            if path not in self._paths:
                raise KeyError(path)
            notes = self._read(path)
            if not notes:
                raise KeyError(path)
            [self._known[path]] = notes
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class _Counts(Mapping[str, int]):
    """In how many entries of the ledger each word is."""

    def __init__(self, exported: Exported) -> None:
        self._exported = exported

    def __getitem__(self, word: str) -> int:
        return self._exported.count_of(word)

    def __iter__(self) -> Iterator[str]:
        raise TypeError("words are looked up one by one")

    def __len__(self) -> int:
        raise TypeError("words are looked up one by one")


def elsewhere_of(exported: Exported, paths: Collection[str], lines: Lines) -> Elsewhere:
    """Return what is known of the flashcards of all other vault notes than those at `paths`."""
    named = exported.value("identities")

    def called(sort: str, name: str) -> int:
        return sum(path not in paths for path in exported.users(sort, [name]))

    return Elsewhere(
        identities={path: named.get(path, identity_by_path(path)) for path in paths},
        entries_called=lambda name: called("remembered", name),
        flashcards_called=lambda name: called("called", name),
        words=Vocabulary(exported.value("texts"), _Counts(exported)),
        guids=lines,
    )


def may_be_quiet_elsewhere(
    exported: Exported, entries: Iterable[LedgerEntry], paths: Collection[str]
) -> bool:
    """Tell whether a flashcard elsewhere that has no card may be what an entry is looked for.

    It matches nothing as long as its own vault note and that of the entry are as they were.
    """
    names = {name for entry in entries for name in _known_by(entry)}
    return any(path not in paths for path in exported.users("quiet", sorted(names)))


def _known_by(entry: LedgerEntry) -> Iterator[str]:
    yield asks(entry.kind, entry.question)
    yield from entry.names
