"""What stands on a line and what it becomes, as lines for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flashcards.clozes import ClozeStyle, mark_clozes
from flashcards.explaining import Explanation
from flashcards.identity.cloze_numbers import number_clozes
from flashcards.model import Flashcard, Kind

_INDENT = 13


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield what is on a line: where it stands, what it becomes, or why it becomes nothing."""
    yield f"{explanation.span}"
    yield f"    {explanation.text.strip() or '(blank)'}"
    if explanation.blocks:
        yield from _row("stands in", " > ".join(explanation.blocks))
    for flashcard in explanation.flashcards:
        yield from _row("becomes", _what(flashcard))
        for name, text in fields_of(flashcard).items():
            yield from _row(name, text)
    for silent in explanation.silent:
        yield from _row("counted as", silent.reason)
    for problem in explanation.diagnostics:
        yield from _row(problem.severity, "\n".join(filter(None, (problem.message, problem.hint))))
    if not explanation.flashcards:
        yield from _row("becomes", "no flashcard")
        for name, reason in explanation.reasons:
            yield from _row(name, reason)


def explanation_json(explanation: Explanation) -> str:
    """Return the same as one line of JSON."""
    values = {
        "path": explanation.span.path,
        "line": explanation.span.line,
        "text": explanation.text,
        "blocks": list(explanation.blocks),
        "flashcards": [
            {
                "syntax": each.syntax,
                "dialect": each.dialect,
                "kind": each.kind.value,
                "line": each.span.line,
                "end_line": each.span.end_line,
                "fields": fields_of(each),
            }
            for each in explanation.flashcards
        ],
        "left_out": [each.reason for each in explanation.silent],
        "diagnostics": [each.code for each in explanation.diagnostics],
        "reasons": dict(explanation.reasons),
    }
    return json.dumps(values, ensure_ascii=False)


def fields_of(flashcard: Flashcard) -> dict[str, str]:
    """Return the fields as Markdown, clozes numbered as a first export does."""
    fields = dict(flashcard.fields)
    if flashcard.kind is Kind.CLOZE:
        text = fields["Text"]
        numbers = number_clozes(flashcard.clozes, text, {}, "")
        fields["Text"] = mark_clozes(text, flashcard.clozes, numbers, ClozeStyle.NATIVE)
    return fields


def _what(flashcard: Flashcard) -> str:
    span = flashcard.span
    where = (
        f"line {span.line}" if span.line == span.end_line else f"lines {span.line}-{span.end_line}"
    )
    form = f"{flashcard.syntax}, {flashcard.dialect}" if flashcard.dialect else flashcard.syntax
    both = ", asked both ways" if flashcard.reversed else ""
    chosen = "; what it hides is chosen at the export" if flashcard.chooses_clozes else ""
    return f"a {flashcard.kind} flashcard ({form}{both}), {where}{chosen}"


def _row(name: str, text: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"  {name:<{_INDENT - 2}} {first}" if len(name) < _INDENT - 2 else f"  {name} {first}"
    yield from (f"{'':<{_INDENT + 1}}{line}".rstrip() for line in rest)
