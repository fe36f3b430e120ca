"""An Anki collection that the user exported -> its Anki notes, as values; nothing is written to it.

The only place that knows how Anki keeps them: `.colpkg`, `.apkg`, or the `collection.anki2` of a
profile, of any schema from 11 to 18. The door to zstandard.
"""

from flashcards.collection.database import read_database
from flashcards.collection.files import read_collection
from flashcards.collection.values import Collection, CollectionNote, CollectionNotetype

__all__ = [
    "Collection",
    "CollectionNote",
    "CollectionNotetype",
    "read_collection",
    "read_database",
]
