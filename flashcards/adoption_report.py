"""What there is to say about an adoption: lines of text, never printed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashcards.adopting import Change, Pair, Proposal
from flashcards.adopting.texts import shown
from flashcards.inline import shown_text

_SHOWN = 70
_MOST_SEARCHED = 12
"""Ids in a search that is printed; longer ones go to a file."""


def proposal_lines(proposal: Proposal, vault: str) -> Iterator[str]:
    """Yield what was found, and what cannot be adopted with the reason."""
    by_id = [pair for pair in proposal.pairs if pair.by_id]
    asking = [pair for pair in proposal.pairs if not pair.by_id]
    sure = sum(pair.is_sure for pair in asking)
    how = f"{sure} sure, {len(asking) - sure} not"
    yield f"{vault}: {_count(len(proposal.pairs), 'flashcard')} found in the collection"
    yield f"  by id        {len(by_id):>5}  {_reviews(by_id)}"
    yield f"  by question  {len(asking):>5}  {_reviews(asking)}: {how}"
    if proposal.new:
        yield f"  new          {proposal.new:>5}  no Anki note asks what they ask"
    if proposal.exported:
        yield f"  too late     {proposal.exported:>5}  exported as Anki notes of their own before"
    if proposal.is_other_profile:
        yield "  not one of the ids is there: is this the collection of another profile?"
    if proposal.refused:
        yield f"  left out     {len(proposal.refused):>5}"
    for each in proposal.refused:
        yield f"    {each.rendered.flashcard.span}  {each.reason}"
    if proposal.refused:
        yield f"    as new ones they come with: flashcards export {vault} DECK --fresh"


def pair_lines(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield pairs that no id vouches for, the flashcard above what stands in Anki."""
    for pair in pairs:
        yield from _pair(pair)


def _pair(pair: Pair) -> Iterator[str]:
    flashcard, note = pair.rendered.flashcard, pair.note
    yield f"  {flashcard.span}"
    yield f"    vault  {_short(shown_text(flashcard.question))} → {_short(_answer(pair))}"
    fields = " → ".join(_short(shown(html)) for html in note.fields[:2])
    known_as = f"{note.notetype.name}, {_count(note.reviews, 'review')}, {note.id}"
    yield f"    Anki   {fields}  ({known_as})"


def change_lines(
    changes: Sequence[Change], notetypes: Path | None, searches: Path, again: str
) -> Iterator[str]:
    """Yield what is to be done in Anki before the rest can be adopted.

    `notetypes` is the package that brings ours, None if Anki has them; `searches` the file with
    searches that are too long to print, `again` the command to repeat.
    """
    count = sum(len(change.notes) for change in changes)
    yield f"{_count(count, 'Anki note')} must get our notetypes first, which Anki itself does:"
    step = 1
    if notetypes:
        yield f"  {step}. import {notetypes}: File > Import"
        step += 1
    for number, change in enumerate(changes, step):
        first, *others = _change(change, str(searches))
        yield f"  {number}. {first}"
        yield from (f"     {line}" for line in others)
    step += len(changes)
    yield f"  {step}. export the collection again, and run: {again}"
    if any(change.has_second_cards for change in changes):
        yield "Until all is adopted and imported, do not run Tools > Empty Cards: second cards are"
        yield "blank so long."
    yield "Reviews and due dates stay as they are; AnkiWeb will want one full upload afterwards."
    yield 'Leave "Merge note types" unticked in every import.'


def _change(change: Change, searches: str) -> Iterator[str]:
    yield f"{_count(len(change.notes), 'Anki note')} of {change.old.name}: in the browser, search"
    yield f"{_where(change, searches)}, select all,"
    yield f"Notes > Change Notetype, choose {change.new.name}, {_mapping(change)}, Save"
    if change.unmatched:
        lost = ", ".join(f"{name} ({count})" for name, count in change.unmatched.items())
        yield f"what stands in these fields, and not in your vault, is gone then: {lost}"


def _mapping(change: Change) -> str:
    if change.fills_reversed:
        return "set its field Reversed to (Nothing)"
    return "leave all as it is mapped"


def search_file(changes: Iterable[Change]) -> str | None:
    """Return the text of a file with the searches that are too long to print; None if none is."""
    long = [change for change in changes if len(change.notes) > _MOST_SEARCHED]
    blocks = ("\n".join((_title(change), *change.searches)) for change in long)
    return "\n\n".join((*blocks, "")) if long else None


def adopted_lines(pairs: Sequence[Pair], vault: str, ledger: str) -> Iterator[str]:
    """Yield what was adopted, and what comes next."""
    yield f"{_count(len(pairs), 'Anki note')} adopted, with {_reviews(pairs)}, in {ledger}"
    yield "  next: export, and import the package; the Anki notes then have your vault's text"
    yield f"  to go back: flashcards adopt {vault} --undo"


def _where(change: Change, searches: str) -> str:
    if len(change.notes) > _MOST_SEARCHED:
        return f"with what stands in {searches}"
    return next(change.searches)


def _title(change: Change) -> str:
    return f"# {_count(len(change.notes), 'Anki note')}: {change.old.name} -> {change.new.name}"


def _answer(pair: Pair) -> str:
    return shown_text(pair.rendered.flashcard.answer)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _reviews(pairs: Iterable[Pair]) -> str:
    return _count(sum(pair.note.reviews for pair in pairs), "review")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
