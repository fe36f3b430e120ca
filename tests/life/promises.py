"""Which edits a flashcard must survive as the Anki note it is.

`docs/identity.md` promises: whatever happens between two exports, a flashcard is known again by
its block id or its question in the same vault note, by its answer where the question is new and
no other flashcard there has that answer, by most of its words, and in another vault note by
question and answer together. Only what was rewritten beyond that may become a new Anki note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from life.vault import Flashcard, Vault, VaultNote
from life.words import texts

MOST_WORDS = 0.75
"""Of the words of question and answer: more than the promise asks for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a flashcard stood in the vault at an export."""

    vault_note: int
    key: str
    """The property `id` of its vault note, else the path."""

    question: tuple[str, ...]
    answer: tuple[str, ...]
    block_id: str | None
    export: int
    """Counts the exports."""

    @property
    def pair(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Question and answer."""
        return self.question, self.answer


Answer = tuple[int, tuple[str, ...]]
"""An answer and the vault note it stands in."""

Sight = dict[int, Seen]
"""How each flashcard was seen last, by its identity."""


def look(vault: Vault, export: int) -> Sight:
    """Return how every flashcard stands now."""
    return {each.identity: _seen(note, each, export) for note, each in vault.places}


def _seen(note: VaultNote, each: Flashcard, export: int) -> Seen:
    return Seen(
        note.identity,
        note.id or note.path,
        texts(each.question),
        texts(each.answer),
        each.block_id,
        export,
    )


def followed(before: Sight, now: Sight) -> frozenset[int]:
    """Return what must be known again through every edit that the promise covers."""
    followed_notes = _followed_notes(before, now)
    answers = _own_answers(before.values()) & _own_answers(now.values())
    return frozenset(
        identity
        for identity, new in now.items()
        if (old := before.get(identity)) and _is_followed(old, new, followed_notes, answers)
    )


def _is_followed(
    old: Seen, new: Seen, followed_notes: frozenset[int], answers: frozenset[Answer]
) -> bool:
    deleted_before = old.export < new.export - 1
    same_note = old.key == new.key or (
        not deleted_before and old.vault_note == new.vault_note and old.vault_note in followed_notes
    )
    if deleted_before:  # a flashcard that comes back
        return same_note and old.block_id == new.block_id and old.pair == new.pair
    if old.pair == new.pair or (old.block_id and old.block_id == new.block_id):
        return True
    return same_note and (
        old.question == new.question
        or (old.answer == new.answer and (new.vault_note, new.answer) in answers)
        or _shared(old, new) >= MOST_WORDS
    )


def _own_answers(sight: Iterable[Seen]) -> frozenset[Answer]:
    """Return the answers that one flashcard of a vault note gives alone."""
    counts = Counter((each.vault_note, each.answer) for each in sight if each.answer)
    return frozenset(answer for answer, count in counts.items() if count == 1)


def _followed_notes(before: Sight, now: Sight) -> frozenset[int]:
    """Return the vault notes in which more than half of the flashcards are word for word the same.

    Of those that stood there, and of those that stand there: so a file is known by its content.
    """
    alike = Counter(
        new.vault_note
        for identity, new in now.items()
        if (old := before.get(identity))
        and (old.vault_note, old.pair) == (new.vault_note, new.pair)
    )
    last = max((each.export for each in now.values()), default=0) - 1
    stood = Counter(each.vault_note for each in before.values() if each.export == last)
    stand = Counter(each.vault_note for each in now.values())
    return frozenset(
        note for note, count in alike.items() if count > max(stood[note], stand[note]) / 2
    )


def _shared(old: Seen, new: Seen) -> float:
    """Return how many of the words stayed where they were among the others, as a share."""
    words, others = (*old.question, *old.answer), (*new.question, *new.answer)
    return len({*words} & {*others}) / max(len({*words}), len({*others}))
