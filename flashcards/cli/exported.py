"""What one export did, for whoever asked for it."""

from __future__ import annotations

from msgspec import Struct


class Exported(Struct, frozen=True):
    """What one export did, in words; what it wrote stands in the ledger."""

    summary: tuple[str, ...]
    """Lines for the terminal."""

    changes: str
    """In one phrase, as `2 new, 1 updated`; empty if Anki has nothing to learn from it."""

    as_json: str = ""
    """All that there is to say, as one line of JSON."""

    others: tuple[str, ...] = ()
    """The full paths of files that were read and that looking through the vault does not find."""
