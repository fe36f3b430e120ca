"""Retired entries in, `deck.removed.apkg` out: in Anki it marks what is gone from the vault.

An import cannot delete, but it can tag. A tombstone is the Anki note as last exported with one tag
more; the user searches for the tag, looks, and deletes. Tombstones never go into the main package:
imported after the deletion they would bring the notes back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from html import escape
from pathlib import Path

from msgspec.structs import replace

from flashcards.clozes import CLOSE, OPEN, SEP
from flashcards.decks import within_levels
from flashcards.diagnostics import Span
from flashcards.inline import plain
from flashcards.ledger import NO_TEXT, LedgerEntry
from flashcards.markdown.anki import card_ords, write_field
from flashcards.markdown.private import strip_private
from flashcards.memory_files import removed_package
from flashcards.model import AnkiNote, Kind, Texts
from flashcards.notetypes import NOTETYPES
from flashcards.package import (
    PackageContents,
    PackagedNote,
    digest_in_place,
    is_our_package,
    staged_package,
)
from flashcards.removals import removal_time, removed_entries

REMOVED_TAG = "flashcards::removed"
"""What a tombstone adds to the tags that an Anki note was last exported with."""

_FIELDS = {notetype.kind: notetype.field_names for notetype in NOTETYPES}
_FORGOTTEN = "(its text is no longer known)"


def tombstones(
    entries: Iterable[LedgerEntry], fields: Mapping[str, Mapping[str, str]]
) -> tuple[PackagedNote, ...]:
    """Return a tombstone for everything that is retired and not acknowledged.

    `fields` are those of the last packages, by guid. What is not known there is told with what the
    ledger remembers.
    """
    gone = removed_entries(entries)
    return tuple(_tombstone(entry, fields.get(entry.guid, {})) for entry in gone)


def kept_notes(
    entries: Iterable[LedgerEntry],
    written: Container[str],
    fields: Mapping[str, Mapping[str, str]],
) -> tuple[PackagedNote, ...]:
    """Return, as last exported, what is not written this time and may be asked for later.

    That is what is retired and not acknowledged, and what was left out or could not be read. They
    go into the package that is kept beside the ledger, which else would forget their fields.
    `written` are the guids of this export, `fields` those of the last packages.
    """
    return tuple(
        PackagedNote(
            _as_exported(entry, fields[entry.guid]), entry.note_id, entry.modified, entry.due
        )
        for entry in entries
        if entry.guid not in written
        and not entry.acknowledged
        and _ords(entry.kind, fields.get(entry.guid, {})) == entry.ords
    )


def write_tombstones(
    output: Path, contents: PackageContents, notes: tuple[PackagedNote, ...]
) -> Path | None:
    """Write the tombstones beside `output`, or delete what was there if there are none.

    Takes what the main package was made from. A file that would be the same is not touched.
    Returns the file, or None. Raises `FlashcardsError` if it cannot be written.
    """
    path = removed_package(output)
    if not notes:
        if is_our_package(path):
            path.unlink()
        return None
    last = digest_in_place(path)
    stones = replace(contents, notes=notes, ledger=NO_TEXT)
    with staged_package(path, stones, None) as staged:
        if last != staged.digest:
            staged.publish()
    return path


def _tombstone(entry: LedgerEntry, known: Mapping[str, str]) -> PackagedNote:
    fits = _ords(entry.kind, known) == entry.ords
    note = _as_exported(entry, known if fits else _remembered(entry))
    tagged = replace(note, tags=tuple(sorted({*entry.tags, REMOVED_TAG})))
    return PackagedNote(tagged, entry.note_id, removal_time(entry), entry.due)


def _as_exported(entry: LedgerEntry, fields: Mapping[str, str]) -> AnkiNote:
    return AnkiNote(
        guid=entry.guid,
        kind=entry.kind,
        fields=Texts.of({name: fields.get(name, "") for name in _FIELDS[entry.kind]}),
        ords=entry.ords,
        deck=within_levels(entry.deck),  # a ledger may name what Anki never took
        tags=entry.tags,
        media=(),
        span=Span(entry.path, 1, 1),
        matched_by="",
    )


def _ords(kind: Kind, fields: Mapping[str, str]) -> tuple[int, ...]:
    """Return the cards that Anki would make of the fields."""
    if kind is Kind.CLOZE:
        return card_ords(fields.get("Text", ""))
    if not fields.get("Front", "").strip():
        return ()
    return (0, 1) if fields.get("Reversed", "").strip() else (0,)


def _remembered(entry: LedgerEntry) -> dict[str, str]:
    """Return fields in plain text that make the same cards."""
    if entry.kind is Kind.CLOZE:
        gaps = (_gap(entry, ordinal + 1) for ordinal in entry.ords)
        return {"Text": write_field(" … ".join(gaps)), "Id": escape(entry.guid)}
    question, answer = _plain(entry.question) or _FORGOTTEN, _plain(entry.answer)
    turned = answer or _FORGOTTEN
    return {
        "Front": write_field(question),
        "Back": write_field(answer),
        "Reversed": write_field(turned) if 1 in entry.ords else "",
        "Id": escape(entry.guid),
    }


def _gap(entry: LedgerEntry, number: int) -> str:
    hidden = " … ".join(plain(text) for text in entry.clozes.get(number, ()))
    return f"{OPEN}{number}{SEP}{_plain(hidden) or _FORGOTTEN}{CLOSE}"


def _plain(text: str) -> str:
    return escape(strip_private(text), quote=False).strip()
