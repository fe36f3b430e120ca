"""A flashcard that has been recognised in, the Anki note it becomes out: Markdown to HTML."""

from __future__ import annotations

from collections.abc import Mapping

from flashcards.clozes import ClozeStyle, mark_clozes
from flashcards.diagnostics import Diagnostic
from flashcards.model import AnkiNote, Identified, Kind
from flashcards.render.batch import Renderer, suggest
from flashcards.render.seen import told_once
from flashcards.render.unknown import told_by_citekey
from flashcards.render.values import Outlined, RenderContext
from flashcards.render.written import Outcome, Written, anki_note

__all__ = [
    "Outcome",
    "Outlined",
    "RenderContext",
    "Renderer",
    "Written",
    "anki_note",
    "markdown_of",
    "render",
    "suggest",
    "told_by_citekey",
    "told_once",
]


def render(
    identified: Identified, context: RenderContext
) -> tuple[AnkiNote | None, tuple[Diagnostic, ...]]:
    """Return the Anki note of one flashcard, None if it would have no card; and what to tell."""
    [(written, told)] = Renderer(context).render([identified])
    note = anki_note(identified, written) if written else None
    return note, tuple(suggest(told, context.suggestions))


def markdown_of(identified: Identified) -> Mapping[str, str]:
    """Return the fields as Markdown, clozes marked as `{{c1::x}}`."""
    fields = dict(identified.flashcard.fields)
    if "Text" in fields and identified.flashcard.kind is Kind.CLOZE:
        marked = mark_clozes(
            fields["Text"], identified.clozes, identified.numbers, ClozeStyle.NATIVE
        )
        fields["Text"] = marked
    return fields
