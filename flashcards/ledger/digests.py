"""What a ledger remembers of the fields of an Anki note: enough to see that one has changed."""

from __future__ import annotations

import hashlib

from flashcards.model import Texts
from flashcards.model.texts import SEPARATOR


def digest(html: str) -> str:
    """Return what the ledger remembers of a field's text."""
    return _digest(html.encode("utf-8", "surrogatepass"))


def digests(fields: Texts) -> Texts:
    """Return what the ledger remembers of fields, without the empty ones."""
    texts = zip(fields.names, fields.packed.split(SEPARATOR.encode()), strict=True)
    return Texts.of({name: _digest(html) for name, html in texts if html})


def _digest(html: bytes) -> str:
    return hashlib.blake2b(html, digest_size=8).hexdigest()
