"""Which entry of the ledger each flashcard is, whatever was edited since the last export.

An entry is used once, and a flashcard never changes its kind. The rules are tried from the
surest to the least sure, each over the whole vault. What is left over is new, or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flashcards.identity import rules
from flashcards.identity.elsewhere import NOTHING, Elsewhere
from flashcards.identity.renames import find_renames
from flashcards.identity.sightings import Match, Sighting
from flashcards.identity.unmatched import Unmatched
from flashcards.ledger import LedgerEntry

__all__ = ["Match", "Sighting", "match"]

NEW = Match(None, "new")


def match(
    sightings: Sequence[Sighting],
    entries: Iterable[LedgerEntry],
    live_vault_notes: frozenset[str],
    unread: Callable[[str], bool] = lambda _path: False,
    elsewhere: Elsewhere = NOTHING,
) -> tuple[Match, ...]:
    """Find each flashcard's entry; returns a match for each, in the same order.

    `live_vault_notes` are the names of all vault notes that were read, those without flashcards
    too. Entries of paths that were `unread` belong to flashcards that nobody looked for, so they
    are left alone. An entry that is retired is found by sure signs only.
    """
    remembered = sorted(entries, key=lambda entry: entry.guid)
    read = [entry for entry in remembered if not unread(entry.path)]
    live = [entry for entry in read if entry.retired is None]
    renamed = find_renames(sightings, live, live_vault_notes)
    open_ = Unmatched(sightings, read, renamed, elsewhere)
    for entries_left in (open_.live, open_.retired):
        rules.by_name(open_, entries_left)
        rules.by_question_and_answer(open_, entries_left)
    if open_.sightings:
        _by_less(open_, remembered)
    return tuple(open_.found.get(at, NEW) for at in range(len(sightings)))


def _by_less(open_: Unmatched, remembered: Sequence[LedgerEntry]) -> None:
    """Go on with what was edited or moved."""
    rules.by_name_anywhere(open_, open_.live, remembered)
    rules.by_question(open_, open_.live, least=rules.ALIKE_WHEN_MOVED)
    rules.by_answer(open_, open_.live)
    rules.by_move(open_, open_.live)
    rules.by_question(open_, open_.live)
    rules.by_name_anywhere(open_, open_.retired, remembered)
    rules.by_question(open_, open_.retired)
    rules.by_move(open_, open_.retired)
    rules.by_move_and_edit(open_, open_.live)
    rules.by_likeness(open_, open_.live)
