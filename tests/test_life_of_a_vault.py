"""A life of a vault: years of edits, exports, reviews and imports, with a real Anki beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import hypothesis.strategies as st
from anki.collection import ImportAnkiPackageOptions
from anki_backend import ALWAYS, DEFAULT, MERGING, Anki, open_anki
from conftest import NOW
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from life.births import CITEKEYS, PICTURES, first_vault
from life.edits import EDITS, Edit, add_cloze, drop_cloze
from life.memory import Memory
from life.vault import Flashcard, Vault
from life.vault_edits import VAULT_EDITS, VaultEdit
from life.watch import (
    Packaged,
    check_cards,
    check_import,
    check_questions,
    check_text,
    check_untouched,
    packaged,
    snapshot,
)
from life.writing import write_vault

from flashcards.config import Config
from flashcards.exporting import export
from flashcards.memory_files import memory_of
from flashcards.model import Rendered
from flashcards.pipeline import Build, build

LIVES = os.environ.get("FLASHCARDS_LIFE")
"""How many lives to play through, each another one; unset: the same few every time."""

STEPS = 30
MINUTE = 60

TURNS = st.integers(0, 29)
EDITED = st.lists(st.tuples(st.sampled_from(EDITS), TURNS, TURNS), min_size=1, max_size=4)
VAULT_EDITED = st.lists(st.tuples(st.sampled_from(VAULT_EDITS), TURNS, TURNS), max_size=2)


class LifeOfAVault(RuleBasedStateMachine):
    """A vault, its author, and a learner with a collection of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.root, self.output = folder / "vault", folder / "deck.apkg"
        self.anki: Anki = self.stack.enter_context(open_anki(folder / "anki"))
        self.now = NOW
        self.vault: Vault = first_vault()
        self.memory = Memory()
        self.package: dict[str, Packaged] = {}
        self.live: dict[str, tuple[Flashcard, Rendered]] = {}
        self.changed: set[str] = set()
        """What was exported anew since the last import."""

        self.by_hand: set[str] = set()
        """What was changed in Anki since it was last taken from a package."""

    def teardown(self) -> None:
        self.stack.close()

    @initialize()
    def first_export(self) -> None:
        """Export and import for the first time."""
        self.export()
        self.import_package(DEFAULT)

    @rule(edits=EDITED, vault_edits=VAULT_EDITED)
    def edit(
        self, edits: list[tuple[Edit, int, int]], vault_edits: list[tuple[VaultEdit, int, int]]
    ) -> None:
        """Edit some flashcards, then some vault notes, as an author does between two exports."""
        for edit, which, turn in edits:
            edited = (edit(self.vault, place, turn) for place in self.vault.places)
            changed = [each for each in edited if each.vault_notes != self.vault.vault_notes]
            if changed:
                self.vault = changed[which % len(changed)]
        for vault_edit, which, turn in vault_edits:
            notes = self.vault.vault_notes
            self.vault = vault_edit(self.vault, notes[which % len(notes)], turn)

    @rule(edits=EDITED, vault_edits=VAULT_EDITED)
    def edit_and_import(
        self, edits: list[tuple[Edit, int, int]], vault_edits: list[tuple[VaultEdit, int, int]]
    ) -> None:
        """Take over the edits of a day, as the import dialog does: the later edit wins."""
        self.edit(edits, vault_edits)
        self.export()
        self.import_package(DEFAULT)

    @rule(which=TURNS, turn=TURNS, exports=st.booleans())
    def hide_other_words(self, which: int, turn: int, *, exports: bool) -> None:
        """Show what was hidden, and hide something else: it must not take the number."""
        hiding = [each.identity for _, each in self.vault.places if each.form.hides]
        if not hiding:
            return
        chosen = hiding[which % len(hiding)]
        for edit in (drop_cloze, add_cloze):
            place = next(p for p in self.vault.places if p.flashcard.identity == chosen)
            self.vault = edit(self.vault, place, turn)
            if exports:
                self.export()

    @rule(what=st.sampled_from(("abstract", "work", "picture")), which=TURNS)
    def edit_surroundings(self, what: str, which: int) -> None:
        """Edit the library or a picture: exactly the flashcards that show it change."""
        works, pictures = dict(self.vault.titles), dict(self.vault.pictures)
        citekey, picture = CITEKEYS[which % len(works)], PICTURES[which % len(pictures)]
        match what:
            case "abstract":
                changed = replace(self.vault, abstract=f"{self.vault.abstract}, revised")
                self._changes_only(changed, lambda _: False)
            case "work":
                works[citekey] += " again"
                changed = replace(self.vault, titles=tuple(works.items()))
                self._changes_only(changed, lambda each: each.citekey == citekey)
            case _:
                pictures[picture] += 1
                changed = replace(self.vault, pictures=tuple(pictures.items()))
                self._changes_only(changed, lambda each: each.picture == picture)

    @rule(what=st.sampled_from(("folder", "ledger", "ledger and package")))
    def lose_ledger(self, what: str) -> None:
        """Lose what we remember; one package is left, in the vault or where it was written."""
        memory = memory_of(self.root, package=self.output)
        memory.ledger.unlink(missing_ok=True)
        if what == "folder" and self.output.exists():
            shutil.rmtree(memory.ledger.parent, ignore_errors=True)
        elif what == "ledger and package" and memory.last.exists():
            self.output.unlink(missing_ok=True)

    @rule()
    def export(self) -> None:
        """Export the vault, and look at what would be imported."""
        self.now += MINUTE
        lines = write_vault(self.vault, self.root)
        memory = memory_of(self.root, package=self.output)
        built = build(self.root, Config(), self.now, memory=memory)
        self.memory.check(self.vault, lines, built)
        self._check_times(packaged(built))
        export(built, self.output)
        self.package = packaged(built)
        self.live = self._live(built)
        for flashcard, rendered in self.live.values():
            check_text(flashcard, rendered.anki_note)

    @rule(what=st.sampled_from(("study", "tag", "edit")), which=TURNS)
    def be_in_anki(self, what: str, which: int) -> None:
        """Review some cards, tag a note by hand, or write into one of its fields."""
        collection = self.anki.collection
        assert collection.db is not None
        if what == "study":
            self.anki.study(1 + which % 6)
            return
        rows = collection.db.execute("select guid, id from notes order by id")
        guid, note_id = rows[which % len(rows)]
        if what == "tag":
            collection.tags.bulk_add([note_id], "by-hand")
        else:
            note = collection.get_note(note_id)
            note["Extra"] += "my own words "
            collection.update_note(note)
        self.now += MINUTE  # by the test's clock, not by Anki's
        collection.db.execute("update notes set mod = ? where id = ?", self.now, note_id)
        self.by_hand.add(guid)

    @rule(options=st.sampled_from((DEFAULT, ALWAYS, MERGING)), exports=st.booleans())
    def import_otherwise(self, options: ImportAnkiPackageOptions, *, exports: bool) -> None:
        """Import as one may choose to: the vault wins; or as AnkiConnect does."""
        if exports or not self.output.exists():
            self.export()
        self.import_package(options)

    def import_package(self, options: ImportAnkiPackageOptions) -> None:
        """Import the last package twice, and look at everything."""
        before = snapshot(self.anki)
        log = self.anki.import_package(self.output, options)
        after = snapshot(self.anki)
        check_untouched(before, after)
        check_import(before, after, self.package, options, log)
        updated = {g for g in self.package if before.notes.get(g) != after.notes[g]}
        vault_wins = self.by_hand & self.package.keys() if options is ALWAYS else set()
        assert self.changed - self.by_hand <= updated <= self.changed | vault_wins
        self.changed -= updated
        self.by_hand -= updated
        again = self.anki.import_package(self.output, options)
        assert again.duplicate == len(self.package)
        assert snapshot(self.anki) == after
        check_cards(self.anki, self.package)
        as_exported = {g: each for g, each in self.live.items() if g not in self.changed}
        check_questions(self.anki.cards(), as_exported)

    def _check_times(self, package: dict[str, Packaged]) -> None:
        """A note has a new time exactly if Anki has something to take over."""
        for guid, note in package.items():
            old = self.package.get(guid)
            if old is not None and old.content == note.content:
                assert old.modified == note.modified, f"{guid} did not change"
            else:
                assert note.modified == self.now
                self.changed.add(guid)
                self.by_hand.discard(guid)
        self.changed &= package.keys()

    def _changes_only(self, changed_vault: Vault, touches: Callable[[Flashcard], bool]) -> None:
        """Export, change, export again: exactly the flashcards that are touched are new in Anki."""
        self.export()
        before = self.package
        self.vault = changed_vault
        self.export()
        changed = {guid for guid in self.package if self.package[guid] != before.get(guid)}
        assert changed == {guid for guid, (each, _) in self.live.items() if touches(each)}

    def _live(self, built: Build) -> dict[str, tuple[Flashcard, Rendered]]:
        notes = {each.anki_note.guid: each for each in built.rendered}
        flashcards = (place.flashcard for place in self.vault.places)
        guids = self.memory.guids
        return {guids[e.identity]: (e, notes[guids[e.identity]]) for e in flashcards}


TestLifeOfAVault = LifeOfAVault.TestCase
TestLifeOfAVault.settings = settings(
    max_examples=int(LIVES or 10),
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=LIVES is None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
