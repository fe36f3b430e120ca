"""What there is in a collection, as far as it matters to whoever takes over its Anki notes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from flashcards.model import Kind


class CollectionNotetype(Struct, frozen=True):
    """One of the collection's notetypes."""

    id: int
    name: str
    kind: Kind
    fields: tuple[str, ...]
    templates: tuple[str, ...]


class CollectionNote(Struct, frozen=True):
    """One of the collection's Anki notes."""

    id: int
    guid: str
    notetype: CollectionNotetype
    modified: int
    """Anki's `mod`, in seconds since 1970."""

    fields: tuple[str, ...]
    """HTML, in the notetype's order."""

    ords: tuple[int, ...]
    """Its cards; sorted."""

    deck: str
    """Of its first card; empty if it has none."""

    reviews: int
    """How often its cards were answered, as far as the file says."""

    def field(self, name: str) -> str:
        """Return a field by its name; empty if there is none."""
        return dict(zip(self.notetype.fields, self.fields, strict=False)).get(name, "")


class Collection(Struct, frozen=True):
    """All that was read of a collection."""

    notes: Mapping[int, CollectionNote]
    """By Anki's id."""

    notetypes: Mapping[int, CollectionNotetype]
    """By Anki's id."""
