"""Flashcards without ids in; the Anki notes that ask the same out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from flashcards.adopting.by_id import asked, reason_against
from flashcards.adopting.texts import are_alike, said
from flashcards.adopting.values import Pair, Refused
from flashcards.collection import CollectionNote
from flashcards.model import Kind, Rendered

_ABOVE = " > "
"""By which other tools put the headings before a question."""

_MOST_NAMED = 3

_Groups = dict[Hashable, tuple[list[Rendered], list[CollectionNote]]]


def find_by_question(
    flashcards: Sequence[Rendered], notes: Sequence[CollectionNote]
) -> tuple[list[Pair], list[Refused]]:
    """Pair what asks the same, in other letters or markup perhaps.

    A pair is sure if nothing else asks that, and the answers are alike. Returns pairs, and the
    flashcards for which several Anki notes would do.
    """
    pairs: list[Pair] = []
    left, free = list(flashcards), list(notes)
    for of_flashcard, of_note, is_sure in (
        (_question_and_answer, _note_question_and_answer, True),
        (_question, _note_question, True),
        (_question, _note_question_alone, False),
    ):
        found = _pair(_grouped(left, free, of_flashcard, of_note), is_sure=is_sure)
        pairs += found
        flashcards_done = {id(pair.rendered) for pair in found}
        notes_done = {pair.note.id for pair in found}
        left = [each for each in left if id(each) not in flashcards_done]
        free = [note for note in free if note.id not in notes_done]
    groups = _grouped(left, free, _question, _note_question)
    refused = [
        Refused(each, _unclear(ones, others))
        for ones, others in groups.values()
        if others
        for each in ones
    ]
    return pairs, refused


def _grouped(
    flashcards: Iterable[Rendered],
    notes: Iterable[CollectionNote],
    of_flashcard: Callable[[Rendered], Hashable],
    of_note: Callable[[CollectionNote], Hashable],
) -> _Groups:
    groups: _Groups = defaultdict(lambda: ([], []))
    for each in flashcards:
        if (key := of_flashcard(each)) is not None:
            groups[key][0].append(each)
    for note in notes:
        if (key := of_note(note)) is not None and key in groups:
            groups[key][1].append(note)
    return groups


def _pair(groups: _Groups, *, is_sure: bool) -> list[Pair]:
    return [
        Pair(
            ones[0], others[0], by_id=False, is_sure=is_sure and _answers_alike(ones[0], others[0])
        )
        for ones, others in groups.values()
        if len(ones) == len(others) == 1 and not reason_against(others[0], ones[0].anki_note)
    ]


def _answers_alike(each: Rendered, note: CollectionNote) -> bool:
    return note.notetype.kind is Kind.CLOZE or are_alike(_answer(each), _note_answer(note))


def _question(each: Rendered) -> Hashable:
    question = asked(each.anki_note)
    return (each.anki_note.kind, question) if question else None


def _question_and_answer(each: Rendered) -> Hashable:
    question = _question(each)
    return None if question is None else (question, _answer(each))


def _answer(each: Rendered) -> str:
    return said(each.anki_note.fields.get("Back", ""))


def _note_question(note: CollectionNote) -> Hashable:
    question = said(note.fields[0])
    return (note.notetype.kind, question) if question else None


def _note_question_alone(note: CollectionNote) -> Hashable:
    """Return what is asked without the headings before it."""
    _, above, question = said(note.fields[0]).rpartition(_ABOVE)
    return (note.notetype.kind, question) if above and question else None


def _note_question_and_answer(note: CollectionNote) -> Hashable:
    question = _note_question(note)
    return None if question is None else (question, _note_answer(note))


def _note_answer(note: CollectionNote) -> str:
    if note.notetype.kind is Kind.CLOZE:
        return ""
    return said(note.field("Back") or (note.fields[1] if len(note.fields) > 1 else ""))


def _unclear(ones: Sequence[Rendered], others: Sequence[CollectionNote]) -> str:
    named = ", ".join(str(note.id) for note in others[:_MOST_NAMED])
    more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
    if len(ones) == 1:
        return f"{len(others)} Anki notes ask that: {named}{more}"
    return f"{len(ones)} flashcards ask that, and in Anki {named}{more}: nobody knows who is who"
