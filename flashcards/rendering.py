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
) -> tuple[tuple[Rendered, ...], tuple[tuple[str, Diagnostic], ...]]:
    """Render the flashcards of a vault; those that would have no card are left out.

    Diagnostics come with the path of the flashcard's vault note; `put_together` makes of them what
    people are told.
    """
    rendered: list[Rendered] = []
    diagnostics: list[tuple[str, Diagnostic]] = []
    outcomes = spread(partial(_render, context=portable(context)), identified, means.processes)
    for done, (each, (anki_note, told)) in enumerate(zip(identified, outcomes, strict=True)):
        means.progress("rendering flashcards", done, len(identified))
        path = each.flashcard.span.path
        diagnostics += ((path, one) for one in suggest(told, context.suggestions))
        if anki_note is not None:
            rendered.append(Rendered(each, replace(anki_note, flashcard=each.flashcard)))
    return tuple(rendered), tuple(diagnostics)


def put_together(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what rendering has to say, each thing once: a citekey, a link of a vault note."""
    return told_once(told_by_citekey(diagnostics))


def _render(identified: Iterable[Identified], context: RenderContext) -> list[Outcome]:
    """Render a batch, fit to be sent back to another process."""
    return [
        (anki_note and replace(anki_note, flashcard=_KNOWN), told)
        for anki_note, told in render_batch(identified, context)
    ]
