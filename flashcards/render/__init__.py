"""A flashcard that has been recognised in, the Anki note it becomes out: Markdown to HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape

from flashcards.clozes import ClozeStyle, mark_clozes
from flashcards.hiding import mask
from flashcards.inline import shown_text
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import finish_html, is_plain, to_marked_html
from flashcards.markdown.private import strip_private
from flashcards.model import AnkiNote, Flashcard, Identified, Kind, Outline, Texts
from flashcards.notetypes import NOTETYPES
from flashcards.render.batch import Outcome, portable, suggest
from flashcards.render.cards import cards_that_are_not, has_content, too_nested
from flashcards.render.handlers import FieldHandlers
from flashcards.render.place import block_url, render_place
from flashcards.render.seen import Seen, told_once
from flashcards.render.sources import Sources, cited_in
from flashcards.render.unknown import told_by_citekey, unknown_citekeys
from flashcards.render.values import Outlined, RenderContext, no_excerpts

__all__ = [
    "Outcome",
    "Outlined",
    "RenderContext",
    "markdown_of",
    "portable",
    "render",
    "render_batch",
    "suggest",
    "told_by_citekey",
    "told_once",
]

_FIELDS = {notetype.kind: notetype.field_names for notetype in NOTETYPES}


def render_batch(identified: Iterable[Identified], context: RenderContext) -> list[Outcome]:
    """Return what each flashcard becomes, in their order: work for a process of its own."""
    return [render(each, context) for each in identified]


def render(identified: Identified, context: RenderContext) -> Outcome:
    """Return the Anki note of a flashcard; None if it would have no card."""
    seen = Seen(identified.flashcard)
    handlers = _handlers(identified.flashcard, context, seen)
    fields = _fields(identified, handlers)
    if heavy := tuple(too_nested(identified, fields.get("Text", ""))):
        return None, (*seen.diagnostics, *heavy)
    ords = _ords(fields)
    sources = Sources(identified.flashcard.span.path, context)
    cited = tuple(dict.fromkeys((*cited_in(identified.flashcard, context.items), *seen.cited)))
    problems = (*cards_that_are_not(identified, ords), *unknown_citekeys(cited, context))
    diagnostics = (*seen.diagnostics, *problems)
    if not ords:
        return None, diagnostics
    fields |= _around(identified, handlers)
    fields["Source"] = finish_html(sources.references(cited, identified.flashcard.citations))
    return _anki_note(identified, fields, ords, seen), diagnostics


def _handlers(flashcard: Flashcard, context: RenderContext, seen: Seen) -> FieldHandlers:
    path = flashcard.span.path
    vault_note = context.vault_notes.get(path)
    footnotes = vault_note.footnotes if vault_note else {}
    return FieldHandlers(path, context, seen, footnotes, around=(flashcard.span,))


def _fields(identified: Identified, handlers: FieldHandlers) -> dict[str, str]:
    """Return the fields that are the author's as HTML."""
    fields: dict[str, str] = {}
    for name, text in _texts(identified).items():
        asking = handlers
        if name == "Reversed":
            # The second card asks for the term, so what comes from elsewhere must not have it.
            asking = replace(handlers, hide=_without_term(identified.flashcard))
        fields[name] = asking.render(text)
    return fields


def _without_term(flashcard: Flashcard) -> Callable[[str], str]:
    term = shown_text(strip_private(flashcard.fields["Front"]))
    return lambda text: mask(text, term) if term.strip() else text


def _texts(identified: Identified) -> dict[str, str]:
    """Return the Markdown of the fields that are the author's, clozes privately marked."""
    flashcard = identified.flashcard
    own = {name: strip_private(text) for name, text in flashcard.fields.items()}
    if flashcard.kind is Kind.CLOZE:
        return own | {"Text": mark_clozes(own["Text"], identified.clozes, identified.numbers)}
    if flashcard.reversed:
        own["Reversed"] = _without_term(flashcard)(own["Back"])
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
    vault_note = handlers.context.vault_notes.get(flashcard.span.path)
    outline = vault_note.outline if vault_note else Outline()
    where = render_place(identified, lambda text: _heading(text, handlers))
    return {
        "Context": finish_html(where),
        "Link": escape(block_url(flashcard, handlers.context.vault_name, outline)),
        "Id": escape(identified.guid),
    }


def _heading(text: str, handlers: FieldHandlers) -> str:
    """Return the HTML of a title or a heading, in which nothing is embedded or told about."""
    text = strip_private(text).strip()
    if is_plain(text):  # as most are
        return text
    quiet = replace(
        handlers,
        seen=Seen(handlers.seen.flashcard, media=handlers.seen.media, others=handlers.seen.others),
        context=replace(handlers.context, excerpts=no_excerpts),
    )
    return to_marked_html(text, quiet, inline=True)


def _anki_note(
    identified: Identified, fields: Mapping[str, str], ords: tuple[int, ...], seen: Seen
) -> AnkiNote:
    flashcard = identified.flashcard
    return AnkiNote(
        guid=identified.guid,
        kind=flashcard.kind,
        fields=Texts.of({name: fields.get(name, "") for name in _FIELDS[flashcard.kind]}),
        ords=ords,
        deck=identified.deck,
        tags=identified.tags,
        media=tuple(seen.media.values()),
        flashcard=flashcard,
        matched_by=identified.matched_by,
        depends_on=tuple(sorted(seen.others)),
    )


def markdown_of(identified: Identified) -> Mapping[str, str]:
    """Return the fields as Markdown, clozes marked as `{{c1::x}}`."""
    fields = dict(identified.flashcard.fields)
    if "Text" in fields and identified.flashcard.kind is Kind.CLOZE:
        marked = mark_clozes(
            fields["Text"], identified.clozes, identified.numbers, ClozeStyle.NATIVE
        )
        fields["Text"] = marked
    return fields
