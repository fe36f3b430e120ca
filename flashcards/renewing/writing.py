"""What an export of changes writes, and what is kept of it for the next."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import asdict

from flashcards.cache import Beforehand, Store
from flashcards.cache.kept import keep_changes
from flashcards.ledger import TextInMemory
from flashcards.package import PackageContents, rows_again, validate_contents
from flashcards.renewing.keeping import kept_of
from flashcards.renewing.parts import counted
from flashcards.renewing.remembered import few_retired
from flashcards.renewing.renewal import Renewal
from flashcards.writing import Writing, Written, packaged


def writing_of(renewed: Renewal) -> Writing:
    """Return what is to be written: rows of the last export, those of changed flashcards anew.

    Raises `PackageError` if Anki would refuse one of those.
    """
    changed = _changed(renewed)
    validate_contents(changed)
    gone = frozenset(each.note_id for each in renewed.before.values() if each.retired is None)
    return Writing(
        rows=rows_again(renewed.notes, gone, renewed.decks, changed, is_spare=True),
        attachments=renewed.attachments,
        ledger=renewed.lines.header,
        entries=TextInMemory(renewed.lines.entries),
        gone=renewed.lines.gone(),
        earlier=renewed.earlier,
        digests=renewed.digests,
        progress=renewed.progress,
    )


def _changed(renewed: Renewal) -> PackageContents:
    """Return the Anki notes that were built again, with all that is not of one note."""
    header, entries = renewed.lines.header, renewed.entries
    notes = [(each.anki_note, entries[each.anki_note.guid]) for each in renewed.stages.rendered]
    return PackageContents(
        notes=tuple(
            packaged(note, entry, with_schedules=renewed.config.scheduling) for note, entry in notes
        ),
        notetype_modified={kind: stamp.modified for kind, stamp in header.notetypes.items()},
        created=renewed.first_id // 1000,
        ledger=TextInMemory(renewed.lines.text),
        notetypes=renewed.notetypes,
    )


def keep_renewed(
    store: Store, before: Beforehand, others: Mapping[str, str], renewed: Renewal, written: Written
) -> None:
    """Remember an export of changes, as `keep` remembers one of everything."""
    values: dict[str, object] = {
        "others": dict(others),
        "recent": dict(before.vault.recent),
        "citekeys": renewed.citekeys,
        "asked works": dict(renewed.asked_works),
        "totals": counted(renewed.totals),
        "texts": renewed.texts,
        "retired": few_retired(renewed.lines.retired.keys()),
        "floors": list(renewed.floors),
    }
    if not renewed.changed.is_listed:
        values["listing"] = asdict(renewed.changed.listing)
    files = (renewed.changed.files.items(), renewed.changed.gone)
    keep_changes(store, kept_of(written), values, files, renewed.parts, renewed.words)
