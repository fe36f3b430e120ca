"""Entries of a ledger for tests, with as little said as possible."""

from __future__ import annotations

from anki_notes import THEN
from msgspec.structs import replace

from flashcards.ledger import LedgerEntry
from flashcards.model import Kind


def entry(guid: str, **changes: object) -> LedgerEntry:
    """Return a question and its answer, exported at THEN from `Cells.md`."""
    made = LedgerEntry(
        guid=guid,
        kind=Kind.BASIC,
        anchor=f"path:Cells.md#{guid}",
        vault_note="path:Cells.md",
        names=(),
        path="Cells.md",
        position=0,
        question="what is a cell?",
        answer="a room",
        clozes={},
        chosen=(),
        deck="Vault",
        tags=("bio",),
        media=(),
        fields={},
        modified=THEN,
        note_id=THEN * 1000,
        ords=(0,),
        due=1,
    )
    return replace(made, **changes)


def retired(guid: str, **changes: object) -> LedgerEntry:
    """Return an entry that was found to be gone a day after its export."""
    return entry(guid, **{"retired": THEN + 86_400, **changes})
