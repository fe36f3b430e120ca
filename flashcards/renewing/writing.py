"""What an export of changes writes, and what is kept of it for the next."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flashcards.cache import Beforehand, Store
from flashcards.cache.exported import keep_changes
from flashcards.ledger import format_header
from flashcards.package import (
    CollectionRows,
    PackageContents,
    PackagedNote,
    rows_again,
    validate_contents,
    with_notes,
)
from flashcards.renewing.keeping import counted, listed
from flashcards.renewing.renewal import Renewal
from flashcards.writing import Writing


def writing_of(renewed: Renewal) -> Writing:
    """Return what is to be written: rows of the last export, those of changed flashcards anew.

    Raises `PackageError` if Anki would refuse one of those.
    """
    changed = _changed(renewed)
    validate_contents(changed)
    gone = frozenset(each.note_id for each in renewed.before.values() if each.retired is None)

    def rows() -> CollectionRows:
        return with_notes(rows_again(renewed.notes, gone, renewed.decks, changed), changed)

    return Writing(
        rows=rows,
        contents=changed,
        attachments=renewed.attachments,
        ledger=renewed.lines.header,
        entries=tuple(renewed.lines.by_guid.values()),
        gone=renewed.lines.gone(),
    )


def _changed(renewed: Renewal) -> PackageContents:
    """Return the Anki notes that were built again, with all that is not of one note."""
    header, entries = renewed.lines.header, renewed.entries
    notes = [(each.anki_note, entries[each.anki_note.guid]) for each in renewed.stages.rendered]
    return PackageContents(
        notes=tuple(
            PackagedNote(note, entry.note_id, entry.modified, entry.due) for note, entry in notes
        ),
        notetype_modified={kind: stamp.modified for kind, stamp in header.notetypes.items()},
        created=renewed.first_id // 1000,
        ledger_lines=(format_header(header), *renewed.lines.by_guid.values()),
        notetypes=renewed.notetypes,
    )


def keep_renewed(
    store: Store, before: Beforehand, others: Mapping[str, str], renewed: Renewal, notes: Path
) -> None:
    """Remember an export of changes, as `keep` remembers one of everything."""
    values = {
        "others": dict(others),
        "recent": dict(before.vault.recent),
        "decks": sorted(renewed.decks),
        "asked works": dict(renewed.asked_works),
        "listing": listed(renewed.listing),
        "totals": counted(renewed.totals),
        "texts": len(renewed.lines.by_guid),
        "floors": list(renewed.floors),
    }
    files = (before.files, renewed.gone)
    keep_changes(store, notes, values, files, renewed.parts, renewed.words)
