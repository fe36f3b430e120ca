"""All flashcards of a vault -> their Anki notes, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from flashcards.diagnostics import Diagnostic, Span
from flashcards.model import Flashcard, Identified, Kind, Rendered
from flashcards.render import (
    Outcome,
    RenderContext,
    portable,
    render_batch,
    suggest,
    told_by_citekey,
    told_once,
)
from flashcards.workers import Means, spread

_KNOWN = Flashcard("", Kind.BASIC, {}, Span("", 0, 0))
"""Sent back in place of the flashcard, which whoever asks has already."""


def render_all(
    identified: Sequence[Identified], context: RenderContext, means: Means
) -> tuple[tuple[Rendered, ...], tuple[Diagnostic, ...]]:
    """Render the flashcards of a vault; those that would have no card are left out."""
    rendered: list[Rendered] = []
    diagnostics: list[Diagnostic] = []
    outcomes = spread(partial(_render, context=portable(context)), identified, means.processes)
    for done, (each, (anki_note, told)) in enumerate(zip(identified, outcomes, strict=True)):
        means.progress("rendering flashcards", done, len(identified))
        diagnostics += told
        if anki_note is not None:
            rendered.append(Rendered(each, replace(anki_note, flashcard=each.flashcard)))
    suggested = suggest(diagnostics, context.suggestions)
    return tuple(rendered), told_once(told_by_citekey(suggested))


def _render(identified: Iterable[Identified], context: RenderContext) -> list[Outcome]:
    """Render a batch, fit to be sent back to another process."""
    return [
        (anki_note and replace(anki_note, flashcard=_KNOWN), told)
        for anki_note, told in render_batch(identified, context)
    ]
