"""The rules by which a flashcard is recognised after an edit, each for itself.

Each goes over everything that is still unmatched, so that a surer rule anywhere comes before a
less sure one elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

from flashcards.identity.sightings import Sighting
from flashcards.identity.similarity import Scores, Weigh
from flashcards.identity.unmatched import Unmatched
from flashcards.ledger import LedgerEntry

ALIKE_WHEN_MOVED = 0.5
ALIKE_IN_PLACE = 0.38
"""From which on two texts of one vault note are taken for one flashcard, edited."""

_HINT_OF_LIKENESS = 0.18
_FEW = 20
_SAYS_LITTLE = 4
"""An answer of fewer letters fits many questions: yes, no, 42."""

Either = Sighting | LedgerEntry
Entries = Mapping[str, LedgerEntry]


def by_name(open_: Unmatched, entries: Entries) -> None:
    """Match by block id, or another plugin's id, in the same vault note."""
    known: dict[Hashable, LedgerEntry] = {}
    for entry in entries.values():
        for name in entry.names:
            known.setdefault((entry.kind, open_.place(entry), name), entry)
    for at, sighting in tuple(open_.sightings.items()) if known else ():
        for name in sighting.names:
            found = known.get((sighting.kind, open_.place(sighting), name))
            if found is not None and found.guid in entries:
                open_.give(at, found, _kind_of(name))
                break


def by_name_anywhere(open_: Unmatched, entries: Entries, remembered: Iterable[LedgerEntry]) -> None:
    """Match by a name that is unique in the vault and in the ledger, wherever it went.

    A block id is unique in its file only: its old place must be gone, too. `remembered` are all
    entries, also those of vault notes that were not read.
    """
    uses = Counter(name for entry in remembered for name in entry.names)
    elsewhere = open_.elsewhere
    known = {
        name: entry
        for entry in entries.values()
        for name in entry.names
        if uses[name] + elsewhere.entries_called(name) == 1
    }
    if not known:
        return
    seen = Counter(name for sighting in open_.all_sightings for name in sighting.names)
    asked = {(each.vault_note, each.question) for each in open_.sightings.values()}
    for at, sighting in tuple(open_.sightings.items()):
        for name in sighting.names:
            is_only = seen[name] + elsewhere.flashcards_called(name) == 1
            found = known.get(name) if is_only else None
            if found is None or found.kind is not sighting.kind or found.guid not in entries:
                continue
            if name.startswith("id:") or (open_.place(found), found.question) not in asked:
                open_.give(at, found, _kind_of(name))
                break


def by_question_and_answer(open_: Unmatched, entries: Entries) -> None:
    """Match what is equal in the same vault note; what is equal several times, in its order."""

    def key(each: Either) -> Hashable:
        return each.kind, open_.place(each), each.question, each.answer

    for ats, group in open_.groups(key, entries):
        if len(ats) == len(group) == 1:
            open_.give(ats[0], group[0], "question and answer")
            continue
        ats.sort(key=lambda at: open_.sightings[at].position)
        group.sort(key=lambda entry: entry.position)
        for at, entry in zip(ats, group, strict=False):
            open_.give(at, entry, "question and answer")


def by_question(open_: Unmatched, entries: Entries, least: float = 0.0) -> None:
    """Match the same question in the same vault note, by the answers that are most alike."""

    def key(each: Either) -> Hashable:
        return (each.kind, open_.place(each), each.question) if each.question else None

    for ats, group in open_.groups(key, entries):
        weigh = open_.words.among(entry.answer for entry in group)
        scores = open_.likeness(ats, group, lambda each: each.answer, weigh)
        _pair(open_, ats, group, "question", _from(least, scores, ats, group))


def by_answer(open_: Unmatched, entries: Entries) -> None:
    """Match the same answer in the same vault note, by the questions that are most alike.

    An answer that says little, or that several flashcards there have, is not enough: the
    questions must have something in common.
    """

    def key(each: Either) -> Hashable:
        return (each.kind, open_.place(each), each.answer) if each.answer else None

    for ats, group in open_.groups(key, entries):
        place, answer = open_.place(group[0]), group[0].answer
        near = open_.neighbours.get(place, ())
        is_common = sum(entry.answer == answer for entry in near) > 1 or len(ats) > 1
        scores = open_.likeness(ats, group, lambda each: each.question, open_.words.weight)
        is_enough = not is_common and len(answer) >= _SAYS_LITTLE
        least = 0.0 if is_enough else _HINT_OF_LIKENESS
        _pair(open_, ats, group, "answer", _from(least, scores, ats, group))


def by_move(open_: Unmatched, entries: Entries) -> None:
    """Match what is equal in another vault note. The old place is gone, else it had matched.

    Where several could have gone to several places they are taken in their order.
    """

    def key(each: Either) -> Hashable:
        return each.kind, each.question, each.answer

    for ats, group in open_.groups(key, entries):
        group.sort(key=lambda entry: (open_.place(entry), entry.position, entry.guid))
        ats.sort(key=lambda at: (open_.sightings[at].vault_note, open_.sightings[at].position))
        ties = tuple(group) if len(group) > 1 or len(ats) > 1 else ()
        for at, entry in zip(ats, group, strict=False):
            open_.give(at, entry, "moved", tuple(each for each in ties if each is not entry))


def by_move_and_edit(open_: Unmatched, entries: Entries) -> None:
    """Match the same question in another vault note, if its answer is alike."""

    def key(each: Either) -> Hashable:
        return (each.kind, each.question) if each.question and each.answer else None

    for ats, group in open_.groups(key, entries):
        scores = open_.likeness(ats, group, lambda each: each.answer, open_.words.weight)
        _pair(open_, ats, group, "moved", _at_least(ALIKE_WHEN_MOVED, scores))


def by_likeness(open_: Unmatched, entries: Entries) -> None:
    """Match similar texts in the same vault note."""

    def key(each: Either) -> Hashable:
        return each.kind, open_.place(each)

    for ats, group in open_.groups(key, entries):
        near = open_.neighbours.get(open_.place(group[0]), ())
        weigh: Weigh = open_.words.among(_text(entry) for entry in near)
        scores = open_.likeness(ats, group, _text, weigh)
        _pair(open_, ats, group, "similar text", _at_least(ALIKE_IN_PLACE, scores))


def _pair(
    open_: Unmatched, ats: list[int], group: list[LedgerEntry], rule: str, scores: Scores
) -> None:
    if scores:
        open_.pair(ats, group, rule, scores)


def _from(least: float, scores: Scores, ats: list[int], group: list[LedgerEntry]) -> Scores:
    """Leave out what is less alike; if nothing is asked for, whatever there is can be paired."""
    if least:
        return _at_least(least, scores)
    every = min(len(ats), len(group)) <= _FEW
    unlike = ((one, other) for one in range(len(ats)) for other in range(len(group)))
    return dict.fromkeys(unlike, 0.0) | scores if every else scores


def _at_least(least: float, scores: Scores) -> Scores:
    return {pair: score for pair, score in scores.items() if score >= least}


def _text(each: Either) -> str:
    return f"{each.question} {each.answer}"


def _kind_of(name: str) -> str:
    return "block id" if name.startswith("^") else "id of another plugin"
