"""Anki itself, without its windows: import a package, look at every card, study some of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as Update
from anki.scheduler.v3 import CardAnswer

# What the import dialog offers. Anki remembers the last choice, and AnkiConnect chooses MERGING.
DEFAULT = ImportAnkiPackageOptions(
    update_notes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
    update_notetypes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
)
ALWAYS = ImportAnkiPackageOptions(
    update_notes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS,
    update_notetypes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS,
)
MERGING = ImportAnkiPackageOptions(
    merge_notetypes=True,
    with_scheduling=True,
    with_deck_configs=True,
    update_notes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
    update_notetypes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
)
OPTIONS = {"default": DEFAULT, "always": ALWAYS, "merging": MERGING}

_SCHEDULING = "id, nid, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many notes an import made new, changed, knew already, and refused."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0


@dataclass(frozen=True, slots=True)
class RenderedCard:
    """One card as Anki's reviewer gets it, without the CSS."""

    guid: str
    notetype: str
    template: str
    ordinal: int
    deck: str
    question: str
    answer: str
    css: str


@dataclass(frozen=True, slots=True)
class Anki:
    """One collection; `collection` is Anki's own object, for what is not provided here."""

    collection: Collection

    def import_package(
        self, package: Path, options: ImportAnkiPackageOptions = DEFAULT
    ) -> Imported:
        """Import a package as the dialog does, and say what Anki says of it."""
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.collection.import_anki_package(request).log
        return Imported(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))

    def cards(self) -> list[RenderedCard]:
        """Return every card, rendered, in the order of notes and ordinals."""
        rows = self.collection.db.execute("select id from cards order by nid, ord")
        return [self._rendered(card_id) for (card_id,) in rows]

    def fields(self, guid: str) -> dict[str, str]:
        """Return the fields of one note."""
        note_id = self.collection.db.scalar("select id from notes where guid = ?", guid)
        return dict(self.collection.get_note(note_id).items())

    def tags(self, guid: str) -> list[str]:
        """Return the tags of one note."""
        note_id = self.collection.db.scalar("select id from notes where guid = ?", guid)
        return self.collection.get_note(note_id).tags

    def ordinals(self) -> dict[str, list[int]]:
        """Return the cards that there are, by guid."""
        ordinals: dict[str, list[int]] = {}
        rows = "select guid, ord from cards join notes on notes.id = nid order by nid, ord"
        for guid, ordinal in self.collection.db.execute(rows):
            ordinals.setdefault(guid, []).append(ordinal)
        return ordinals

    def decks(self) -> list[str]:
        """Return the names of the decks, without Anki's own default."""
        names = (deck.name for deck in self.collection.decks.all_names_and_ids())
        return sorted(name for name in names if name != "Default")

    def notetypes(self) -> list[str]:
        """Return the names of our notetypes, and of copies Anki had to make of them."""
        names = (each.name for each in self.collection.models.all_names_and_ids())
        return sorted(name for name in names if name.startswith("Vault"))

    def media(self) -> list[str]:
        """Return the names of the files in the media folder."""
        return sorted(file.name for file in Path(self.collection.media.dir()).iterdir())

    def faults(self) -> list[str]:
        """Return what "Check Database" and "Empty Cards" complain of; nothing, if all is well."""
        text, fine = self.collection.fix_integrity()
        empty = self.collection.get_empty_cards()
        return ([] if fine else [text]) + [str(note) for note in empty.notes]

    def study(self, answers: int) -> int:
        """Answer the first cards of all decks, good and again by turns; return how many."""
        everything = [deck.id for deck in self.collection.decks.all_names_and_ids()]
        answered = 0
        for deck in everything:
            self.collection.decks.select(deck)
            while answered < answers and self._answer_one(good=answered % 3 != 2):
                answered += 1
        # An answer at the turn of a second is one second later in the history than on its card,
        # and Check Database mends that: it must not look like the work of a later import.
        self.collection.fix_integrity()
        return answered

    def scheduling(self) -> list[tuple[object, ...]]:
        """Return all that Anki knows of the progress with each studied card, and its history."""
        cards = f"select {_SCHEDULING}, data from cards where reps > 0 order by id"  # noqa: S608
        history = "select * from revlog order by id"
        db = self.collection.db
        return [tuple(row) for query in (cards, history) for row in db.execute(query)]

    def _rendered(self, card_id: int) -> RenderedCard:
        card = self.collection.get_card(card_id)
        output = card.render_output()
        return RenderedCard(
            guid=card.note().guid,
            notetype=card.note_type()["name"],
            template=card.template()["name"],
            ordinal=card.ord,
            deck=self.collection.decks.name(card.did),
            question=output.question_text,
            answer=output.answer_text,
            css=card.note_type()["css"],
        )

    def _answer_one(self, *, good: bool) -> bool:
        queued = self.collection.sched.get_queued_cards(fetch_limit=1).cards
        if not queued:
            return False
        card = self.collection.get_card(queued[0].card.id)
        card.start_timer()
        rating = CardAnswer.GOOD if good else CardAnswer.AGAIN
        answer = self.collection.sched.build_answer(
            card=card, states=queued[0].states, rating=rating
        )
        self.collection.sched.answer_card(answer)
        return True


_LAST_HOUR = 3
"""Of the day, as Anki has it: the next one begins at four."""


@contextmanager
def open_anki(folder: Path) -> Iterator[Anki]:
    """Open the collection in a folder, or make a new one there; with FSRS, as Anki's users have."""
    folder.mkdir(parents=True, exist_ok=True)
    collection = Collection(str(folder / "collection.anki2"))
    try:
        collection.set_config("fsrs", True)
        if time.localtime().tm_hour == _LAST_HOUR:
            # What is learned shortly before the next day begins is due on that one. Until then an
            # hour more makes no other day.
            collection.set_config("rollover", _LAST_HOUR + 2)
        yield Anki(collection)
    finally:
        collection.close()
