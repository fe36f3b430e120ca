"""All flashcards of a vault -> their Anki notes, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flashcards.diagnostics import Diagnostic, FlashcardsError
from flashcards.model import Identified, Rendered
from flashcards.render import (
    RenderContext,
    Renderer,
    anki_note,
    suggest,
    told_by_citekey,
    told_once,
)
from flashcards.workers import Means, spread

MOST = 2_000_000_000
"""Bytes of all flashcards together: what many embed or are tagged with counts for each."""


def render_all(
    identified: Sequence[Identified], context: RenderContext, means: Means
) -> tuple[tuple[Rendered, ...], tuple[tuple[str, Diagnostic], ...]]:
    """Render the flashcards of a vault; those that would have no card are left out.

    Diagnostics come with the path of the flashcard's vault note; `put_together` makes of them what
    people are told. Raises `FlashcardsError` if there is far more than Anki could hold.
    """
    rendered: list[Rendered] = []
    diagnostics: list[tuple[str, Diagnostic]] = []
    size = 0
    outcomes = spread(Renderer(context).render, identified, means.processes)
    for done, (each, (written, told)) in enumerate(zip(identified, outcomes, strict=True)):
        means.progress("rendering flashcards", done, len(identified))
        path = each.flashcard.span.path
        if told:
            diagnostics += ((path, one) for one in suggest(told, context.suggestions))
        if written is not None:
            size += len(written.fields) + sum(map(len, each.tags))
            if size > MOST:
                raise _too_large(path)
            rendered.append(Rendered(each, anki_note(each, written)))
    return tuple(rendered), tuple(diagnostics)


def _too_large(path: str) -> FlashcardsError:
    return FlashcardsError(
        f"the flashcards of the vault have more than {MOST:,} bytes; the last were of {path}",
        "nothing was written; see with `flashcards list` what makes them so long: a long text that"
        " many flashcards embed, or tags and properties that are no such thing",
    )


def put_together(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what rendering has to say, each thing once: a citekey, a link of a vault note."""
    return told_once(told_by_citekey(diagnostics))
