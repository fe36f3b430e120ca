"""What is kept of an export, so that the next one can go on from it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import asdict, replace

from flashcards.bibliography import is_cut, written_in
from flashcards.cache import Beforehand, Store
from flashcards.cache.kept import Kept, PartRow, forget_exported, keep_build, keep_written
from flashcards.cache.states import full_path
from flashcards.cache.values import to_bytes
from flashcards.decks import Decks
from flashcards.diagnostics import Severity, Span
from flashcards.identity import vault_note_identities, vocabulary
from flashcards.model import ParsedVaultNote
from flashcards.pipeline import HIDDEN, Build
from flashcards.renewing.building import without_flashcards
from flashcards.renewing.facts import digest_of, digest_of_citekeys
from flashcards.renewing.parts import counted, is_about_work, parts_of, to_mend, whole_row
from flashcards.renewing.remembered import few_retired
from flashcards.tally import Tally, tally
from flashcards.works import Works
from flashcards.writing import Written

_NOWHERE = Span("", 0, 0)


class Asked(Struct, frozen=True):
    """A citekey that was looked up."""

    digest: str
    """Of all that a flashcard shows of its work."""

    by_any_name: bool
    """Whether it may be any name of a vault note."""

    written: str
    """A digest of its work as it is written in a library; empty if that does not tell enough, or
    if there is something to say about it."""


def keep_built(store: Store, before: Beforehand, built: Build) -> tuple[str, Tally]:
    """Remember what is worth knowing of a build when the next begins, before it is written.

    `before` is how the files of the vault were before it. Returns a name for `keep`, empty if the
    next export cannot go on from it, and how much it has of what.
    """
    identities = vault_note_identities(built.vault_notes)
    counts: Tally = Counter()
    if not _can_go_on(built) or len({*identities.values()}) != len(built.vault_notes):
        return "", tally_of(built)

    def parts() -> Iterator[PartRow]:
        counts.clear()
        counts["left out", HIDDEN] += len(built.listing.hidden)
        for part in parts_of(built.stages, built.works.about):
            counts.update(part.counts)
            yield part.row
        yield whole_row(to_mend(built.told), to_mend(built.stages.citing))

    entries = built.ledger.entries.values()
    words = vocabulary(f"{each.question} {each.answer}" for each in entries)
    values = {
        "asked": before.asked,
        "recent": dict(before.vault.recent),
        "listing": asdict(built.listing),
        "libraries": [full_path(path) for path in built.libraries],
        "aliases": [(note.path, note.aliases) for note in built.vault_notes if note.aliases],
        "citekeys": digest_of_citekeys(built.works.library),
        "about": dict(built.works.about),
        "literature": to_bytes(_about_works(built)),
        "identities": _worth_keeping(identities),
        "asked works": kept_works(asked_works(built.works)),
        "texts": words.texts,
        "retired": few_retired({each.guid for each in entries if each.retired is not None}),
        "floors": [max(each.note_id for each in entries), max(each.due for each in entries)],
    }
    try:
        name = keep_build(store, values, before.files, parts, words.counts)
    except UnicodeEncodeError:  # half of a surrogate pair, which no database takes
        name = ""
    return name, +counts if name else tally_of(built)


def tally_of(built: Build) -> Tally:
    """Return how much a build has of what."""
    return tally(built.rendered, built.silent, built.works.items, built.ledger.entries)


def _about_works(built: Build) -> list[ParsedVaultNote]:
    about = built.works.about
    return [without_flashcards(note) for note in built.vault_notes if is_about_work(note, about)]


def keep(
    store: Store, name: str, counts: Tally, others: Mapping[str, str], written: Written
) -> None:
    """Remember that a build was written; or forget the last, if the next cannot go on from it.

    `name` and `counts` are what `keep_built` returned, `others` the states of files beside the
    vault's.
    """
    if name:
        values = {"totals": counted(counts), "others": dict(others)}
        keep_written(store, name, kept_of(written), values)
    else:
        forget_exported(store)


def kept_of(written: Written) -> Kept:
    """Return the files of an export that are to be kept."""
    collection = written.collection
    return Kept(
        collection.database,
        [
            (file.start, [(each.length, each.digest, each.piece) for each in file.blocks])
            for file in collection.files.values()
        ],
        {str(path): digest for path, digest in written.digests.items()},
    )


def _can_go_on(built: Build) -> bool:
    """Tell whether each Anki note is a flashcard that was found, and nothing is in doubt."""
    entries = built.ledger.entries
    live = sum(each.retired is None for each in entries.values())
    folder = f"{built.memory.ledger.parent.name}/"
    return (
        live == len(built.rendered)
        and all(entries[each.anki_note.guid].retired is None for each in built.rendered)
        and not built.config.obsidian.broken
        and not any(
            each.severity is Severity.ERROR or each.span.path.startswith(folder)
            for each in built.told
        )
        and _decks_are_one_spelling(built)
    )


def _decks_are_one_spelling(built: Build) -> bool:
    by_path = {each.path: each for each in built.vault_notes}
    decks = Decks(built.ledger.root_deck)
    return all(
        each.identified.deck == decks.of(each.flashcard, by_path[each.flashcard.span.path])
        for each in built.rendered
    )


def asked_works(works: Works) -> dict[str, Asked]:
    """Return what is kept of each citekey that was looked up."""
    written = written_in(works.library)
    items = works.items
    cut = {citekey for citekey in works.asked if citekey in items and is_cut(items[citekey])}
    return {
        citekey: Asked(
            _digest_of_work(works, citekey), by_any_name, "" if citekey in cut else written(citekey)
        )
        for citekey, by_any_name in sorted(works.asked.items())
    }


def kept_works(asked: Mapping[str, Asked]) -> dict[str, tuple[str, bool, str]]:
    """Return the same as plain values."""
    return {
        citekey: (each.digest, each.by_any_name, each.written) for citekey, each in asked.items()
    }


def _digest_of_work(works: Works, citekey: str) -> str:
    item = works.items.get(citekey)
    return digest_of(
        (
            item and replace(item, span=_NOWHERE),  # the line in its library shows on no card
            works.references.get(citekey),
            works.literature_notes.get(citekey),
        )
    )


def _worth_keeping(identities: Mapping[str, str]) -> dict[str, str]:
    """Return what names vault notes, by path, but for those that their path names."""
    return {path: name for path, name in identities.items() if name != identity_by_path(path)}


def identity_by_path(path: str) -> str:
    """Return what names a vault note that no property names."""
    return f"path:{unicodedata.normalize('NFC', path)}"
