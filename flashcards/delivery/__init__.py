"""Delivery into Anki: what a vault exported in, the same in Anki out.

A package alone cannot move cards, delete, or clear what is empty. Here that is planned from the
ledger and what Anki has (`planning`, pure), and carried out by one of two ways into Anki: its
add-on AnkiConnect while it runs (`connect`), its own library while it is closed (`library`).
"""

from flashcards.delivery.delivering import Outcome
from flashcards.delivery.values import Act, Clear, Delete, Left, Move, Restore, Suspend
from flashcards.delivery.vault import Asked, deliver_vault, rehearse_vault

__all__ = [
    "Act",
    "Asked",
    "Clear",
    "Delete",
    "Left",
    "Move",
    "Outcome",
    "Restore",
    "Suspend",
    "deliver_vault",
    "rehearse_vault",
]
