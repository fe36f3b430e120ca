"""What there is among Anki notes, counted: counts of parts of a vault add up to those of it all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from flashcards.citations import citations_of
from flashcards.ledger import LedgerEntry
from flashcards.model import Rendered, Silent

Tally = Counter[tuple[str, str]]
"""How many there are, by what is counted and its name: `("deck", "Biology")`."""

_REMOTE_PICTURE = re.compile(r'<img src="(https?:[^"]*)"', re.IGNORECASE)


def tally(
    rendered: Iterable[Rendered],
    silent: Iterable[Silent],
    known: Container[str],
    entries: Mapping[str, LedgerEntry],
) -> Tally:
    """Count Anki notes and what was left out.

    `known` are the citekeys that stand for a work, `entries` what is remembered of the notes.
    """
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in rendered:
        note = each.anki_note
        for what in _of(each, known):
            counts[what] += 1
        counts["card", ""] += len(note.ords)
        if schedules := entries[note.guid].schedules:
            counts["scheduled", ""] += len(schedules.keys() & set(note.ords))
    for none in silent:
        counts["left out", none.reason] += 1
    return Counter(counts)


def named(counts: Tally, what: str) -> Counter[str]:
    """Return the counts of one sort, by name."""
    return Counter({name: count for (sort, name), count in counts.items() if sort == what})


def _of(rendered: Rendered, known: Container[str]) -> Iterator[tuple[str, str]]:
    note, flashcard = rendered.anki_note, rendered.flashcard
    yield "flashcard", ""
    dialect = f", {flashcard.dialect}" if flashcard.dialect else ""
    yield "syntax", f"{flashcard.syntax}{dialect}"
    yield "folder", flashcard.span.path.rpartition("/")[0] or "(top of the vault)"
    yield "deck", note.deck
    if note.media:
        yield from {("media", media.name) for media in note.media}
    if flashcard.foreign:
        yield from {("carried", f"{mark.plugin}: {mark.kind}") for mark in flashcard.foreign}
    if b"<img" in note.fields.packed:
        remote = _REMOTE_PICTURE.findall(note.fields.joined)
        yield from (("remote", address) for address in remote)
    for citation in citations_of(flashcard):
        if citation.citekey in known:
            yield "cited", ""
        elif citation.form != "bare":
            yield "unknown", citation.citekey
