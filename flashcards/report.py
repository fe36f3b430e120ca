"""What a build says to people and to programs: text and JSON, never printed here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from flashcards.citations import citations_of
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import shown_text
from flashcards.ledger import Ledger, LedgerEntry
from flashcards.model import Rendered
from flashcards.notetypes import NOTETYPES
from flashcards.render import markdown_of

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
            each.flashcard.syntax,
            str(each.flashcard.span),
            _one_line(each.flashcard.question),
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


def flashcard_json(rendered: Rendered) -> str:
    """Return one flashcard as one line of JSON; other programs rely on its keys."""
    anki_note, flashcard = rendered.anki_note, rendered.flashcard
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
            "markdown": dict(markdown_of(rendered.identified)),
            "fields": dict(anki_note.fields),
            "citekeys": list(dict.fromkeys(each.citekey for each in citations_of(flashcard))),
            "clozes": {str(n): list(texts) for n, texts in rendered.identified.hidden.items()},
            "cards": len(anki_note.ords),
            "matched_by": anki_note.matched_by,
        }
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


def ledger_json(entry: LedgerEntry) -> str:
    """Return what is remembered of one flashcard as one line of JSON."""
    return _json(
        {
            "guid": entry.guid,
            "kind": entry.kind.value,
            "path": entry.path,
            "question": entry.question,
            "deck": entry.deck,
            "note_id": entry.note_id,
            "modified": entry.modified,
            "retired": entry.retired,
        }
    )


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _one_line(markdown: str) -> str:
    return " ".join(shown_text(markdown).split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)
