"""By which a flashcard is recognised: its vault note, and its block id or what it asks."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.identity.elsewhere import NOTHING, Elsewhere
from flashcards.identity.matching import match
from flashcards.identity.sightings import Match, Sighting
from flashcards.inline import said
from flashcards.ledger import LedgerEntry
from flashcards.model import Flashcard, Kind, ParsedVaultNote

IDENTITY_PROPERTIES = ("permalink", "id", "uid")
"""Properties that name a vault note wherever it is moved, the surest first."""

LONGEST_ANCHOR = 96
"""Characters of a question that stand in an anchor; a digest tells longer ones apart."""


class Recognised(Struct, frozen=True):
    """A flashcard, and what the ledger knows of it."""

    flashcard: Flashcard
    sighting: Sighting
    match: Match

    @property
    def anchor(self) -> str:
        """By which its guid is made if it is new."""
        return self.sighting.anchor

    @property
    def entry(self) -> LedgerEntry | None:
        """What is remembered of it; None: it is new."""
        return self.match.entry


def vault_note_identities(vault_notes: Iterable[ParsedVaultNote]) -> dict[str, str]:
    """Map each path to what names the vault note: a property unique in the vault, else its path."""
    notes = tuple(vault_notes)
    named = {(note.path, key): _name(note, key) for note in notes for key in IDENTITY_PROPERTIES}
    uses = Counter((key, name) for (_, key), name in named.items() if name)
    identities: dict[str, str] = {}
    for note in notes:
        keys = (key for key in IDENTITY_PROPERTIES if uses[key, named[note.path, key]] == 1)
        key = next(keys, None)
        path = unicodedata.normalize("NFC", note.path)
        identities[note.path] = f"{key}:{named[note.path, key]}" if key else f"path:{path}"
    return identities


def recognise(
    flashcards: Sequence[Flashcard],
    identities: Mapping[str, str],
    entries: Iterable[LedgerEntry],
    unread: Callable[[str], bool] = lambda _path: False,
    elsewhere: Elsewhere = NOTHING,
) -> tuple[tuple[Recognised, ...], tuple[Diagnostic, ...]]:
    """Find each flashcard's entry in the ledger, whatever was edited since.

    `identities` names every vault note that was read, by path. A block id that stands at several
    flashcards of one vault note names the first; the others go by what they ask.
    """
    sightings = tuple(_sightings(flashcards, identities))
    matches = match(sightings, entries, frozenset(identities.values()), unread, elsewhere)
    recognised = map(Recognised, flashcards, sightings, matches)
    return tuple(recognised), (*_shared_block_ids(flashcards), *_shared_anki_ids(flashcards))


def _sightings(
    flashcards: Iterable[Flashcard], identities: Mapping[str, str]
) -> Iterator[Sighting]:
    used: Counter[tuple[Kind, str]] = Counter()
    named: set[tuple[str, str]] = set()
    positions: Counter[str] = Counter()
    for flashcard in flashcards:
        place = identities[flashcard.span.path]
        names = tuple(name for name in names_of(flashcard) if (place, name) not in named)
        named.update((place, name) for name in names)
        own = next((name for name in names if name.startswith("^")), None)
        question, answer = said(flashcard)
        anchor = _only(f"{place}#{own or _what_is_asked(question, answer)}", flashcard.kind, used)
        yield Sighting(
            kind=flashcard.kind,
            vault_note=place,
            path=flashcard.span.path,
            names=names,
            anchor=anchor,
            question=question,
            answer=answer,
            position=positions[place],
        )
        positions[place] += 1


def _only(anchor: str, kind: Kind, used: Counter[tuple[Kind, str]]) -> str:
    """Tell apart what asks the same: `q`, `q#2`; even where another one asks `q#2` itself."""
    only = anchor
    while used[kind, only]:
        used[kind, anchor] += 1
        only = f"{anchor}#{used[kind, anchor]}"
    used[kind, only] += 1
    return only


def _name(vault_note: ParsedVaultNote, key: str) -> str:
    value = vault_note.properties.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def names_of(flashcard: Flashcard) -> Iterator[str]:
    """Yield what names a flashcard: its block id, and ids of other plugins."""
    if flashcard.block_id is not None:
        yield f"^{flashcard.block_id}"
    yield from (f"id:{mark.value}" for mark in flashcard.foreign if mark.kind == "id")


def _what_is_asked(question: str, answer: str) -> str:
    asked = question or answer
    if len(asked) <= LONGEST_ANCHOR:
        return asked
    digest = hashlib.blake2b(asked.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{asked[:LONGEST_ANCHOR]}…{digest}"


def _shared_block_ids(flashcards: Iterable[Flashcard]) -> Iterable[Diagnostic]:
    first: dict[tuple[str, str], Flashcard] = {}
    for flashcard in flashcards:
        if flashcard.block_id is None:
            continue
        owner = first.setdefault((flashcard.span.path, flashcard.block_id), flashcard)
        if owner is not flashcard:
            yield Diagnostic(
                "shared-block-id",
                Severity.WARNING,
                flashcard.span,
                f"the block id ^{flashcard.block_id} already names the flashcard in"
                f" line {owner.span.line}",
                "give this one an id of its own, or none",
            )


def _shared_anki_ids(flashcards: Iterable[Flashcard]) -> Iterable[Diagnostic]:
    """Tell of ids of other plugins that were copied along with a flashcard."""
    first: dict[tuple[str, str, str], Flashcard] = {}
    for flashcard in flashcards:
        for mark in flashcard.foreign:
            if mark.kind != "id":
                continue
            owner = first.setdefault((flashcard.span.path, mark.plugin, mark.value), flashcard)
            if owner is not flashcard:
                yield Diagnostic(
                    "shared-anki-id",
                    Severity.WARNING,
                    flashcard.span,
                    f"the id {mark.value} of an Anki note already stands at the flashcard in line"
                    f" {owner.span.line}",
                    "delete it here; both are exported, each as an Anki note of its own",
                )
