"""What is gone from the vault and still in Anki, and what to do there: text and JSON."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from flashcards.ledger import LedgerEntry
from flashcards.removals import anki_searches
from flashcards.tombstones import REMOVED_TAG
from flashcards.word_diff import readable

LONGEST = 100
"""Characters shown of a question."""

Fields = Mapping[str, Mapping[str, str]]
"""HTML by guid and name, as exported last; what is not there is told by the ledger."""


def removed_lines(entries: Sequence[LedgerEntry], fields: Fields, vault: str) -> Iterator[str]:
    """Yield the retired flashcards and the ways to deal with them in Anki."""
    if not entries:
        yield "nothing is gone from the vault that is still to be dealt with in Anki"
        return
    for entry in entries:
        question = _question(entry, fields)
        shown = question if len(question) <= LONGEST else f"{question[: LONGEST - 1]}…"
        yield f"{entry.path}: {shown}".rstrip(": ")
    yield ""
    yield "They are gone from the vault, and still in Anki with their reviews. To find them there:"
    yield from _searches(entries)
    yield "Delete them or keep them. Then, so that they are no longer listed:"
    yield f"  flashcards removed {shlex.quote(vault)} --done"


def tombstone_lines(entries: Sequence[LedgerEntry], package: Path, vault: str) -> Iterator[str]:
    """Yield what `export` says of the package with the tombstones."""
    count = len(entries)
    what = "1 flashcard that is" if count == 1 else f"{count} flashcards that are"
    yield f"{package}: {what} gone from the vault, still in Anki"
    yield "  the quickest way to them is a search in Anki's browser:"
    yield from _searches(entries)
    yield f"  or import that file, which gives them the tag {REMOVED_TAG} in place of your own"
    yield "  tags; but not after you deleted them: that would bring them back"
    yield f"  when you have dealt with them: flashcards removed {shlex.quote(vault)} --done"


def removed_json(entry: LedgerEntry, fields: Fields) -> str:
    """Return one retired flashcard as one line of JSON; other programs rely on its keys."""
    return json.dumps(
        {
            "guid": entry.guid,
            "path": entry.path,
            "question": _question(entry, fields),
            "deck": entry.deck,
            "retired": entry.retired,
        },
        ensure_ascii=False,
    )


def _searches(entries: Sequence[LedgerEntry]) -> Iterator[str]:
    for search in anki_searches(entry.guid for entry in entries):
        yield f"  {search}"


def _question(entry: LedgerEntry, fields: Fields) -> str:
    known = fields.get(entry.guid, {})
    asked = readable(known.get("Front", "") or known.get("Text", ""))
    return asked or entry.question or entry.answer
