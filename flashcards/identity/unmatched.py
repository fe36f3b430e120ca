"""What is still without its partner while the rules of matching go over it, one after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from flashcards.identity.elsewhere import NOTHING, Elsewhere
from flashcards.identity.pairing import best_pairs
from flashcards.identity.sightings import Match, Sighting
from flashcards.identity.similarity import Scores, Vocabulary, Weigh, similarities, vocabulary
from flashcards.ledger import LedgerEntry

Text = Callable[[Sighting | LedgerEntry], str]

NEAR = 0.1
"""Another entry that is less alike by no more than this could as well be meant."""

_PLACE = 0.01
"""What the same place in the vault note is worth: only what is equally alike is told apart."""


class Unmatched:
    """The flashcards and entries that no rule has brought together yet."""

    def __init__(
        self,
        sightings: Sequence[Sighting],
        entries: Sequence[LedgerEntry],
        renamed: Mapping[str, str],
        elsewhere: Elsewhere = NOTHING,
    ) -> None:
        """Take flashcards, entries sorted, new names of vault notes, and what is not looked at."""
        self.all_sightings = sightings
        self.all_entries = entries
        self.sightings = dict(enumerate(sightings))
        self.live = {each.guid: each for each in entries if each.retired is None}
        self.retired = {each.guid: each for each in entries if each.retired is not None}
        self.found: dict[int, Match] = {}
        self._renamed = renamed
        self.elsewhere = elsewhere

    def place(self, each: Sighting | LedgerEntry) -> str:
        """Return what names its vault note now."""
        return self._renamed.get(each.vault_note, each.vault_note)

    def give(
        self, at: int, entry: LedgerEntry, rule: str, ties: tuple[LedgerEntry, ...] = ()
    ) -> None:
        """Settle which entry a flashcard is."""
        del self.sightings[at]
        del (self.live if entry.retired is None else self.retired)[entry.guid]
        self.found[at] = Match(entry, rule, ties)

    def groups(
        self,
        key: Callable[[Sighting | LedgerEntry], Hashable],
        entries: Mapping[str, LedgerEntry],
    ) -> Iterator[tuple[list[int], list[LedgerEntry]]]:
        """Yield the flashcards and the entries that have one key; those without any are left."""
        by_key: defaultdict[Hashable, list[LedgerEntry]] = defaultdict(list)
        for entry in entries.values() if self.sightings else ():
            if (its_key := key(entry)) is not None:
                by_key[its_key].append(entry)
        seen: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at, sighting in self.sightings.items() if by_key else ():
            if (its_key := key(sighting)) in by_key:
                seen[its_key].append(at)
        for its_key, group in seen.items():
            yield group, by_key[its_key]

    def pair(
        self, ats: Sequence[int], entries: Sequence[LedgerEntry], rule: str, scores: Scores
    ) -> None:
        """Bring together those of a group that fit best in all; scores go by place in the group."""
        nudged = {
            (one, other): score + _PLACE * self._nearness(ats[one], entries[other])
            for (one, other), score in scores.items()
        }
        for one, other in best_pairs(nudged).items():
            least = scores[one, other] - NEAR
            near = sorted(
                (-nudged[one, each], each)
                for each in range(len(entries))
                if each != other and scores.get((one, each), -1.0) >= least
            )
            ties = tuple(entries[each] for _, each in near)
            self.give(ats[one], entries[other], rule, ties)

    def likeness(
        self, ats: Sequence[int], entries: Sequence[LedgerEntry], text: Text, weigh: Weigh
    ) -> Scores:
        """Return how alike the texts of flashcards and entries are."""
        ours = [text(self.sightings[at]) for at in ats]
        return similarities(ours, [text(entry) for entry in entries], weigh)

    @cached_property
    def words(self) -> Vocabulary:
        """How common each word is in the ledger."""
        if self.elsewhere.words is not None:
            return self.elsewhere.words
        return vocabulary(f"{each.question} {each.answer}" for each in self.all_entries)

    @cached_property
    def neighbours(self) -> Mapping[str, Sequence[LedgerEntry]]:
        """All entries of each vault note that is still there."""
        by_place: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
        for entry in self.all_entries:
            if entry.retired is None:
                by_place[self.place(entry)].append(entry)
        return by_place

    def _nearness(self, at: int, entry: LedgerEntry) -> float:
        return 1 / (1 + abs(self.sightings[at].position - entry.position))
