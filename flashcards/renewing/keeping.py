"""What is kept of an export, so that the next one can go on from it."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from flashcards.bibliography import written_in
from flashcards.cache import Beforehand, Store
from flashcards.cache.exported import Kept, PartRow, forget_exported, keep_all
from flashcards.cache.states import full_path
from flashcards.cache.values import to_bytes
from flashcards.decks import Decks
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.identity import vault_note_identities, vocabulary
from flashcards.inline import plain
from flashcards.model import ParsedVaultNote, Rendered
from flashcards.pipeline import HIDDEN, Build
from flashcards.renewing.building import without_flashcards
from flashcards.renewing.facts import asks, digest_of, digest_of_citekeys, facts_of, names_in
from flashcards.renewing.remembered import few_retired
from flashcards.stages import Stages
from flashcards.tally import Tally, tally
from flashcards.vault import Listing
from flashcards.works import Works, may_be_about_work
from flashcards.writing import Written

_NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A citekey that was looked up."""

    digest: str
    """Of all that a flashcard shows of its work."""

    by_any_name: bool
    """Whether it may be any name of a vault note."""

    written: str
    """A digest of its work as it is written in a library; empty if that does not tell enough."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is worth knowing of a build when the next begins."""

    values: Mapping[str, object]
    files: Iterable[tuple[str, str]]
    parts: Sequence[PartRow]
    words: Mapping[str, int]
    totals: Tally


def known_of(built: Build, before: Beforehand) -> Known | None:
    """Return what is worth knowing of a build; None if the next export cannot go on from it.

    `before` is how the files of the vault were before it.
    """
    identities = vault_note_identities(built.vault_notes)
    if not _can_go_on(built) or len({*identities.values()}) != len(built.vault_notes):
        return None
    parts = tuple(part_rows(built.stages, built.works.about))
    entries = built.ledger.entries.values()
    totals = _totals(parts, len(built.listing.hidden))
    words = vocabulary(f"{each.question} {each.answer}" for each in entries)
    values = {
        "asked": before.asked,
        "recent": dict(before.vault.recent),
        "listing": listed(built.listing),
        "libraries": [full_path(path) for path in built.libraries],
        "aliases": [(note.path, note.aliases) for note in built.vault_notes if note.aliases],
        "citekeys": digest_of_citekeys(built.works.library),
        "about": dict(built.works.about),
        "literature": to_bytes(
            [without_flashcards(n) for n in built.vault_notes if _is_about(n, built.works.about)]
        ),
        "identities": _worth_keeping(identities),
        "asked works": kept_works(asked_works(built.works)),
        "totals": counted(totals),
        "texts": words.texts,
        "retired": few_retired({each.guid for each in entries if each.retired is not None}),
        "floors": [max(each.note_id for each in entries), max(each.due for each in entries)],
    }
    parts = (*parts, whole_row(to_mend(built.told), to_mend(built.stages.citing)))
    return Known(values, before.files, parts, words.counts, totals)


def keep(store: Store, known: Known | None, others: Mapping[str, str], written: Written) -> None:
    """Remember an export of everything; or forget the last, if the next cannot go on from it.

    `others` are the states of files beside the vault's.
    """
    forget_exported(store)
    if known is None:
        return
    values = {**known.values, "others": dict(others)}
    try:
        keep_all(store, kept_of(written), values, known.files, known.parts, known.words)
    except UnicodeEncodeError:  # half of a surrogate pair, which no database takes
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
    live = {guid for guid, each in built.ledger.entries.items() if each.retired is None}
    folder = f"{built.memory.ledger.parent.name}/"
    return (
        live == {each.anki_note.guid for each in built.rendered}
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


def part_rows(
    stages: Stages, about: Container[str], paths: Container[str] | None = None
) -> Iterator[PartRow]:
    """Yield what is remembered of each vault note, or of those at some paths.

    `about` are the paths of those that are named as a work is.
    """
    rendered: defaultdict[str, list[Rendered]] = defaultdict(list)
    for each in stages.rendered:
        rendered[each.flashcard.span.path].append(each)
    silent = _by_path((each.span.path, each) for each in stages.silent)
    naming = _by_path((each.span.path, each) for each in stages.naming)
    rendering = _by_path(stages.rendering)
    for note in stages.vault_notes:
        if paths is not None and note.path not in paths:
            continue
        path, mine = note.path, rendered[note.path]
        left_out = (*note.silent, *silent[path])
        counts = tally(mine, left_out, stages.works.items, stages.ledger.entries)
        is_about = _is_about(note, about)
        cites = stages.works.asked_by.get(path, {})
        names = sorted(citekey for citekey, by_any_name in cites.items() if by_any_name)
        content = {
            "facts": facts_of(note, is_about_work=is_about),
            "named": path in about,
            "guids": [each.anki_note.guid for each in mine],
            "counts": counted(counts),
            "names": names,
        }
        told = tuple(map(to_mend, (note.diagnostics, naming[path], rendering[path])))
        uses = _uses(note, mine) | {("cites", citekey) for citekey in cites}
        uses |= {("names", citekey) for citekey in names}
        yield PartRow(path, content, to_bytes(told) if any(told) else b"", uses)


def _uses(note: ParsedVaultNote, rendered: Iterable[Rendered]) -> frozenset[tuple[str, str]]:
    uses = {("called", name) for name in names_in(note)}
    shown = set()
    for each in rendered:
        anki_note = each.anki_note
        shown.add(id(each.flashcard))
        uses |= {("remembered", name) for name in each.identified.names}
        uses |= {("needs", path) for path in anki_note.depends_on}
        uses |= {("looks for", name) for name in anki_note.looks_for}
        uses |= {("cites", citekey) for citekey in anki_note.cites}
        uses |= {("shows", f"{media.name}\0{media.path}") for media in anki_note.media}
    for flashcard in note.flashcards:
        if id(flashcard) not in shown:
            uses.add(("quiet", asks(flashcard.kind, plain(flashcard.question))))
            uses |= {("quiet", name) for name in names_in(note)}
            if not flashcard.chooses_clozes:
                uses.add(("always", ""))  # nobody knows what it would show
    return frozenset(uses)


def whole_row(vault: Sequence[Diagnostic], citing: Sequence[Diagnostic]) -> PartRow:
    """Return what is remembered of no vault note: what there is to mend in the vault, in works."""
    return PartRow("", {}, to_bytes((vault, citing)), frozenset())


def listed(listing: Listing) -> dict[str, Sequence[str]]:
    """Return the files of a vault as plain values."""
    return {field.name: getattr(listing, field.name) for field in fields(listing)}


def to_mend(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what is worth a word in a summary."""
    return tuple(each for each in diagnostics if each.severity is not Severity.INFO)


def asked_works(works: Works) -> dict[str, Asked]:
    """Return what is kept of each citekey that was looked up."""
    written = written_in(works.library)
    return {
        citekey: Asked(_digest_of_work(works, citekey), by_any_name, written(citekey))
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


def counted(counts: Tally) -> list[tuple[str, str, int]]:
    """Return counts as plain values."""
    return [(*key, count) for key, count in counts.items()]


def _totals(parts: Iterable[PartRow], hidden: int) -> Tally:
    totals: Tally = Counter()
    for part in parts:
        for sort, name, count in part.content["counts"]:
            totals[sort, name] += count
    if hidden:
        totals["left out", HIDDEN] += hidden
    return totals


def _worth_keeping(identities: Mapping[str, str]) -> dict[str, str]:
    """Return what names vault notes, by path, but for those that their path names."""
    return {path: name for path, name in identities.items() if name != identity_by_path(path)}


def identity_by_path(path: str) -> str:
    """Return what names a vault note that no property names."""
    return f"path:{unicodedata.normalize('NFC', path)}"


def _is_about(note: ParsedVaultNote, about: Container[str]) -> bool:
    return note.path in about or may_be_about_work(note)


def _by_path(pairs: Iterable[tuple[str, Any]]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for path, each in pairs:
        found[path].append(each)
    return found
