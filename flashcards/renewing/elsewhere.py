"""The vault notes that are as they were, as far as those that changed depend on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from flashcards.cache.exported import Exported
from flashcards.identity import Elsewhere, Vocabulary
from flashcards.ledger import LedgerEntry
from flashcards.model import ParsedVaultNote
from flashcards.parsing import parse_file
from flashcards.render import Outlined
from flashcards.renewing.facts import asks
from flashcards.renewing.keeping import identity_by_path
from flashcards.renewing.remembered import Lines
from flashcards.syntaxes import SyntaxOptions


class Outlines(Mapping[str, Outlined]):
    """Vault notes by path; one that is not at hand is read when it is asked for."""

    def __init__(
        self,
        root: Path,
        vault_notes: Iterable[ParsedVaultNote],
        others: Collection[str],
        options: SyntaxOptions,
    ) -> None:
        """Take the vault notes that are at hand, and the paths of all."""
        self._known: dict[str, Outlined] = {note.path: note for note in vault_notes}
        self._paths = frozenset(others)
        self._root = root
        self._options = options

    def __getitem__(self, path: str) -> Outlined:
        if path not in self._known:
            if path not in self._paths:
                raise KeyError(path)
            note, _ = parse_file(self._root, path, self._options)
            if note is None:
                raise KeyError(path)
            self._known[path] = note
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
