"""Which flashcard is which: every flashcard gets the guid that Anki knows it by.

A guid is made once, from what is seen first, and then kept in the ledger. It never depends on
anything that may be edited later, so it is not a digest of the flashcard as it stands now: it is
looked up by the flashcard's anchor, which is its vault note and its block id, or what it asks.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from flashcards.decks import MOST_LEVELS, Decks, anki_tags, one_spelling, whole_deck
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.hiding import choose_clozes, group_texts
from flashcards.identity.anchors import (
    IDENTITY_PROPERTIES,
    Recognised,
    names_of,
    recognise,
    vault_note_identities,
)
from flashcards.identity.cloze_numbers import changed_numbers, number_clozes
from flashcards.identity.elsewhere import NOTHING, Elsewhere
from flashcards.identity.guids import make_guid
from flashcards.identity.similarity import Vocabulary, vocabulary
from flashcards.ledger import Ledger
from flashcards.model import Cloze, Flashcard, Identified, ParsedVaultNote, Silent
from flashcards.schedules import unread_groups

__all__ = [
    "IDENTITY_PROPERTIES",
    "NOTHING",
    "Elsewhere",
    "Vocabulary",
    "identify",
    "names_of",
    "vault_note_identities",
    "vocabulary",
]

_NO_NUMBERS: Mapping[int, int] = {}
_NO_CLOZES: Mapping[int, tuple[str, ...]] = {}


def identify(
    vault_notes: Sequence[ParsedVaultNote],
    ledger: Ledger,
    unread: Callable[[str], bool] = lambda _path: False,
    elsewhere: Elsewhere = NOTHING,
) -> tuple[tuple[Identified, ...], tuple[Silent, ...], tuple[Diagnostic, ...]]:
    """Give every flashcard its guid, what it hides, its cloze numbers, its deck and its tags.

    Returns them in the author's order, with the quotes that have nothing to hide left out and
    counted. `elsewhere` says what there is in a vault of which these are a part.
    """
    by_path = {vault_note.path: vault_note for vault_note in vault_notes}
    flashcards = [flashcard for note in vault_notes for flashcard in note.flashcards]
    identities = elsewhere.identities or vault_note_identities(vault_notes)
    entries = ledger.entries.values()
    recognised, diagnostics = recognise(flashcards, identities, entries, unread, elsewhere)
    decks = _decks(flashcards, by_path, ledger.root_deck)
    taken = _Taken(set(ledger.entries), elsewhere.guids)
    identified: list[Identified] = []
    silent: list[Silent] = []
    for each, deck in zip(recognised, decks, strict=True):
        vault_note = by_path[each.flashcard.span.path]
        clozes = _hidden(each, vault_note)
        if each.flashcard.chooses_clozes and not clozes:
            silent.append(Silent("quotes with nothing to hide", each.flashcard.span))
            continue
        guid = _guid(each, ledger.vault_id, taken)
        taken.here.add(guid)
        identified.append(_identified(each, vault_note, clozes, guid, deck))
    kept = (told for each in identified for told in _kept_numbers(each))
    carrying = (each.flashcard for each in identified if each.flashcard.foreign)
    schedules = (told for each in carrying for told in _unread_schedules(each))
    deep = _too_deep(identified, by_path, ledger.root_deck)
    return tuple(identified), tuple(silent), (*diagnostics, *kept, *schedules, *deep)


def _identified(
    each: Recognised, vault_note: ParsedVaultNote, clozes: tuple[Cloze, ...], guid: str, deck: str
) -> Identified:
    flashcard = each.flashcard
    return Identified(
        flashcard=flashcard,
        guid=guid,
        clozes=clozes,
        numbers=_numbers(each, clozes),
        matched_by=each.match.rule,
        deck=deck,
        tags=anki_tags(flashcard, vault_note),
        title=vault_note.title,
        anchor=each.anchor,
        vault_note=each.sighting.vault_note,
        names=each.sighting.names,
        position=each.sighting.position,
        chosen=tuple(group_texts(clozes).values()) if flashcard.chooses_clozes else (),
        ties=tuple(entry.guid for entry in each.match.ties),
    )


def _numbers(each: Recognised, clozes: tuple[Cloze, ...]) -> Mapping[int, int]:
    if not clozes:
        return _NO_NUMBERS
    text, entry = each.flashcard.fields["Text"], each.entry
    remembered, before = (entry.clozes, entry.question) if entry else (_NO_CLOZES, "")
    return _one_of_its_kind(tuple(number_clozes(clozes, text, remembered, before).items()))


@lru_cache(maxsize=1000)
def _one_of_its_kind(numbers: tuple[tuple[int, int], ...]) -> Mapping[int, int]:
    """Return the same object for equal numbers: most flashcards have one cloze, number 1."""
    return dict(numbers)


def _too_deep(
    identified: Iterable[Identified], by_path: Mapping[str, ParsedVaultNote], root_deck: str
) -> Iterator[Diagnostic]:
    """Yield once a vault note that its flashcards are in a deck above the one that was meant."""
    told: set[str] = set()
    for each in identified:
        span, deck = each.flashcard.span, each.deck
        if deck.count("::") + 1 < MOST_LEVELS or span.path in told:
            continue
        whole = whole_deck(each.flashcard, by_path[span.path], root_deck)
        if whole.count("::") >= MOST_LEVELS:
            told.add(span.path)
            yield Diagnostic(
                "deck-too-deep",
                Severity.INFO,
                span,
                f"the deck has {whole.count('::') + 1} levels, more than {MOST_LEVELS}; the"
                " flashcards are in one above it",
                "move the vault note up some folders, or name its deck in the property `deck`",
            )


def _kept_numbers(identified: Identified) -> Iterator[Diagnostic]:
    for changed in changed_numbers(identified.clozes, identified.numbers):
        yield Diagnostic(
            "cloze-number-kept",
            Severity.INFO,
            identified.flashcard.span,
            f"`{changed.cloze.text}` is cloze {changed.kept} in Anki, not {changed.written}",
            "its reviews hang on the number that it had first",
        )


def _unread_schedules(flashcard: Flashcard) -> Iterator[Diagnostic]:
    for group in unread_groups(flashcard):
        yield Diagnostic(
            "unread-schedule",
            Severity.WARNING,
            flashcard.span,
            f"`{group}` is no schedule of obsidian-spaced-repetition; the card begins as a new one",
            "it should be a day, an interval and an ease: 2026-10-01,12,250",
        )


class _Taken(Struct, frozen=True):
    """The guids that are in use."""

    here: set[str]
    elsewhere: Container[str]

    def __contains__(self, guid: object) -> bool:
        return guid in self.here or guid in self.elsewhere


def _guid(each: Recognised, vault_id: str, taken: Container[str]) -> str:
    if each.entry is not None:
        return each.entry.guid
    return make_guid(vault_id, each.flashcard.kind, each.anchor, taken)


def _hidden(each: Recognised, vault_note: ParsedVaultNote) -> tuple[Cloze, ...]:
    """Return what is hidden; what was chosen once for a quote is kept, whatever is renamed."""
    if not each.flashcard.chooses_clozes:
        return each.flashcard.clozes
    remembered = each.entry.chosen if each.entry else ()
    if each.flashcard.would_hide is not None and not remembered:
        return each.flashcard.would_hide
    names = (vault_note.title, *vault_note.aliases)
    return choose_clozes(each.flashcard.fields["Text"], names, remembered)


def _decks(
    flashcards: Sequence[Flashcard], by_path: dict[str, ParsedVaultNote], root_deck: str
) -> list[str]:
    decks = Decks(root_deck)
    meant = [decks.of(each, by_path[each.span.path]) for each in flashcards]
    spelling = one_spelling(meant)
    return [spelling[deck] for deck in meant]
