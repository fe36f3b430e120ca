"""The flashcards of one vault note: their Markdown in, the fields of their Anki notes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape
from operator import itemgetter

from msgspec.structs import replace

from flashcards.clozes import mark_clozes
from flashcards.hiding import mask
from flashcards.inline import shown_text
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import finish_html, plain_html, to_marked_html
from flashcards.markdown.private import strip_private
from flashcards.model import Citation, Flashcard, Identified, Kind, Outline
from flashcards.model.texts import pack
from flashcards.render.cards import cards_that_are_not, has_content, too_nested, with_cards
from flashcards.render.handlers import FieldHandlers
from flashcards.render.place import Places
from flashcards.render.seen import Seen
from flashcards.render.sources import Sources, cited_in
from flashcards.render.unknown import unknown_citekeys
from flashcards.render.values import LookedFor, RenderContext, no_excerpts
from flashcards.render.written import FIELDS, Outcome, Written

_EMPTY = {kind: dict.fromkeys(names, "") for kind, names in FIELDS.items()}
_IN_ORDER = {kind: itemgetter(*names) for kind, names in FIELDS.items()}


class VaultNoteRenderer:
    """Renders the flashcards of a vault note; what they have in common is written once."""

    def __init__(self, path: str, context: RenderContext, looked_for: LookedFor) -> None:
        """Take the path, what its flashcards may point to, and where that is noted down."""
        vault_note = context.vault_notes.get(path)
        self._path = path
        self._context = context
        self._looked_for = looked_for
        self._footnotes = vault_note.footnotes if vault_note else {}
        self._places = Places(context.vault_name, vault_note.outline if vault_note else Outline())
        self._sources = Sources(path, context)

    def render(self, identified: Identified) -> Outcome:
        """Return what becomes of a flashcard."""
        self._looked_for.forget()
        flashcard, seen = identified.flashcard, Seen(identified.flashcard)
        handlers = FieldHandlers(
            self._path, self._context, seen, self._footnotes, around=(flashcard.span,)
        )
        fields = _fields(identified, handlers)
        if heavy := tuple(too_nested(identified, fields.get("Text", ""))):
            return None, (*seen.diagnostics, *heavy)
        ords = _ords(fields)
        cited = (*cited_in(flashcard, self._context.items), *seen.cited)
        diagnostics = (
            *seen.diagnostics,
            *cards_that_are_not(identified, ords),
            *(unknown_citekeys(cited, self._context) if cited else ()),
        )
        if not ords:
            return None, diagnostics
        self._add_where_from(fields, identified, handlers, cited)
        return self._written(flashcard.kind, fields, ords, seen), diagnostics

    def _add_where_from(
        self,
        fields: dict[str, str],
        identified: Identified,
        handlers: FieldHandlers,
        cited: tuple[Citation, ...],
    ) -> None:
        """Add the fields that tell where the flashcard comes from."""
        flashcard = identified.flashcard
        fields["Context"] = self._places.line(identified, lambda text: _heading(text, handlers))
        fields["Link"] = self._places.address(flashcard)
        fields["Id"] = escape(identified.guid)
        if cited:
            references = self._sources.references(cited, flashcard.citations)
            fields["Source"] = finish_html(references)

    def _written(
        self, kind: Kind, fields: Mapping[str, str], ords: tuple[int, ...], seen: Seen
    ) -> Written:
        return Written(
            fields=pack(_IN_ORDER[kind](fields)),
            ords=ords,
            media=tuple(seen.media.values()),
            cites=_in_order(self._looked_for.citekeys),
            depends_on=_in_order(seen.others),
            looks_for=_in_order(self._looked_for.names),
        )


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(names)) if names else ()


def _fields(identified: Identified, handlers: FieldHandlers) -> dict[str, str]:
    """Return all fields, those that are the author's as HTML."""
    flashcard = identified.flashcard
    fields = _EMPTY[flashcard.kind].copy()
    for name, text in flashcard.fields.items():
        if name == "Text":
            marked = mark_clozes(strip_private(text), with_cards(identified), identified.numbers)
            fields[name] = handlers.render(marked)
        else:
            fields[name] = plain_html(text) or handlers.render(strip_private(text))
    if flashcard.reversed and flashcard.kind is Kind.BASIC:
        # The second card asks for the term, so what comes from elsewhere must not have it.
        hide = _without_term(flashcard)
        masked = hide(strip_private(flashcard.fields["Back"]))
        question = replace(handlers, hide=hide).render(masked)
        # Anki makes a card even of an empty list.
        fields["Reversed"] = question if has_content(question) else ""
    return fields


def _without_term(flashcard: Flashcard) -> Callable[[str], str]:
    term = shown_text(strip_private(flashcard.fields["Front"]))
    return lambda text: mask(text, term) if term.strip() else text


def _ords(fields: Mapping[str, str]) -> tuple[int, ...]:
    """Return which cards the Anki note has: none without a question that can be seen."""
    if "Text" in fields:
        return card_ords(fields["Text"])
    if not has_content(fields["Front"]):
        return ()
    return (0, 1) if fields["Reversed"] else (0,)


def _heading(text: str, handlers: FieldHandlers) -> str:
    """Return the HTML of a title or a heading, in which nothing is embedded or told about."""
    quiet = replace(
        handlers,
        seen=Seen(handlers.seen.flashcard, media=handlers.seen.media, others=handlers.seen.others),
        context=replace(handlers.context, excerpts=no_excerpts),
    )
    return to_marked_html(strip_private(text).strip(), quiet, inline=True)
