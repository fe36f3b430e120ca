"""What was true at the last export and must stay true: guids, cloze numbers, contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from flashcards.inline import plain
from flashcards.model import Rendered
from flashcards.pipeline import Build
from life.promises import Seen, followed, look
from life.vault import Flashcard, Vault
from life.words import texts
from life.writing import Lines


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a cloze number stands for."""

    words: frozenset[int]
    """The words it ever hid, whatever typos were mended in them."""

    texts: tuple[str, ...]
    """What it hid last, as Markdown."""


@dataclass(slots=True)
class Memory:
    """Everything the exports of a vault have shown."""

    exports: int = 0
    sight: dict[int, Seen] = field(default_factory=dict)
    guids: dict[int, str] = field(default_factory=dict)
    """The guid of each flashcard that ever was exported, by identity."""

    families: dict[int, set[str]] = field(default_factory=dict)
    """All guids that a flashcard and its copies ever had."""

    numbers: dict[str, dict[int, Hidden]] = field(default_factory=dict)
    chosen: dict[tuple[int, str], tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """What each quote without marks hid last, by identity and guid."""

    def check(self, vault: Vault, lines: Lines, built: Build) -> None:
        """Hold a build against what is remembered, then remember it."""
        notes = _by_identity(lines, built)
        lost = [each for _, each in vault.places if each.identity not in notes]
        assert not lost, f"no Anki notes for {lost}"
        now = look(vault, self.exports + 1)
        kept = followed(self.sight, now)
        self._check_guids(vault, notes, kept)
        for _, flashcard in vault.places:
            note = notes[flashcard.identity]
            if flashcard.form.hides:
                self._check_numbers(flashcard, note, promised=flashcard.identity in kept)
                self._check_choice(flashcard, note, promised=flashcard.identity in kept)
        self.sight |= now
        self.exports += 1

    def _check_guids(
        self, vault: Vault, notes: Mapping[int, Rendered], kept: frozenset[int]
    ) -> None:
        """A flashcard keeps its guid, and a new one has one of its own.

        Copies may swap theirs, and one that comes back may take the place of another.
        """
        assert len({note.anki_note.guid for note in notes.values()}) == len(notes)
        owners = {guid: family for family, guids in self.families.items() for guid in guids}
        members = Counter(each.family for _, each in vault.places)
        found: dict[int, set[str]] = {}
        promised: Counter[int] = Counter()
        for _, each in vault.places:
            guid = notes[each.identity].anki_note.guid
            owner = owners.get(guid, each.family)
            assert owner == each.family, f"{each} took {guid}, which belongs to {owner}"
            found.setdefault(each.family, set()).add(guid)
            stayed = members[each.family] == 1 or not self._comes_back(each)
            promised[each.family] += each.identity in kept and stayed
            self.guids[each.identity] = guid
        for family, guids in found.items():
            known = self.families.setdefault(family, set())
            assert len(guids & known) >= promised[family], self._story(family, vault)
            known |= guids

    def _story(self, family: int, vault: Vault) -> str:
        """Tell how a flashcard and its copies stood before and now."""
        now = look(vault, self.exports + 1)
        ids = [each.identity for _, each in vault.places if each.family == family]
        story = [f"{i}: {self.sight.get(i)}\n-> {now[i]} {self.guids[i]}" for i in ids]
        return "\n".join((f"one of {self.families[family]} is lost:", *story))

    def _comes_back(self, flashcard: Flashcard) -> bool:
        seen = self.sight.get(flashcard.identity)
        return seen is not None and seen.export < self.exports

    def _check_numbers(self, flashcard: Flashcard, note: Rendered, *, promised: bool) -> None:
        """A number stays with its text for ever, and a text that stays keeps its number."""
        guid = note.anki_note.guid
        known = self.numbers.setdefault(guid, {})
        hidden = {n: Hidden(_words(flashcard, t), t) for n, t in note.identified.hidden.items()}
        for number, new in hidden.items():
            assert new.words, f"what is {new.texts} in {flashcard}?"
            old = known.get(number)
            if old is not None:
                assert old.words & new.words, f"{number}: {old} became {new} in {guid}"
            elif promised:
                again = [n for n, each in known.items() if _is_same(each, new)]
                assert not again, f"{new} was {again} and is {number} in {guid}"
        known |= {
            n: Hidden(new.words | (known[n].words if n in known else frozenset()), new.texts)
            for n, new in hidden.items()
        }

    def _check_choice(self, flashcard: Flashcard, note: Rendered, *, promised: bool) -> None:
        """What was chosen for a quote without marks is kept while it stands in the quote."""
        hidden = tuple(note.identified.hidden.values())
        key = flashcard.identity, note.anki_note.guid
        if any(each.cloze is not None for each in flashcard.question):
            self.chosen.pop(key, None)
            return
        before = self.chosen.get(key)
        text = f" {' '.join(texts(flashcard.question))} "
        if before and promised and all(f" {plain(each)} " in text for each in chain(*before)):
            assert _plain(hidden) == _plain(before), f"{flashcard} hid {before}, now {hidden}"
        self.chosen[key] = hidden


def _is_same(old: Hidden, new: Hidden) -> bool:
    return old.texts == new.texts or old.words == new.words


def _by_identity(lines: Lines, built: Build) -> dict[int, Rendered]:
    """Return what became of each flashcard; two never share a line."""
    notes: dict[int, Rendered] = {}
    for each in built.rendered:
        span = each.flashcard.span
        identity = lines[span.path, span.line]
        assert identity not in notes, f"{identity} became two Anki notes"
        notes[identity] = each
    return notes


def _plain(clozes: tuple[tuple[str, ...], ...]) -> set[frozenset[str]]:
    return {frozenset(map(plain, cloze)) for cloze in clozes}


def _words(flashcard: Flashcard, hidden: tuple[str, ...]) -> frozenset[int]:
    """Return which words of the flashcard a cloze hides."""
    shown = {word for text in hidden for word in plain(text).split()}
    return frozenset(each.number for each in flashcard.question if each.text in shown)
