"""A vault's folder in, its files and the text of its vault notes out. Nothing is ever written."""

from flashcards.vault.read import read_vault_note
from flashcards.vault.walk import Listing, walk_vault

__all__ = ["Listing", "read_vault_note", "walk_vault"]
