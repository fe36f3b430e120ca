"""What others may know of a vault note: as long as it is the same, nobody else is concerned."""

from __future__ import annotations

import hashlib

from flashcards.bibliography import Library
from flashcards.cache.values import fingerprint
from flashcards.identity import IDENTITY_PROPERTIES, names_of
from flashcards.model import Kind, ParsedVaultNote


def facts_of(vault_note: ParsedVaultNote, *, is_about_work: bool) -> str:
    """Return a digest of what other vault notes, or the vault as a whole, depend on.

    Of one about a work that is all it says of the work.
    """
    properties = vault_note.properties
    facts: tuple[object, ...] = (
        tuple(str(properties.get(name)) for name in IDENTITY_PROPERTIES),
        tuple(type(properties.get(name)).__name__ for name in IDENTITY_PROPERTIES),
        vault_note.aliases,
        vault_note.citekey,
        fingerprint(properties.get("bibliography")),
        vault_note.unclaimed,
        is_about_work,
    )
    if is_about_work:
        facts += (fingerprint(properties), fingerprint(vault_note.described), vault_note.title)
    return _digest(repr(facts))  # there is no set in it, whose order differs between processes


def digest_of(value: object) -> str:
    """Return a short text that is the same for equal values, in every process."""
    return _digest(fingerprint(value))


def digest_of_citekeys(library: Library) -> str:
    """Return a digest of what a library calls its works: after these vault notes may be named."""
    return _digest("\n".join(sorted(set(library.citekeys()))))


def names_in(vault_note: ParsedVaultNote) -> frozenset[str]:
    """Return the names of its flashcards: block ids, and ids of other plugins."""
    return frozenset(name for each in vault_note.flashcards for name in names_of(each))


def asks(kind: Kind, question: str) -> str:
    """Return a short text that is the same for the same question of one kind."""
    return _digest(f"{kind.value}\x1f{question}")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
