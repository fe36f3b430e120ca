"""What an export would change in Anki, and what the ledger remembers of it afterwards.

Anki looks at a note again only if its `mod` is newer than the one it has, and an update replaces
the user's own tags and edits. So `mod` moves exactly when something that Anki can take over has
changed: fields, tags, media, or the set of cards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, tzinfo
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from flashcards.diagnostics import FlashcardsError, Span
from flashcards.inline import said
from flashcards.ledger import (
    NO_CLOZES,
    NO_SCHEDULES,
    NOTE_ID_STEP,
    Ledger,
    LedgerEntry,
    NotetypeStamp,
    digests,
)
from flashcards.model import Hidden, Identified, Kind, Rendered, Schedule
from flashcards.removals import removal_time
from flashcards.schedules import card_schedules


class RemovalLimit(Struct, frozen=True):
    """How much may be gone in one export without a question."""

    removed_share: float = 0.2
    """Of the flashcards that Anki has, from 0 to 1."""

    removed_count: int = 10
    """Below this a large share is a small vault being tidied."""


USUAL_LIMIT = RemovalLimit()


class ChangeKind(StrEnum):
    """What happens to one Anki note."""

    NEW = "new"
    UPDATED = "updated"
    DECK = "deck"
    """It belongs to another deck now, which a package cannot tell Anki."""

    REMOVED = "removed"
    REVIVED = "revived"
    KIND = "kind"
    """A basic flashcard became a cloze flashcard, or the other way round: a new Anki note."""

    UNCHANGED = "unchanged"


class Change(Struct, frozen=True, gc=False):
    """What happens to one Anki note, and where its flashcard stands or stood."""

    kind: ChangeKind
    guid: str
    span: Span


def compare(
    ledger: Ledger,
    rendered: Sequence[Rendered],
    now: int,
    unread: Callable[[str], bool] = lambda _path: False,
    floors: tuple[int, int] = (0, 0),
    zone: tzinfo | None = UTC,
) -> tuple[tuple[Change, ...], Ledger]:
    """Hold what was found against what was exported last.

    Takes the notes in the author's order, the time of this export in seconds since 1970, and
    which paths were not read: what is remembered from there is not gone.
    `floors` are the highest id and the highest place among new cards that others have. The
    learner's days begin and end in `zone`.
    Returns what changed, in the same order with removals last, and the ledger for next time.
    """
    before = ledger.entries
    new = sum(each.anki_note.guid not in before for each in rendered)
    highest_id, highest_due = floors
    note_ids = _new_note_ids(before.values(), new, now, highest_id)
    due = _next_due(before.values(), highest_due)
    births = zip(note_ids, range(due, due + new), strict=True)
    found = {each.anki_note.guid for each in rendered} if before else frozenset[str]()
    missing = [
        entry
        for guid, entry in before.items()
        if entry.retired is None and guid not in found and not unread(entry.path)
    ]
    entries: dict[str, LedgerEntry] = {}
    changes: list[Change] = []
    for each in rendered:
        guid = each.anki_note.guid
        old = before.get(guid)
        entries[guid] = _entry(each, old, next(births) if old is None else None, now)
        known = old.schedules if old else NO_SCHEDULES
        if known or each.flashcard.foreign:  # few have any
            schedules = _schedules(each, known, old.ords if old else (), zone)
            entries[guid] = replace(entries[guid], schedules=schedules)
        other_kind = any(_became(entry, entries[guid]) for entry in missing if old is None)
        kind = _change(old, entries[guid], other_kind=other_kind)
        changes.append(Change(kind, guid, each.flashcard.span))
    for guid, old in before.items():
        if guid in entries:
            continue
        gone = old.retired is None and not unread(old.path)
        entries[guid] = replace(old, retired=now) if gone else old
        if gone:
            changes.append(Change(ChangeKind.REMOVED, guid, Span(old.path, 1, 1)))
    return tuple(changes), replace(ledger, entries=MappingProxyType(entries))


def refuse_mass_removal(
    ledger: Ledger | None, changes: Iterable[Change], limit: RemovalLimit = USUAL_LIMIT
) -> None:
    """Raise `FlashcardsError` if so much would be taken for removed that it is surely a mistake."""
    live = sum(entry.retired is None for entry in ledger.entries.values()) if ledger else 0
    refuse_removal_of(sum(change.kind is ChangeKind.REMOVED for change in changes), live, limit)


def refuse_removal_of(gone: int, live: int, limit: RemovalLimit = USUAL_LIMIT) -> None:
    """Raise `FlashcardsError` if `gone` is far too much of the `live` flashcards."""
    if gone >= limit.removed_count and gone > live * limit.removed_share:
        raise FlashcardsError(
            f"{gone} of {live} flashcards are gone from the vault; nothing was written",
            "is a folder missing, a disk not mounted, a sync not finished, or a setting changed?"
            " If they are meant to be gone: --allow-removals",
        )


def stamp_notetypes(
    stamps: Mapping[Kind, NotetypeStamp], digests: Mapping[Kind, str], now: int
) -> Mapping[Kind, NotetypeStamp]:
    """Keep the time of a notetype whose content is the same; a changed one is newer than before."""
    stamped = dict(stamps)
    for kind, digest in digests.items():
        old = stamps.get(kind)
        if old is None or old.digest != digest:
            stamped[kind] = NotetypeStamp(digest, max(now, old.modified + 1 if old else 0))
    return MappingProxyType(stamped)


def _became(gone: LedgerEntry, new: LedgerEntry) -> bool:
    """Tell whether a flashcard that is gone stands there again as one of the other kind."""
    if gone.kind is new.kind or gone.vault_note != new.vault_note:
        return False
    was, now = (set(f"{entry.question} {entry.answer}".split()) for entry in (gone, new))
    return gone.anchor == new.anchor or 2 * len(was & now) > min(len(was), len(now))


def _change(old: LedgerEntry | None, entry: LedgerEntry, *, other_kind: bool) -> ChangeKind:
    if old is None:
        return ChangeKind.KIND if other_kind else ChangeKind.NEW
    if old.retired is not None:
        return ChangeKind.REVIVED
    if old.modified != entry.modified:
        return ChangeKind.UPDATED
    return ChangeKind.UNCHANGED if old.deck == entry.deck else ChangeKind.DECK


def _entry(
    each: Rendered, old: LedgerEntry | None, birth: tuple[int, int] | None, now: int
) -> LedgerEntry:
    note = each.anki_note
    flashcard = each.flashcard
    note_id, due = birth or (0, 0)
    question, answer = said(flashcard)
    entry = LedgerEntry(
        guid=note.guid,
        kind=note.kind,
        anchor=each.identified.anchor,
        vault_note=each.identified.vault_note,
        names=each.identified.names,
        path=flashcard.span.path,
        position=each.identified.position,
        question=question,
        answer=answer,
        clozes=_clozes(old, each.identified),
        chosen=each.identified.chosen,
        deck=note.deck,
        tags=note.tags,
        media=tuple(sorted(media.name for media in note.media)),
        fields=digests(note.fields),
        modified=now,
        note_id=note_id,
        ords=note.ords,
        due=due,
    )
    if old is None:
        return entry
    # A tombstone may have reached Anki: what comes back must be newer than that.
    last = old.modified if old.retired is None else removal_time(old)
    modified = old.modified if _same_in_anki(old, entry) else max(last + 1, now)
    return replace(entry, modified=modified, note_id=old.note_id, due=old.due, adopted=old.adopted)


def _clozes(old: LedgerEntry | None, identified: Identified) -> Mapping[int, tuple[str, ...]]:
    """Return what numbers stand for: those out of use keep what they stood for last."""
    if old is None:
        return Hidden(identified) if identified.clozes else NO_CLOZES
    clozes = {**old.clozes, **identified.hidden}
    return MappingProxyType(clozes) if clozes else NO_CLOZES


def _schedules(
    each: Rendered, known: Mapping[int, Schedule], before: Iterable[int], zone: tzinfo | None
) -> Mapping[int, Schedule]:
    """Keep what was said of cards that Anki has; only those that it gets now are looked up."""
    new = set(each.anki_note.ords).difference(before)
    found = card_schedules(each.identified, zone) if new and each.flashcard.foreign else {}
    more = {ordinal: found[ordinal] for ordinal in sorted(new & found.keys() - known.keys())}
    return MappingProxyType({**known, **more}) if known or more else NO_SCHEDULES


def _same_in_anki(old: LedgerEntry, entry: LedgerEntry) -> bool:
    """Tell whether Anki has everything already. One that comes back was perhaps deleted there."""
    return old.retired is None and (
        (old.fields, old.tags, old.media, old.ords)
        == (entry.fields, entry.tags, entry.media, entry.ords)
    )


def _next_due(entries: Iterable[LedgerEntry], highest: int) -> int:
    return max((highest, *(entry.due for entry in entries))) + 1


def _new_note_ids(entries: Iterable[LedgerEntry], count: int, now: int, highest: int) -> range:
    """Find free ids that end at the present, so that none lies in the future.

    Anki renumbers ids of more than a day ahead, on every import again.
    """
    used = max((highest, *(entry.note_id for entry in entries)))
    free = used + NOTE_ID_STEP if used else 1
    first = max(free, now * 1000 - count * NOTE_ID_STEP, 1)
    return range(first, first + count * NOTE_ID_STEP, NOTE_ID_STEP)
