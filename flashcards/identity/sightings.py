"""A flashcard as seen in the vault, and the ledger's entry that was found for it."""

from __future__ import annotations

from msgspec import Struct

from flashcards.ledger import LedgerEntry
from flashcards.model import Kind


class Sighting(Struct, frozen=True):
    """What there is to recognise a flashcard by."""

    kind: Kind
    vault_note: str
    """What names its vault note: a property, or the path."""

    path: str
    names: tuple[str, ...]
    """What names it within the vault note, the surest first: `^block-id`, `id:1566052191670`."""

    anchor: str
    question: str
    answer: str
    """Both normalised with `inline.plain`; a cloze flashcard has no answer."""

    position: int
    """Its place among the flashcards of its vault note."""


class Match(Struct, frozen=True):
    """Which entry of the ledger a flashcard is, and how that was found out."""

    entry: LedgerEntry | None
    """None: it is new."""

    rule: str
    """In words for people: `block id`, `question`, `similar text`, `new`, ..."""

    ties: tuple[LedgerEntry, ...] = ()
    """Other entries that fitted almost as well, the best first."""
