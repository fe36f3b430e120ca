"""What is remembered of each vault note, so that the next export can go on from it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from flashcards.cache.kept import PartRow
from flashcards.cache.values import to_bytes
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import said
from flashcards.model import ParsedVaultNote, Rendered
from flashcards.renewing.facts import asks, facts_of, names_in
from flashcards.stages import Stages
from flashcards.tally import Tally, tally
from flashcards.works import may_be_about_work


class BuiltPart(Struct, frozen=True):
    """A vault note as it was built."""

    row: PartRow
    counts: Tally
    names: Sequence[str]
    """The citekeys by which its flashcards mean any name that a vault note has."""


def parts_of(
    stages: Stages, about: Container[str], paths: Container[str] | None = None
) -> Iterator[BuiltPart]:
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
        is_about = is_about_work(note, about)
        cites = stages.works.asked_by.get(path, {})
        names = sorted(citekey for citekey, by_any_name in cites.items() if by_any_name)
        content = json.dumps(
            {
                "facts": facts_of(note, is_about_work=is_about),
                "named": path in about,
                "guids": [each.anki_note.guid for each in mine],
                "counts": counted(counts),
                "names": names,
            }
        )
        told = tuple(map(to_mend, (note.diagnostics, naming[path], rendering[path])))
        uses = _uses(note, mine) | {("cites", citekey) for citekey in cites}
        uses |= {("names", citekey) for citekey in names}
        row = PartRow(path, content, to_bytes(told) if any(told) else b"", tuple(sorted(uses)))
        yield BuiltPart(row, counts, names)


def _uses(note: ParsedVaultNote, rendered: Iterable[Rendered]) -> set[tuple[str, str]]:
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
            uses.add(("quiet", asks(flashcard.kind, said(flashcard)[0])))
            uses |= {("quiet", name) for name in names_in(note)}
            if not flashcard.chooses_clozes:
                uses.add(("always", ""))  # nobody knows what it would show
    return uses


def whole_row(vault: Sequence[Diagnostic], citing: Sequence[Diagnostic]) -> PartRow:
    """Return what is remembered of no vault note: what there is to mend in the vault, in works."""
    return PartRow("", "{}", to_bytes((vault, citing)), ())


def to_mend(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what is worth a word in a summary."""
    return tuple(each for each in diagnostics if each.severity is not Severity.INFO)


def counted(counts: Tally) -> list[tuple[str, str, int]]:
    """Return counts as plain values."""
    return [(*key, count) for key, count in counts.items()]


def is_about_work(note: ParsedVaultNote, about: Container[str]) -> bool:
    """Tell whether a vault note is about a work, or may be; `about` are those that surely are."""
    return note.path in about or may_be_about_work(note)


def _by_path(pairs: Iterable[tuple[str, Any]]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for path, each in pairs:
        found[path].append(each)
    return found
