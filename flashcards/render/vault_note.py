"""The flashcards of one vault note: their Markdown in, the fields of their Anki notes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape

from flashcards.clozes import mark_clozes
from flashcards.hiding import mask
from flashcards.inline import shown_text
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import finish_html, plain_html, to_marked_html
from flashcards.markdown.private import strip_private
from flashcards.model import Flashcard, Identified, Kind, Outline
from flashcards.model.texts import SEPARATOR
from flashcards.render.cards import cards_that_are_not, has_content, too_nested
from flashcards.render.handlers import FieldHandlers
from flashcards.render.place import Places
from flashcards.render.seen import Seen
from flashcards.render.sources import Sources, cited_in
from flashcards.render.unknown import unknown_citekeys
from flashcards.render.values import RenderContext, no_excerpts
from flashcards.render.written import FIELDS, Outcome, Written

_EMPTY = {kind: dict.fromkeys(names, "") for kind, names in FIELDS.items()}


class VaultNoteRenderer:
    """Renders the flashcards of a vault note; what they have in common is written once."""

    def __init__(self, path: str, context: RenderContext) -> None:
        """Take the vault note's path, and what its flashcards may point to."""
        vault_note = context.vault_notes.get(path)
        outline = vault_note.outline if vault_note else Outline()
        self._path = path
        self._context = context
        self._footnotes = vault_note.footnotes if vault_note else {}
        self._places = Places(context.vault_name, outline)
        self._sources = Sources(path, context)

    def render(self, identified: Identified) -> Outcome:
        """Return what becomes of a flashcard, but for which works and files it looked for."""
        flashcard, seen = identified.flashcard, Seen(identified.flashcard)
        handlers = FieldHandlers(
            self._path, self._context, seen, self._footnotes, around=(flashcard.span,)
        )
        fields = _EMPTY[flashcard.kind] | dict(_fields(identified, handlers))
        if heavy := tuple(too_nested(identified, fields.get("Text", ""))):
            return None, (*seen.diagnostics, *heavy)
        ords = _ords(fields)
        cited = (*cited_in(flashcard, self._context.items), *seen.cited)
        problems = (*cards_that_are_not(identified, ords), *unknown_citekeys(cited, self._context))
        diagnostics = (*seen.diagnostics, *problems)
        if not ords:
            return None, diagnostics
        heading = lambda text: _heading(text, handlers)  # noqa: E731 - most are known already
        fields["Context"] = self._places.line(identified, heading)
        fields["Link"] = self._places.address(flashcard)
        fields["Id"] = escape(identified.guid)
        fields["Source"] = finish_html(self._sources.references(cited, flashcard.citations))
        joined = SEPARATOR.join([fields[name] for name in FIELDS[flashcard.kind]])
        media, others = tuple(seen.media.values()), tuple(sorted(seen.others))
        return Written(joined, ords, media, (), others, ()), diagnostics


def _fields(identified: Identified, handlers: FieldHandlers) -> Iterator[tuple[str, str]]:
    """Yield the fields that are the author's, as HTML by name."""
    flashcard = identified.flashcard
    for name, text in flashcard.fields.items():
        if name == "Text" and flashcard.kind is Kind.CLOZE:
            marked = mark_clozes(strip_private(text), identified.clozes, identified.numbers)
            yield name, handlers.render(marked)
        else:
            yield name, plain_html(text) or handlers.render(strip_private(text))
    if flashcard.reversed and flashcard.kind is Kind.BASIC:
        # The second card asks for the term, so what comes from elsewhere must not have it.
        hide = _without_term(flashcard)
        masked = hide(strip_private(flashcard.fields["Back"]))
        yield "Reversed", replace(handlers, hide=hide).render(masked)


def _without_term(flashcard: Flashcard) -> Callable[[str], str]:
    term = shown_text(strip_private(flashcard.fields["Front"]))
    return lambda text: mask(text, term) if term.strip() else text


def _ords(fields: Mapping[str, str]) -> tuple[int, ...]:
    """Return which cards the Anki note has: none without a question that can be seen."""
    if "Text" in fields:
        return card_ords(fields["Text"])
    if not has_content(fields["Front"]):
        return ()
    return (0, 1) if has_content(fields["Reversed"]) else (0,)


def _heading(text: str, handlers: FieldHandlers) -> str:
    """Return the HTML of a title or a heading, in which nothing is embedded or told about."""
    quiet = replace(
        handlers,
        seen=Seen(handlers.seen.flashcard, media=handlers.seen.media, others=handlers.seen.others),
        context=replace(handlers.context, excerpts=no_excerpts),
    )
    return to_marked_html(strip_private(text).strip(), quiet, inline=True)
