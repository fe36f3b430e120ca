"""What is known of flashcards that nobody has to look at: their vault notes are as they were."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from msgspec import Struct

from flashcards.identity.similarity import Vocabulary


def _never(_name: str) -> int:
    return 0


class Elsewhere(Struct, frozen=True):
    """The rest of a vault of which a part is identified anew.

    It must be as it was at the last export, flashcard by flashcard: then each flashcard there is
    the entry that it was, and none of them can be one that is looked for here.
    """

    identities: Mapping[str, str] | None = None
    """What names each vault note, by path; None if all of them are here."""

    entries_called: Callable[[str], int] = _never
    """A name to how many entries there have it."""

    flashcards_called: Callable[[str], int] = _never
    """A name to how many flashcards there have it."""

    words: Vocabulary | None = None
    """How common each word is in the ledger, here and there; None if it is all here."""

    guids: Container[str] = ()


NOTHING = Elsewhere()
