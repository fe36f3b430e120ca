"""What an export says at its end, to people and to programs: text and JSON, never printed here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flashcards.changes import ChangeKind
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.ledger import LedgerEntry
from flashcards.near_misses import near_miss_lines
from flashcards.pipeline import Build
from flashcards.renewing import Renewal, tally_of
from flashcards.report import diagnostics_summary
from flashcards.stages import Stages
from flashcards.tally import Tally, named

_TICK = 'tick "Import any learning progress" when you import new cards'


class Summary(Struct, frozen=True):
    """What `export` says at its end."""

    counts: Tally
    changes: Counter[ChangeKind]
    emptied: int
    """How many cards in Anki show nothing any more, as those of dropped clozes do."""

    first: bool
    """Whether nothing was exported from this vault before."""

    to_mend: Sequence[Diagnostic]
    with_schedules: bool = True
    """Whether what other tools knew of cards is in the package."""


def summary_of(built: Build, counts: Tally | None = None) -> Summary:
    """Return what there is to say about a build; `counts` is its tally, if it is counted apart."""
    return Summary(
        tally_of(built) if counts is None else counts,
        Counter(change.kind for change in built.changes),
        _emptied(built.before.entries if built.before else {}, built.stages),
        not any(each.fields for each in built.before.entries.values()) if built.before else True,
        [each for each in built.diagnostics if each.severity is not Severity.INFO],
        built.config.scheduling,
    )


def summary_of_renewal(renewed: Renewal) -> Summary:
    """Return what there is to say about a vault of which a part was built again."""
    changes = Counter(change.kind for change in renewed.stages.changes)
    gone = changes[ChangeKind.REMOVED]
    changes[ChangeKind.UNCHANGED] += renewed.totals["flashcard", ""] - changes.total() + gone
    return Summary(
        renewed.totals,
        changes,
        _emptied(renewed.before, renewed.stages),
        first=False,
        to_mend=renewed.to_mend,
        with_schedules=renewed.config.scheduling,
    )


def again(summary: Summary) -> Summary:
    """Return what the same export would say if it ran again and nothing had changed."""
    live = summary.counts["flashcard", ""]
    return replace(summary, changes=Counter({ChangeKind.UNCHANGED: live}), emptied=0, first=False)


def summary_lines(summary: Summary, output: str) -> Iterator[str]:
    """Yield what `export` says at its end."""
    counts = summary.counts
    flashcards, cards = counts["flashcard", ""], counts["card", ""]
    yield f"{output}: {_count(flashcards, 'flashcard')}, {_count(cards, 'card')}"
    yield from _table("by syntax", named(counts, "syntax"))
    if summary.first:
        yield from _table("by folder", named(counts, "folder"))
    yield f"  decks      {len(named(counts, 'deck'))}"
    yield f"  media      {_media(counts)}"
    yield f"  citations  {_citations(counts)}"
    yield f"  changes    {_changes(summary.changes) or 'none'}"
    if summary.emptied:
        empty = _count(summary.emptied, "card")
        yield f"  empty      {empty} in Anki: run Tools > Empty Cards there"
    if scheduled := _scheduled(summary):
        comes = "comes" if scheduled == 1 else "come"
        yield f"  history    {_count(scheduled, 'card')} {comes} with a schedule: {_TICK}"
    if summary.first:
        yield from _carried(counts)
    yield from _table("left out", named(counts, "left out"))
    if summary.to_mend:
        yield f"  to mend    {diagnostics_summary(summary.to_mend)}: see `flashcards check`"
        yield from near_miss_lines(summary.to_mend)


def summary_json(
    summary: Summary, output: str, gone: int, removed: str, changed: Mapping[str, Any] | None
) -> str:
    """Return the same as one line of JSON; other programs rely on its keys.

    `gone` is how many flashcards are gone from the vault and not dealt with, `removed` the package
    that tags them, `changed` what there is to say of one with only what changed.
    """
    counts, cited = summary.counts, summary.counts["cited", ""]
    severities = Counter(each.severity for each in summary.to_mend)
    values = {
        "package": output,
        "flashcards": counts["flashcard", ""],
        "cards": counts["card", ""],
        "changes": {kind.value: summary.changes[kind] for kind in ChangeKind},
        "first": summary.first,
        "syntaxes": _sorted(named(counts, "syntax")),
        "decks": sorted(named(counts, "deck")),
        "media": len(named(counts, "media")),
        "citations": {"resolved": cited, "unknown": named(counts, "unknown").total()},
        "left_out": _sorted(named(counts, "left out")),
        "empty_cards": summary.emptied,
        "scheduled_cards": _scheduled(summary),
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "removed": {"flashcards": gone, "package": removed if gone else None},
        "changes_package": changed,
    }
    return json.dumps(values, ensure_ascii=False)


def changes_package_line(package: Path, since: Path | None, count: int, *, written: bool) -> str:
    """Return what `export` says of the package with only what changed, `count` flashcards."""
    base = f"since {since}" if since else "since the last export"
    if count:
        return f"{package}: {_count(count, 'flashcard')} that changed {base}"
    if written:
        return f"{package}: the look of the cards changed {base}, and nothing else"
    left = "not written" if since else "left as it was"
    return f"{package}: nothing changed {base}; {left}"


def changes_line(summary: Summary) -> str:
    """Return what an export changed, as `2 new, 1 updated`; empty if Anki has nothing to learn."""
    return _changes(
        summary.changes - Counter({ChangeKind.UNCHANGED: sum(summary.changes.values())})
    )


def _scheduled(summary: Summary) -> int:
    """Return how many cards come with a schedule, for whoever has none of them yet."""
    return summary.counts["scheduled", ""] if summary.with_schedules else 0


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _table(title: str, counts: Counter[str]) -> Iterator[str]:
    head = f"  {title:<10}"
    for name, count in sorted(counts.items()):
        yield f"{head} {count:>5}  {name}"
        head = " " * len(head)


def _media(counts: Tally) -> str:
    remote = len(named(counts, "remote"))
    stay = "stays" if remote == 1 else "stay"
    elsewhere = f", {_count(remote, 'picture')} {stay} in the web" if remote else ""
    return _count(len(named(counts, "media")), "file") + elsewhere


def _citations(counts: Tally) -> str:
    missing = named(counts, "unknown")
    resolved = counts["cited", ""]
    unknown = f", {_count(len(missing), 'unknown citekey')}" if missing else ""
    return f"{resolved} of {resolved + missing.total()} have their source{unknown}"


def _changes(counts: Counter[ChangeKind]) -> str:
    return ", ".join(f"{counts[kind]} {kind.value}" for kind in ChangeKind if counts[kind])


def _emptied(before: Mapping[str, LedgerEntry], stages: Stages) -> int:
    now = stages.ledger.entries
    return sum(
        len(set(before[guid].ords) - set(now[guid].ords))
        for guid in (each.anki_note.guid for each in stages.rendered)
        if guid in before
    )


def _carried(counts: Tally) -> Iterator[str]:
    for what, count in sorted(named(counts, "carried").items()):
        plugin, _, kind = what.partition(": ")
        marks = f"the {kind}" if count == 1 else f"{kind}s"
        yield f"  carry      {_count(count, 'flashcard')} with {marks} of {plugin}: not shown, kept"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
