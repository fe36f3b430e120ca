"""Years of one vault and one Anki: both edited at random, synced, and now and then cut off.

`--life N` plays N lives by each way into Anki, each another one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from anki_backend import Anki
from anki_desktop import Desktop, make_profiles
from conftest import NOW
from connect_server import quits, quits_after
from sync_stories import Story

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import LedgerEntry
from flashcards.tombstones import REMOVED_TAG

LIVES = int(os.environ.get("FLASHCARDS_LIFE", "2"))
STEPS = 16

TEXTS = tuple(f"Question number {n} of many? :: The answer {n * n}." for n in range(8))
CLOZES = ("==Walls== keep ==water== in.", "Walls keep ==water== in.", "==Walls== keep water in.")
FOLDERS = ("Bio", "Life", "Life/Cells", "Law")
MINE = "Mine"
"""The deck where the user puts cards."""

CUT = (
    *("importPackage", "notesInfo", "suspend", "addTags", "unsuspend", "removeTags", "changeDeck"),
    "deleteNotes",
)
"""Where Anki quits."""


class Life:
    """One vault and one Anki, and what the user did there."""

    def __init__(self, story: Story, seed: int) -> None:
        self.story = story
        self.random = random.Random(seed)
        self.where = dict.fromkeys(range(len(TEXTS)), "Bio")
        """In which folder a flashcard stands; gone if in none."""

        self.deletes = seed % 2 == 1
        """Whether what is gone from the vault is deleted in Anki."""

        if self.deletes:
            story.desktop.settings = 'removed = "delete"\ndeletions = 100\n'
        self.cloze = CLOZES[0]
        self.moved: set[int] = set()
        """Cards that the user moved."""

        self.asleep: set[int] = set()
        """Cards that the user suspended."""

        self.reviews: set[int] = set()
        self.done: list[str] = []

    def step(self) -> None:
        """Do something at random, in the vault or in Anki."""
        acts: list[Callable[[], None]] = [
            *[self.edit_vault] * 3,
            *[self.study, self.move, self.move_back, self.suspend, self.delete],
            *[self.cut_off] * 2,
        ]
        act = self.random.choice(acts)
        self.done.append(act.__name__)
        act()

    def edit_vault(self) -> None:
        for number in self.random.sample(range(len(TEXTS)), 2):
            self.where[number] = self.random.choice((*FOLDERS, ""))
        self.cloze = self.random.choice(CLOZES)

    def study(self) -> None:
        with self.story.desktop.anki() as anki:
            anki.study(4)
            self.reviews |= set(anki.collection.db.list("select id from revlog"))

    def move(self) -> None:
        with self.story.desktop.anki() as anki:
            card = self._any_card(anki)
            anki.collection.set_deck([card], anki.collection.decks.id(MINE))
            self.moved.add(card)

    def move_back(self) -> None:
        """Put a card where the vault has it, and let it go along again."""
        entries = self.story.entries()
        with self.story.desktop.anki() as anki:
            card = self._any_card(anki)
            note = anki.collection.get_card(card).note()
            if note.guid in entries and entries[note.guid].retired is None:
                deck = anki.collection.decks.id(entries[note.guid].deck)
                anki.collection.set_deck([card], deck)
                self.moved.discard(card)

    def suspend(self) -> None:
        with self.story.desktop.anki() as anki:
            card = self._any_card(anki)
            if anki.collection.get_card(card).queue != -1:
                anki.collection.sched.suspend_cards([card])
                self.asleep.add(card)

    def delete(self) -> None:
        with self.story.desktop.anki() as anki:
            note = anki.collection.get_card(self._any_card(anki)).note()
            cards = {card.id for card in note.cards()}
            self.moved -= cards
            self.asleep -= cards
            anki.collection.remove_notes([note.id])

    def cut_off(self) -> None:
        """Have Anki quit in the middle of a sync, if it is running and comes to that."""
        action = self.random.choice(CUT)
        self.story.desktop.server.faults[action] = self.random.choice((quits, quits_after))
        try:
            self.sync()
        except FlashcardsError:
            self.done.append(f"cut off at {action}")
        self.story.desktop.server.faults.clear()

    def sync(self) -> None:
        """Write the vault as it is now, and sync."""
        for old in self.story.vault.rglob("*.md"):
            old.unlink()
        self.story.write({"Cloze.md": f"## Flashcards\n{self.cloze}\n"})
        for number, folder in self.where.items():
            if folder:
                text = f"## Flashcards\n{TEXTS[number]}\n"
                self.story.write({f"{folder}/Number {number}.md": text})
        try:
            self.story.sync()
        finally:
            self._forget_cleared()

    def _forget_cleared(self) -> None:
        """A card that was cleared as empty and comes back with its cloze is a new one."""
        with self.story.desktop.anki() as anki:
            there = set(anki.collection.db.list("select id from cards"))
        self.moved &= there
        self.asleep &= there

    def check(self) -> None:
        """Hold what must be true after a sync that came to its end."""
        entries = self.story.entries()
        with self.story.desktop.anki() as anki:
            assert self.reviews <= set(anki.collection.db.list("select id from revlog"))
            for note_id in anki.collection.find_notes(""):
                note = anki.collection.get_note(note_id)
                self._check_note(anki, note.guid, entries[note.guid])
            empty = anki.collection.get_empty_cards().notes
            assert not empty or self.story.desktop.running  # then the user is told of them
            assert anki.faults() == [str(note) for note in empty]
        left = self.story.sync().outcome
        assert left.way == "" or left.left, self.done

    def _check_note(self, anki: Anki, guid: str, entry: LedgerEntry) -> None:
        [note_id] = anki.collection.find_notes(f"Id:{guid}")
        note = anki.collection.get_note(note_id)
        live = entry.retired is None
        assert live or not self.deletes, (self.done, guid)
        assert (REMOVED_TAG in note.tags) is not live, (self.done, guid)
        for card in note.cards():
            deck = anki.collection.decks.name(card.did)
            if card.id in self.moved:
                assert deck == MINE, self.done
            elif live:
                assert deck == entry.deck, self.done
            assert (card.queue == -1) is (not live or card.id in self.asleep), (self.done, guid)

    def _any_card(self, anki: Anki) -> int:
        cards = list(anki.collection.find_cards("-is:suspended"))
        return self.random.choice(cards)


@pytest.mark.parametrize("seed", range(LIVES))
@pytest.mark.parametrize("running", [True, False], ids=["running", "closed"])
def test_a_life_with_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, running: bool, seed: int
) -> None:
    """Whatever is done in between and wherever it ends: the user's is kept, the vault's arrives"""
    make_profiles(tmp_path / "Anki2", "User 1")
    monkeypatch.setenv("ANKI_BASE", str(tmp_path / "Anki2"))
    (tmp_path / "vault").mkdir()
    story = Story(Desktop(tmp_path / "Anki2", tmp_path / "vault", running), NOW, monkeypatch)
    life = Life(story, seed)
    life.sync()
    for _ in range(STEPS):
        life.step()
        if life.random.random() < 0.5:
            life.sync()
            life.check()
    life.sync()
    life.check()
