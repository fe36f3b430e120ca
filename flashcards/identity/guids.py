"""The guid by which Anki knows a flashcard: made once, then kept in the ledger."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container

from flashcards.model import Kind


def make_guid(vault_id: str, kind: Kind, anchor: str, taken: Container[str]) -> str:
    """Make the guid of a new flashcard: sixteen letters and digits that nothing else uses.

    The same flashcard gets the same guid again if the ledger is lost. The kind is part of it,
    because Anki cannot turn a basic note into a cloze note under one guid.
    """
    n = 0
    while True:
        text = "\x1f".join((vault_id, kind.value, anchor, str(n)))
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).digest()
        guid = base64.b32encode(digest).decode("ascii").lower()
        if guid not in taken:
            return guid
        n += 1
