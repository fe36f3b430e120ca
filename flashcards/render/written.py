"""What rendering found out of a flashcard, and the Anki note that it makes with what was known."""

from __future__ import annotations

from typing import NamedTuple

from flashcards.diagnostics import Diagnostic
from flashcards.model import AnkiNote, Identified, Kind, Media, Texts
from flashcards.notetypes import NOTETYPES
from flashcards.pickled import one_of_its_kind

FIELDS: dict[Kind, tuple[str, ...]] = {each.kind: each.field_names for each in NOTETYPES}
"""The fields of each kind of Anki note, in their order."""


class Written(NamedTuple):
    """What a flashcard becomes, without what was known of it before: sent between processes."""

    fields: bytes
    """HTML, packed as in `Texts`; every field of the notetype, in its order."""

    ords: tuple[int, ...]
    media: tuple[Media, ...]
    cites: tuple[str, ...]
    depends_on: tuple[str, ...]
    looks_for: tuple[str, ...]


Outcome = tuple[Written | None, tuple[Diagnostic, ...]]
"""What becomes of one flashcard, None if it would have no card; and what there is to tell."""


def anki_note(identified: Identified, written: Written) -> AnkiNote:
    """Return the Anki note of a flashcard, which shares with it what both say."""
    kind = identified.flashcard.kind
    return AnkiNote(
        guid=identified.guid,
        kind=kind,
        fields=Texts(FIELDS[kind], written.fields),
        ords=one_of_its_kind(written.ords),
        deck=identified.deck,
        tags=identified.tags,
        media=written.media,
        span=identified.flashcard.span,
        matched_by=identified.matched_by,
        cites=one_of_its_kind(written.cites) if written.cites else (),
        depends_on=written.depends_on,
        looks_for=written.looks_for,
    )
