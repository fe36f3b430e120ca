"""What a build says to people and to programs: text and JSON, never printed here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flashcards.changes import ChangeKind
from flashcards.citations import citations_of
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import shown_text
from flashcards.ledger import Ledger, LedgerEntry
from flashcards.model import AnkiNote, Rendered
from flashcards.near_misses import near_miss_lines
from flashcards.notetypes import NOTETYPES
from flashcards.pipeline import Build
from flashcards.renewing import Renewal
from flashcards.stages import Stages
from flashcards.tally import Tally, named, tally

_NOTETYPE_NAMES = {notetype.kind: notetype.name for notetype in NOTETYPES}


def diagnostic_lines(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield `path:line: severity: message [code]`, each with its hint indented below."""
    for each in diagnostics:
        yield str(each)
        if each.hint:
            yield f"    {each.hint}"


def diagnostic_json(diagnostic: Diagnostic) -> str:
    """Return one diagnostic as one line of JSON."""
    return _json(
        {
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "path": diagnostic.span.path,
            "line": diagnostic.span.line,
            "end_line": diagnostic.span.end_line,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }
    )


def diagnostics_summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the last line of `check`: `2 errors, 5 warnings`."""
    counts = Counter(each.severity for each in diagnostics)
    named = [_count(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(named) or "nothing to mend"


def flashcard_lines(rendered: Sequence[Rendered], width: int = 100) -> Iterator[str]:
    """Yield a table of the flashcards: syntax, place, question, deck; one line each."""
    rows = [
        (
            each.anki_note.flashcard.syntax,
            str(each.anki_note.flashcard.span),
            _one_line(each.anki_note.flashcard.question),
            each.anki_note.deck,
        )
        for each in rendered
    ]
    if not rows:
        return
    syntax, place, deck = (max(len(row[column]) for row in rows) for column in (0, 1, 3))
    question = max(20, width - syntax - place - deck - 6)
    for row in rows:
        asked = row[2] if len(row[2]) <= question else row[2][: question - 1] + "…"
        yield f"{row[0]:<{syntax}}  {row[1]:<{place}}  {asked:<{question}}  {row[3]}".rstrip()


def flashcards_summary(rendered: Sequence[Rendered]) -> str:
    """Return the last line of `list`: `3 flashcards`."""
    return _count(len(rendered), "flashcard")


def flashcard_json(anki_note: AnkiNote) -> str:
    """Return one flashcard as one line of JSON; other programs rely on its keys."""
    flashcard = anki_note.flashcard
    return _json(
        {
            "guid": anki_note.guid,
            "syntax": flashcard.syntax,
            "dialect": flashcard.dialect,
            "notetype": _NOTETYPE_NAMES[anki_note.kind],
            "path": flashcard.span.path,
            "line": flashcard.span.line,
            "end_line": flashcard.span.end_line,
            "deck": anki_note.deck,
            "tags": list(anki_note.tags),
            "markdown": dict(anki_note.markdown),
            "fields": dict(anki_note.fields),
            "citekeys": list(dict.fromkeys(each.citekey for each in citations_of(flashcard))),
            "clozes": {str(n): list(texts) for n, texts in sorted(anki_note.clozes.items())},
            "cards": len(anki_note.ords),
            "matched_by": anki_note.matched_by,
        }
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """What `export` says at its end."""

    counts: Tally
    changes: Counter[ChangeKind]
    emptied: int
    """How many cards in Anki show nothing any more, as those of dropped clozes do."""

    first: bool
    """Whether nothing was exported from this vault before."""

    to_mend: Sequence[Diagnostic]


def summary_of(built: Build) -> Summary:
    """Return what there is to say about a build."""
    notes = (each.anki_note for each in built.rendered)
    return Summary(
        tally(notes, built.silent, built.works.items),
        Counter(change.kind for change in built.changes),
        _emptied(built.before.entries if built.before else {}, built.stages),
        built.before is None,
        [each for each in built.diagnostics if each.severity is not Severity.INFO],
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
    if summary.first:
        yield from _carried(counts)
    yield from _table("left out", named(counts, "left out"))
    if summary.to_mend:
        yield f"  to mend    {diagnostics_summary(summary.to_mend)}: see `flashcards check`"
        yield from near_miss_lines(summary.to_mend)


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


def ledger_lines(ledger: Ledger) -> Iterator[str]:
    """Yield what is remembered of a vault, for people: its names, then a line an Anki note."""
    yield f"vault {ledger.vault_name} (id {ledger.vault_id}), root deck {ledger.root_deck}"
    entries = sorted(ledger.entries.values(), key=lambda each: (each.path, each.position))
    for entry in entries:
        state = "" if entry.retired is None else f"  retired {_day(entry.retired)}"
        changed = _day(entry.modified)
        yield f"{entry.guid}  {entry.kind:<5}  {changed}  {entry.path}: {entry.question}{state}"
    retired = sum(entry.retired is not None for entry in entries)
    yield f"{_count(len(entries) - retired, 'flashcard')}, {retired} retired"


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


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


def _one_line(markdown: str) -> str:
    return " ".join(shown_text(markdown).text.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)
