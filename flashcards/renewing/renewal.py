"""The part of a vault that has changed, built again; of the rest it is known how it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from flashcards.cache.kept import PartRow
from flashcards.changes import ChangeKind, RemovalLimit, refuse_removal_of
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic
from flashcards.identity import vocabulary
from flashcards.ledger import LedgerEntry
from flashcards.notetypes import Notetype
from flashcards.package import Earlier
from flashcards.renewing.changed import Changed
from flashcards.renewing.remembered import NewLines
from flashcards.stages import Stages
from flashcards.tally import Tally
from flashcards.unadopted import refuse_unadopted
from flashcards.workers import Progress


class Renewal(Struct, frozen=True):
    """What has changed, and all that is known of the rest."""

    root: Path
    notetypes: tuple[Notetype, ...]
    stages: Stages
    """Of the vault notes that were built again."""

    before: Mapping[str, LedgerEntry]
    """What the ledger said of their flashcards."""

    lines: NewLines
    """The whole ledger as it is now."""

    notes: Path
    """A database with all Anki notes of the last export."""

    parts: tuple[PartRow, ...]
    others: tuple[str, ...]
    """The files that matter and are not found by looking through the vault."""

    totals: Tally
    live: int
    """How many Anki notes there were."""

    limit: RemovalLimit
    """How many of them may be gone without a question."""

    lowest_others: tuple[int, ...]
    """The lowest id among the Anki notes that were not built again; empty if there are none."""

    floors: tuple[int, int]
    """The highest id of an Anki note, and the highest place among new cards."""

    attachments: Mapping[str, str]
    decks: frozenset[str]
    earlier: Earlier
    """The package of the last export, as it was deflated."""

    digests: Mapping[Path, str]
    """Of the packages that the last export left in their places."""

    texts: int
    """How many entries the ledger has."""

    citekeys: str
    """A digest of those in the libraries."""

    asked_works: Mapping[str, tuple[str, bool, str]]
    changed: Changed
    to_mend: tuple[Diagnostic, ...]
    config: Config
    progress: Progress

    def refuse_mass_removal(self) -> None:
        """Raise `FlashcardsError` if so much is gone that it is surely a mistake."""
        gone = sum(each.kind is ChangeKind.REMOVED for each in self.stages.changes)
        refuse_removal_of(gone, self.live, self.limit)

    def refuse_unadopted(self) -> None:
        """Raise `UnadoptedError` if what other tools made in Anki would come there once more."""
        if not self.config.fresh:
            refuse_unadopted(self.stages, self.before)

    @property
    def first_id(self) -> int:
        """The lowest id of an Anki note."""
        changed = (self.entries[each.anki_note.guid].note_id for each in self.stages.rendered)
        return min((*self.lowest_others, *changed))

    @property
    def entries(self) -> Mapping[str, LedgerEntry]:
        """What the ledger says now of the flashcards that were built again, by guid."""
        return self.stages.ledger.entries

    @property
    def words(self) -> Counter[str]:
        """In how many more entries a word is now."""
        words: Counter[str] = Counter()
        for guid, now in self.entries.items():
            then = self.before.get(guid)
            if then is not None:
                words.subtract(vocabulary([f"{then.question} {then.answer}"]).counts)
            words.update(vocabulary([f"{now.question} {now.answer}"]).counts)
        return Counter({word: count for word, count in words.items() if count})
