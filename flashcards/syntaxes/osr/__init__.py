"""The forms of obsidian-spaced-repetition: separators, lone markers and clozes below its tags."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.model import Flashcard, Silent
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes._osr_options import OsrOptions
from flashcards.syntaxes._sheet import Sheet
from flashcards.syntaxes.osr.drafts import Draft, EmptyField, Problem
from flashcards.syntaxes.osr.patterns import parse_pattern
from flashcards.syntaxes.osr.reading import Reading, read_drafts
from flashcards.syntaxes.osr.reasons import reason
from flashcards.syntaxes.osr.rows import read_rows
from flashcards.syntaxes.osr.tags import (
    Scope,
    deck_of,
    deck_tags,
    decks_of,
    find_scope,
    is_ignored,
    tags_by_line,
)

NAME = "osr"
PLUGIN = "obsidian-spaced-repetition"
EXAMPLE = """\
#flashcards/biology

Powerhouse of the cell::Mitochondrion
"""

EMPTY_FIELDS = "fields of Dataview without a value"


def find_containers(sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
    """Yield nothing: the plugin has no forms with a beginning and an end of their own."""
    del sheet, options
    yield from ()


def find_lines(sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
    """Yield the flashcards that a tag asks for, and what looks like one."""
    osr = options.osr
    if is_ignored(sheet.path, osr):
        return
    tagged = tags_by_line(sheet, osr)
    if not (tagged or osr.folders_as_decks or deck_tags(sheet.tags, osr)):
        return
    drafts = read_drafts(read_rows(sheet, osr), osr)
    scope = scope_of(sheet, tagged, drafts, osr)
    reader = _Reader(sheet, options, scope)
    for each in drafts:
        match each:
            case Draft():
                yield from reader.flashcard(each)
            case Problem() if scope.is_open:
                span = sheet.span(each.number, each.number)
                yield Diagnostic(each.code, Severity.WARNING, span, each.message, each.hint)
            case EmptyField() if scope.is_open:
                yield Silent(EMPTY_FIELDS, sheet.span(each.number, each.number))
    yield from reader.about_decks()


def problems(options: OsrOptions) -> Iterator[str]:
    """Yield the cloze patterns that cannot be read, for want of an answer between two marks."""
    yield from (each for each in options.cloze_patterns if parse_pattern(each) is None)


def explain(sheet: Sheet, number: int, options: SyntaxOptions) -> str:
    """Say why nothing was found on that line."""
    osr = options.osr
    entries = read_rows(sheet, osr)
    scope = scope_of(sheet, tags_by_line(sheet, osr), read_drafts(entries, osr), osr)
    return reason(sheet, entries, number, scope, osr)


def scope_of(
    sheet: Sheet,
    tagged: dict[int, tuple[str, ...]],
    drafts: tuple[Reading, ...],
    options: OsrOptions,
) -> Scope:
    """Tell which tags hold for what; those on the lines of flashcards are only theirs."""
    taken = {
        number
        for each in drafts
        if isinstance(each, Draft)
        for number in range(each.first, each.last + 1)
    }
    return find_scope(sheet, tagged, taken, options)


class _Reader:
    """Makes flashcards of drafts, and remembers which tags named several decks for them."""

    def __init__(self, sheet: Sheet, options: SyntaxOptions, scope: Scope) -> None:
        self._sheet = sheet
        self._options = options
        self._scope = scope
        self._several: dict[int, tuple[str, ...]] = {}

    def flashcard(self, draft: Draft) -> Iterator[Flashcard]:
        """Yield the flashcard if a tag asks for it."""
        osr = self._options.osr
        own = deck_tags(draft.tags, osr)
        if not own and not self._scope.is_open:
            return
        yield Flashcard(
            syntax=NAME,
            kind=draft.kind,
            fields=dict(draft.fields),
            span=self._sheet.span(draft.first, draft.last),
            dialect=draft.dialect,
            reversed=draft.reversed,
            clozes=draft.clozes,
            headings=self._sheet.place_at(draft.first, self._options).headings,
            block_id=draft.block_id,
            tags=tuple(tag for tag in draft.tags if tag not in own),
            deck=self._deck(draft, own),
            foreign=draft.foreign,
        )

    def _deck(self, draft: Draft, own: tuple[str, ...]) -> str:
        """Return the deck by the flashcard's own tag, the last one above it, or the first."""
        number, above = self._scope.tags_at(draft.first)
        osr = self._options.osr
        if deck_of(own, osr):
            self._several[draft.first] = decks_of(own, osr)
            return deck_of(own, osr)
        if osr.folders_as_decks:
            return ""
        if above:
            self._several[number] = decks_of(above, osr)
            return deck_of(above, osr)
        number, first = self._scope.of_vault_note
        self._several[number] = decks_of(first, osr)
        return "" if self._sheet.deck else deck_of(first, osr)

    def about_decks(self) -> Iterator[Diagnostic]:
        """Yield a word on lines whose tags name several decks, of which Anki has one."""
        for number, decks in self._several.items():
            if len(decks) > 1:
                others = ", ".join(f"`{deck}`" for deck in decks[1:])
                yield Diagnostic(
                    "several-decks",
                    Severity.INFO,
                    self._sheet.span(number, number),
                    f"flashcards go into the deck `{decks[0]}` and not into {others}, too",
                    "in Anki a card is in one deck; the first tag counts",
                )
