"""The part of a vault that has changed, built again; of the rest it is known how it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.cache import Beforehand
from flashcards.cache.exported import Exported, PartRow
from flashcards.cache.values import from_bytes, to_bytes
from flashcards.changes import ChangeKind, refuse_removal_of
from flashcards.config import Config, with_remembered
from flashcards.decks import deck_of
from flashcards.diagnostics import Diagnostic
from flashcards.identity import vocabulary
from flashcards.ledger import Ledger, LedgerEntry
from flashcards.links import LinkIndex
from flashcards.model import ParsedVaultNote
from flashcards.notetypes import Notetype
from flashcards.package import first_id_in, ledger_lines_in
from flashcards.pipeline import in_order, styled_notetypes
from flashcards.reading import read_vault
from flashcards.rendering import put_together
from flashcards.renewing.changed import to_build, what_changed
from flashcards.renewing.elsewhere import Outlines, elsewhere_of, may_be_quiet_elsewhere
from flashcards.renewing.facts import facts_of
from flashcards.renewing.keeping import item_digests, part_rows, to_mend
from flashcards.renewing.remembered import Lines, lines_of
from flashcards.stages import Part, Stages, run_stages
from flashcards.styles import styles_of
from flashcards.tally import Tally
from flashcards.unknown import read_in_part
from flashcards.workers import Means
from flashcards.works import may_be_about_work

_Told = tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Renewal:
    """What has changed, and all that is known of the rest."""

    root: Path
    notetypes: tuple[Notetype, ...]
    stages: Stages
    """Of the vault notes that were built again."""

    before: Mapping[str, LedgerEntry]
    """What the ledger said of their flashcards."""

    lines: Lines
    """The whole ledger as it is now."""

    notes: Path
    """A database with all Anki notes of the last export."""

    parts: tuple[PartRow, ...]
    others: tuple[str, ...]
    """The files that matter and are not found by looking through the vault."""

    totals: Tally
    live: int
    """How many Anki notes there were."""

    lowest_others: tuple[int, ...]
    """The lowest id among the Anki notes that were not built again; empty if there are none."""

    floors: tuple[int, int]
    """The highest id of an Anki note, and the highest place among new cards."""

    attachments: Mapping[str, str]
    decks: frozenset[str]
    items: Mapping[str, str]
    to_mend: tuple[Diagnostic, ...]

    def refuse_mass_removal(self) -> None:
        """Raise `FlashcardsError` if so much is gone that it is surely a mistake."""
        gone = sum(each.kind is ChangeKind.REMOVED for each in self.stages.changes)
        refuse_removal_of(gone, self.live)

    @property
    def first_id(self) -> int:
        """The lowest id of an Anki note."""
        changed = (self.entries[each.anki_note.guid].note_id for each in self.stages.rendered)
        return min((*self.lowest_others, *changed))

    @property
    def entries(self) -> Mapping[str, LedgerEntry]:
        """What the ledger says now of the flashcards that were built again, by guid."""
        return self.stages.ledger.entries

    @property
    def words(self) -> Counter[str]:
        """In how many more entries a word is now."""
        words: Counter[str] = Counter()
        for guid, now in self.entries.items():
            then = self.before.get(guid)
            if then is not None:
                words.subtract(vocabulary([f"{then.question} {then.answer}"]).counts)
            words.update(vocabulary([f"{now.question} {now.answer}"]).counts)
        return Counter({word: count for word, count in words.items() if count})


def renewal(
    root: Path, exported: Exported, before: Beforehand, config: Config, now: int, means: Means
) -> Renewal | None:
    """Build what has changed in the vault at `root`; None if everything must be built.

    `now` is in seconds since 1970.
    """
    libraries = tuple(map(Path, exported.value("libraries")))
    changed = what_changed(root, exported, before, libraries)
    if changed is None or changed.libraries:
        return None
    paths = to_build(exported, changed, ())
    if paths is None:
        return None
    lines = lines_of(ledger_lines_in(exported.notes))
    config = with_remembered(config, lines.header.plugins)
    vault_notes = _vault_notes(root, exported, paths, config, means)
    if vault_notes is None or not _nobody_else_minds(exported, vault_notes, changed.vault_notes):
        return None
    part = replace(
        _part(root, exported, vault_notes, config),
        ledger=lines.read(_guids(exported, paths)),
        elsewhere=elsewhere_of(exported, paths, lines),
        libraries=libraries,
    )
    if may_be_quiet_elsewhere(exported, part.ledger.entries.values(), paths):
        return None
    stages = run_stages(root, part, config, now, means)
    known = _Known(root, exported, lines, paths, styled_notetypes(root, config))
    return _renewed(known, stages, part)


def _vault_notes(
    root: Path, exported: Exported, paths: Collection[str], config: Config, means: Means
) -> tuple[ParsedVaultNote, ...] | None:
    """Return the vault notes to build, and those about works, without their flashcards."""
    wanted = sorted({*paths, *exported.value("about")})
    vault_notes, problems = read_vault(root, wanted, config.syntaxes, means, is_part=True)
    if problems:
        return None
    return tuple(
        note if note.path in paths else replace(note, flashcards=(), silent=(), diagnostics=())
        for note in vault_notes
    )


def _nobody_else_minds(
    exported: Exported, vault_notes: Collection[ParsedVaultNote], changed: Collection[str]
) -> bool:
    """Tell whether what has changed in vault notes is nothing that others depend on."""
    known = dict(exported.parts(sorted(changed)))
    return all(
        known[note.path]["facts"]
        == facts_of(note, is_about_work=known[note.path]["named"] or may_be_about_work(note))
        for note in vault_notes
        if note.path in changed
    )


def _guids(exported: Exported, paths: Collection[str]) -> list[str]:
    return [guid for _, part in exported.parts(sorted(paths)) for guid in part["guids"]]


def _part(
    root: Path, exported: Exported, vault_notes: tuple[ParsedVaultNote, ...], config: Config
) -> Part:
    """Return the vault notes with their surroundings, still without what is remembered."""
    listing = exported.value("listing")
    files, attachments = (*listing["vault_notes"], *listing["excluded"]), listing["attachments"]
    return Part(
        vault_notes=vault_notes,
        links=LinkIndex(files, attachments, exported.value("aliases")),
        libraries=(),
        styles=styles_of(root, attachments, config.folder),
        ledger=Ledger("", "", ""),
        unread=lambda _path: False,
        unsure=read_in_part(lambda _path: False, vault_notes, ()),
        outlines=Outlines(root, vault_notes, listing["vault_notes"], config.syntaxes),
        floors=tuple(exported.value("floors")),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last export left behind, and which part of it is no longer true."""

    root: Path
    exported: Exported
    lines: Lines
    paths: Collection[str]
    notetypes: tuple[Notetype, ...]


def _renewed(known: _Known, stages: Stages, part: Part) -> Renewal | None:
    """Put together what was built and what was known."""
    exported, paths = known.exported, known.paths
    decks = _decks(exported, stages)
    if decks is None or not _citing_is_known(exported, stages):
        return None
    named = frozenset(exported.value("named"))
    parts = tuple(each for each in part_rows(stages, named) if each.path in paths)
    before_totals = _tally(exported.value("totals"))
    totals = _totals(exported, before_totals, parts)
    if not totals["flashcard", ""]:
        return None  # that is for the export of everything to refuse
    before = part.ledger.entries
    entries = {g: each for g, each in stages.ledger.entries.items() if before.get(g) != each}
    return Renewal(
        root=known.root,
        notetypes=known.notetypes,
        stages=stages,
        before=before,
        lines=known.lines.replaced(entries),
        notes=exported.notes,
        parts=parts,
        others=tuple(exported.value("others")),
        totals=totals,
        live=before_totals["flashcard", ""],
        floors=_floors(part.floors, stages.ledger.entries.values()),
        lowest_others=_lowest(exported.notes, before.values()),
        attachments=_attachments(exported, stages, paths),
        decks=decks,
        items={**exported.value("items"), **item_digests(stages.works)},
        to_mend=_all_to_mend(exported, parts, paths),
    )


def _totals(exported: Exported, before: Tally, parts: Collection[PartRow]) -> Tally:
    """Return the counts of the whole vault, with those of some vault notes as they are now."""
    totals = before.copy()
    for _, part in exported.parts([each.path for each in parts]):
        totals.subtract(_tally(part["counts"]))
    for each in parts:
        totals.update(_tally(each.content["counts"]))
    return Counter({key: count for key, count in totals.items() if count})


def _tally(counts: Iterable[tuple[str, str, int]]) -> Tally:
    return Counter({(sort, name): count for sort, name, count in counts})


def _decks(exported: Exported, stages: Stages) -> frozenset[str] | None:
    """Return the decks that there are now; None if one of them has two spellings."""
    known = set[str](exported.value("decks"))
    spelled = {deck.casefold(): deck for deck in known}
    notes = {note.path: note for note in stages.vault_notes}
    for each in stages.rendered:
        flashcard, deck = each.anki_note.flashcard, each.anki_note.deck
        by_itself = deck_of(flashcard, notes[flashcard.span.path], stages.ledger.root_deck)
        if by_itself != deck or spelled.setdefault(deck.casefold(), deck) != deck:
            return None
    return frozenset(spelled.values())


def _citing_is_known(exported: Exported, stages: Stages) -> bool:
    """Tell whether libraries have nothing new to say; and nothing that may be said no longer."""
    told: tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]
    told = from_bytes(dict(exported.told()).get("", to_bytes(((), ()))))
    _, citing = told
    now = set(to_mend(stages.citing))
    return now <= set(citing) and (not citing or now == set(citing))


def _floors(others: tuple[int, int], entries: Collection[LedgerEntry]) -> tuple[int, int]:
    highest_id, highest_due = others
    return (
        max((highest_id, *(each.note_id for each in entries))),
        max((highest_due, *(each.due for each in entries))),
    )


def _lowest(notes: Path, before: Collection[LedgerEntry]) -> tuple[int, ...]:
    lowest = first_id_in(notes, frozenset(each.note_id for each in before))
    return () if lowest is None else (lowest,)


def _attachments(exported: Exported, stages: Stages, paths: Collection[str]) -> Mapping[str, str]:
    """Return the path in the vault of every file that is shown, by name in the package."""
    others = (name.split("\0") for name, path in exported.used("shows") if path not in paths)
    shown: dict[str, str] = {name: path for name, path in others}  # noqa: C416 - lists of two
    shown |= {media.name: media.path for each in stages.rendered for media in each.anki_note.media}
    return dict(sorted(shown.items()))


def _all_to_mend(
    exported: Exported, parts: Collection[PartRow], paths: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is to mend in the whole vault, each thing once."""
    told = {path: content for path, content in exported.told() if path not in paths}
    told |= {each.path: each.told for each in parts if each.told}
    vault, citing = from_bytes(told.pop("", to_bytes(((), ()))))
    of_notes: list[_Told] = [from_bytes(content) for content in told.values()]
    said = (each for parsed, naming, _ in of_notes for each in (*parsed, *naming))
    rendering = put_together(each for _, _, rendered in of_notes for each in rendered)
    return in_order((*vault, *citing, *said, *rendering))
