"""What was built again and what was known of the rest, put together to one whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from flashcards.cache.exported import Exported
from flashcards.cache.kept import PartRow
from flashcards.cache.values import from_bytes
from flashcards.decks import deck_of
from flashcards.diagnostics import Diagnostic
from flashcards.ledger import LedgerEntry
from flashcards.package import first_id_in
from flashcards.pipeline import in_order
from flashcards.rendering import put_together as told_together
from flashcards.renewing.facts import digest_of_citekeys
from flashcards.renewing.keeping import asked_works, kept_works
from flashcards.renewing.known import Known
from flashcards.renewing.library import CitedAnew
from flashcards.renewing.parts import BuiltPart, parts_of, to_mend, whole_row
from flashcards.renewing.renewal import Renewal
from flashcards.stages import Part, Stages
from flashcards.tally import Tally, named

_Told = tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...], tuple[Diagnostic, ...]]


def put_together(
    known: Known, cited: CitedAnew, paths: Collection[str], stages: Stages, part: Part
) -> Renewal | None:
    """Return what was built and what was known as one; None if they do not fit together.

    `paths` are those of the vault notes that were built again.
    """
    exported = known.exported
    whole = _whole(exported, cited, stages)
    parts = tuple(parts_of(stages, exported.value("about"), paths))
    before_totals = _tally(exported.value("totals"))
    totals = _totals(exported, before_totals, parts)
    decks = _decks(totals, stages)
    if decks is None or whole is None or _names_for_others(exported, parts, paths):
        return None
    if not totals["flashcard", ""]:
        return None  # that is for the export of everything to refuse
    before = part.ledger.entries
    entries = {g: each for g, each in stages.ledger.entries.items() if before.get(g) != each}
    rows = (*(each.row for each in parts), whole)
    return Renewal(
        root=known.root,
        notetypes=known.notetypes,
        stages=stages,
        before=before,
        lines=known.lines.replaced(entries),
        notes=exported.notes,
        parts=rows,
        others=tuple(exported.value("others")),
        totals=totals,
        live=before_totals["flashcard", ""],
        limit=known.limit,
        floors=_floors(part.floors, stages.ledger.entries.values()),
        lowest_others=_lowest(exported.notes, before.values()),
        attachments=_attachments(exported, stages, paths),
        decks=decks,
        earlier=known.earlier(),
        digests={Path(path): digest for path, digest in exported.value("digests").items()},
        texts=exported.value("texts") + len(entries.keys() - before.keys()),
        citekeys=digest_of_citekeys(stages.works.library),
        asked_works=_asked_works(exported, cited, stages),
        changed=known.changed,
        to_mend=_all_to_mend(exported, rows, paths),
        config=known.config,
        progress=known.progress,
    )


def _names_for_others(
    exported: Exported, parts: Iterable[BuiltPart], paths: Collection[str]
) -> bool:
    """Tell whether these vault notes alone said, or say now, that what others cite is a name."""
    then = {name for _, part in exported.parts(sorted(paths)) for name in part["names"]}
    turned = then ^ {name for part in parts for name in part.names}
    settled = {name for name in turned if _others(exported, "names", name, paths)}
    return any(_others(exported, "cites", name, paths) for name in turned - settled)


def _others(exported: Exported, sort: str, name: str, paths: Collection[str]) -> bool:
    return any(path not in paths for path in exported.users(sort, [name]))


def _asked_works(
    exported: Exported, cited: CitedAnew, stages: Stages
) -> Mapping[str, tuple[str, bool, str]]:
    """Return every citekey that was looked up, now or by the flashcards that are as they were."""
    anew = kept_works({**cited.asked, **asked_works(stages.works)})
    return {**exported.value("asked works"), **anew}


def _whole(exported: Exported, cited: CitedAnew, stages: Stages) -> PartRow | None:
    """Return what there is to mend in no vault note; None if nobody can say."""
    told: tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]
    told = from_bytes(dict(exported.told()).get("", b""))
    vault, citing = told
    if cited.told is not None:
        return whole_row(vault, to_mend(cited.told))
    now = set(to_mend(stages.citing))
    # What is said of a work may be about one that nobody cites any more.
    is_known = now <= set(citing) and (not citing or now == set(citing))
    return whole_row(vault, citing) if is_known else None


def _totals(exported: Exported, before: Tally, parts: Collection[BuiltPart]) -> Tally:
    """Return the counts of the whole vault, with those of some vault notes as they are now."""
    totals = before.copy()
    for _, part in exported.parts([each.row.path for each in parts]):
        totals.subtract(_tally(part["counts"]))
    for each in parts:
        totals.update(each.counts)
    return Counter({key: count for key, count in totals.items() if count})


def _tally(counts: Iterable[tuple[str, str, int]]) -> Tally:
    return Counter({(sort, name): count for sort, name, count in counts})


def _decks(totals: Tally, stages: Stages) -> frozenset[str] | None:
    """Return the decks that have flashcards now; None if one of them has two spellings."""
    decks = frozenset(named(totals, "deck"))
    notes = {note.path: note for note in stages.vault_notes}
    for each in stages.rendered:
        flashcard, deck = each.flashcard, each.anki_note.deck
        by_itself = deck_of(flashcard, notes[flashcard.span.path], stages.ledger.root_deck)
        if by_itself != deck:
            return None
    return decks if len({deck.casefold() for deck in decks}) == len(decks) else None


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
    vault, citing = from_bytes(told.pop("", b""))
    of_notes: list[_Told] = [from_bytes(content) for content in told.values()]
    said = (each for parsed, naming, _ in of_notes for each in (*parsed, *naming))
    rendering = told_together(each for _, _, rendered in of_notes for each in rendered)
    return in_order((*vault, *citing, *said, *rendering))
