"""A vault as values: what its author means, not what stands in the files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from life.words import Text, Word, word


class Form(StrEnum):
    """How a flashcard is written."""

    DEFINITION = "definition"
    QUOTE = "quote"
    LABELLED = "labelled"
    SEPARATED = "separated"
    MULTILINE = "multi-line"
    CLOZE = "cloze"

    @property
    def hides(self) -> bool:
        """Whether it is a text with hidden words, and no question with an answer."""
        return self in {Form.QUOTE, Form.CLOZE}


@dataclass(frozen=True, slots=True)
class Flashcard:
    """What the author knows to be one flashcard, whatever becomes of its text."""

    identity: int
    family: int
    """The flashcard that it was copied from, or itself. Who could tell copies apart?"""

    form: Form
    question: Text
    """The whole text of a quote or a cloze flashcard."""

    answer: Text = ()
    block_id: str | None = None
    tag: str | None = None
    picture: str | None = None
    citekey: str | None = None
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class VaultNote:
    """One file."""

    identity: int
    folder: str
    name: str
    id: str | None = None
    title: str | None = None
    alias: str | None = None
    deck: str | None = None
    tag: str | None = None
    flashcards: tuple[Flashcard, ...] = ()

    @property
    def path(self) -> str:
        """Where the file is, seen from the vault."""
        return f"{self.folder}/{self.name}.md"


class Place(NamedTuple):
    """A flashcard and the vault note it stands in."""

    vault_note: VaultNote
    flashcard: Flashcard


@dataclass(frozen=True, slots=True)
class Vault:
    """Everything in the folder."""

    vault_notes: tuple[VaultNote, ...]
    titles: tuple[tuple[str, str], ...]
    """Of the works in the bibliography, by citekey."""

    abstract: str
    pictures: tuple[tuple[str, int], ...]
    """The shade of each picture."""

    bin: tuple[Flashcard, ...] = ()
    """What was deleted and may come back."""

    fresh: int = 0
    """The next number for a word, a flashcard, a vault note or a mark."""

    @property
    def places(self) -> tuple[Place, ...]:
        """All flashcards in the order of the files."""
        return tuple(Place(note, each) for note in self.vault_notes for each in note.flashcards)

    def new_words(self, count: int) -> tuple[Vault, Text]:
        """Return words that nobody used, and the vault that has used them."""
        numbers = range(self.fresh, self.fresh + count)
        words = tuple(Word(number, word(number)) for number in numbers)
        return replace(self, fresh=self.fresh + count), words

    def new_name(self) -> tuple[Vault, str]:
        """Return two words, which no vault note was ever called."""
        vault, words = self.new_words(2)
        return vault, " ".join(each.text.capitalize() for each in words)

    def with_note(self, changed: VaultNote) -> Vault:
        """Put a changed vault note in its place, or a new one at the end."""
        notes = {note.identity: note for note in self.vault_notes}
        return replace(self, vault_notes=tuple((notes | {changed.identity: changed}).values()))

    def without_note(self, gone: VaultNote) -> Vault:
        """Take a vault note away, with everything in it."""
        kept = tuple(note for note in self.vault_notes if note.identity != gone.identity)
        return replace(self, vault_notes=kept)

    def with_flashcard(self, place: Place, *changed: Flashcard) -> Vault:
        """Put one flashcard, several or none in the place of one."""
        note, old = place
        flashcards: Iterator[Flashcard] = (
            new
            for each in note.flashcards
            for new in (changed if each.identity == old.identity else (each,))
        )
        return self.with_note(replace(note, flashcards=tuple(flashcards)))
