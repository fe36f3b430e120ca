"""Anki notes that another tool made in, ledger entries of flashcards that go on with them out.

Only an Anki note that has our notetype already is taken over. What an import does to one with
another notetype under the same guid is to skip it, or, if "Merge note types" is ticked, to move
its reviews to cards without a front: see docs/decisions.
"""

from flashcards.adopting.changing import Change, changes_to_make, write_notetypes
from flashcards.adopting.entries import adopted_entries
from flashcards.adopting.keeping import keep_adopted, undo_adoption
from flashcards.adopting.proposing import Proposal, propose
from flashcards.adopting.values import Pair, Refused

__all__ = [
    "Change",
    "Pair",
    "Proposal",
    "Refused",
    "adopted_entries",
    "changes_to_make",
    "keep_adopted",
    "propose",
    "undo_adoption",
    "write_notetypes",
]
