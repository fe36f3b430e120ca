"""A flashcard that has been recognised in, the Anki note it becomes out: Markdown to HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from types import MappingProxyType

from flashcards.clozes import ClozeStyle, mark_clozes
from flashcards.diagnostics import Diagnostic
from flashcards.hiding import mask
from flashcards.inline import shown_text
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import finish_html, to_html
from flashcards.markdown.private import strip_private
from flashcards.model import AnkiNote, Identified, Kind
from flashcards.notetypes import NOTETYPES
from flashcards.render.cards import cards_that_are_not, has_content
from flashcards.render.handlers import FieldHandlers
from flashcards.render.place import block_url, render_place
from flashcards.render.seen import Seen
from flashcards.render.sources import Sources, cited_in
from flashcards.render.values import RenderContext

__all__ = ["RenderContext", "render"]

_FIELDS = {notetype.kind: notetype.field_names for notetype in NOTETYPES}


def render(
    identified: Identified, context: RenderContext
) -> tuple[AnkiNote | None, tuple[Diagnostic, ...]]:
    """Return the Anki note of a flashcard; None if it would have no card."""
    seen = Seen(identified.flashcard)
    handlers = FieldHandlers(identified.flashcard.span.path, context, seen)
    fields = {name: to_html(text, handlers) for name, text in _texts(identified).items()}
    ords = _ords(fields)
    sources = Sources(identified.flashcard.span.path, context)
    cited = cited_in(identified.flashcard, context.items)
    problems = (*cards_that_are_not(identified, ords), *sources.unknown(cited))
    diagnostics = (*seen.diagnostics, *problems)
    if not ords:
        return None, diagnostics
    fields |= _around(identified, handlers)
    fields["Source"] = finish_html(sources.references(cited))
    return _anki_note(identified, fields, ords, seen), diagnostics


def _texts(identified: Identified) -> dict[str, str]:
    """Return the Markdown of the fields that are the author's, clozes privately marked."""
    flashcard = identified.flashcard
    own = {name: strip_private(text) for name, text in flashcard.fields.items()}
    if flashcard.kind is Kind.CLOZE:
        return own | {"Text": mark_clozes(own["Text"], identified.clozes, identified.numbers)}
    if flashcard.reversed:
        term = shown_text(own["Front"]).text
        own["Reversed"] = mask(own["Back"], term) if term.strip() else own["Back"]
    return own


def _ords(fields: Mapping[str, str]) -> tuple[int, ...]:
    """Return which cards the Anki note has: none without a question that can be seen."""
    if "Text" in fields:
        return card_ords(fields["Text"])
    if not has_content(fields["Front"]):
        return ()
    return (0, 1) if has_content(fields.get("Reversed", "")) else (0,)


def _around(identified: Identified, handlers: FieldHandlers) -> dict[str, str]:
    """Return the fields that tell where the flashcard comes from."""
    flashcard = identified.flashcard
    quiet = replace(handlers, seen=Seen(flashcard, media=handlers.seen.media))
    where = render_place(
        flashcard, identified.title, lambda text: to_html(strip_private(text), quiet, inline=True)
    )
    return {
        "Context": finish_html(where),
        "Link": escape(block_url(flashcard, handlers.context.vault_name)),
        "Id": identified.guid,
    }


def _anki_note(
    identified: Identified, fields: Mapping[str, str], ords: tuple[int, ...], seen: Seen
) -> AnkiNote:
    flashcard = identified.flashcard
    return AnkiNote(
        guid=identified.guid,
        kind=flashcard.kind,
        fields=MappingProxyType({name: fields.get(name, "") for name in _FIELDS[flashcard.kind]}),
        ords=ords,
        deck=identified.deck,
        tags=identified.tags,
        media=tuple(seen.media.values()),
        flashcard=flashcard,
        matched_by=identified.matched_by,
        clozes=_hidden(identified),
        markdown=_markdown(identified),
    )


def _hidden(identified: Identified) -> Mapping[int, tuple[str, ...]]:
    hidden: dict[int, tuple[str, ...]] = {}
    for cloze in identified.clozes:
        number = identified.numbers.get(cloze.group)
        if number is not None:
            hidden[number] = (*hidden.get(number, ()), cloze.text)
    return MappingProxyType(dict(sorted(hidden.items())))


def _markdown(identified: Identified) -> Mapping[str, str]:
    fields = dict(identified.flashcard.fields)
    if "Text" in fields and identified.flashcard.kind is Kind.CLOZE:
        marked = mark_clozes(
            fields["Text"], identified.clozes, identified.numbers, ClozeStyle.NATIVE
        )
        fields["Text"] = marked
    return MappingProxyType(fields)
