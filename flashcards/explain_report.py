"""What stands on a line and what it becomes, as lines for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flashcards.clozes import ClozeStyle, mark_clozes
from flashcards.explaining import Explanation
from flashcards.identity.cloze_numbers import number_clozes
from flashcards.model import Flashcard, Kind

_NAMES_TAKE = 10
"""Columns, at least; names of plugins' syntaxes need more."""

_Row = tuple[str, str]
"""A name and what there is to say under it."""


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield what is on a line: where it stands, what it becomes, or why it becomes nothing."""
    yield f"{explanation.span}"
    yield f"    {explanation.text.strip() or '(blank)'}"
    rows = tuple(_rows(explanation))
    width = max(_NAMES_TAKE, *(len(name) for name, _ in rows))
    for name, text in rows:
        first, *rest = text.split("\n")
        yield f"  {name:<{width}}  {first}".rstrip()
        yield from (f"{'':<{width + 4}}{line}".rstrip() for line in rest)


def _rows(explanation: Explanation) -> Iterator[_Row]:
    if explanation.blocks:
        yield "stands in", " > ".join(explanation.blocks)
    for flashcard in explanation.flashcards:
        yield "becomes", _what(flashcard)
        yield from fields_of(flashcard).items()
    for silent in explanation.silent:
        yield "counted as", silent.reason
    for problem in explanation.diagnostics:
        yield problem.severity, "\n".join(filter(None, (problem.message, problem.hint)))
    if not explanation.flashcards:
        yield "becomes", "no flashcard"
        yield from explanation.reasons


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
