"""All flashcards of a vault -> their Anki notes, and what there is to say about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from flashcards.diagnostics import Diagnostic, FlashcardsError, Span
from flashcards.model import AnkiNote, Flashcard, Identified, Item, Kind, Rendered
from flashcards.render import (
    Outcome,
    RenderContext,
    portable,
    render,
    suggest,
    told_by_citekey,
    told_once,
)
from flashcards.workers import Means, spread

MOST = 2_000_000_000
"""Characters of all flashcards together: what many embed or are tagged with counts for each."""

_KNOWN = Flashcard("", Kind.BASIC, {}, Span("", 0, 0))
"""Sent back in place of the flashcard, which whoever asks has already."""


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
    outcomes = spread(partial(_render, context=portable(context)), identified, means.processes)
    for done, (each, (anki_note, told)) in enumerate(zip(identified, outcomes, strict=True)):
        means.progress("rendering flashcards", done, len(identified))
        path = each.flashcard.span.path
        diagnostics += ((path, one) for one in suggest(told, context.suggestions))
        if anki_note is not None:
            size += _size(anki_note)
            if size > MOST:
                raise _too_large(path)
            rendered.append(Rendered(each, _with_known(anki_note, each)))
    return tuple(rendered), tuple(diagnostics)


def _with_known(anki_note: AnkiNote, identified: Identified) -> AnkiNote:
    """Return an Anki note that shares with its flashcard what came back as a copy."""
    return replace(
        anki_note,
        guid=identified.guid,
        deck=identified.deck,
        tags=identified.tags,
        matched_by=identified.matched_by,
        flashcard=identified.flashcard,
    )


def _size(note: AnkiNote) -> int:
    return len(note.fields.joined) + sum(map(len, note.tags))


def _too_large(path: str) -> FlashcardsError:
    return FlashcardsError(
        f"the flashcards of the vault have more than {MOST:,} characters; the last were of {path}",
        "nothing was written; see with `flashcards list` what makes them so long: a long text that"
        " many flashcards embed, or tags and properties that are no such thing",
    )


def put_together(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what rendering has to say, each thing once: a citekey, a link of a vault note."""
    return told_once(told_by_citekey(diagnostics))


def _render(identified: Iterable[Identified], context: RenderContext) -> list[Outcome]:
    """Render a batch, fit to be sent back to another process, with what it depends on."""
    items, names = _Asked(context.items), set[str]()
    context = replace(context, items=items, links=context.links.noting(names))
    outcomes: list[Outcome] = []
    for each in identified:
        items.asked.clear()
        names.clear()
        anki_note, told = render(each, context)
        if anki_note is not None:
            anki_note = replace(
                anki_note,
                flashcard=_KNOWN,
                cites=tuple(sorted(items.asked)),
                looks_for=tuple(sorted(names)),
            )
        outcomes.append((anki_note, told))
    return outcomes


class _Asked(Mapping[str, Item]):
    """Works by citekey; it remembers which were asked for."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self.asked: set[str] = set()
        self._items = items

    def __getitem__(self, citekey: str) -> Item:
        self.asked.add(citekey)
        return self._items[citekey]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
