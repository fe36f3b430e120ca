"""What a sync says, from what it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flashcards.delivery import Clear, Delete, Left, Move, Outcome, Restore, Suspend
from flashcards.sync_report import outcome_json, outcome_lines, outcome_phrase

PACKAGE = Path("deck.apkg")

EVERYTHING = Outcome(
    way="AnkiConnect",
    profile="Ana",
    imported=True,
    acts=(
        Move("a", "A.md", (1, 2), "Old", "New"),
        Move("b", "A.md", (3,), "Older", "New"),
        Suspend("c", "C.md", 30, (4,)),
        Restore("d", "D.md", 40, (5,)),
        Delete("e", "E.md", 50),
        Clear("f", "F.md", (6, 7)),
    ),
    left=(Left("g", "G.md", "because"),),
    withheld=3,
)


def test_a_line_for_each_kind_of_act() -> None:
    """Counted as people count: cards that move, flashcards that are gone"""
    assert list(outcome_lines(EVERYTHING, PACKAGE)) == [
        "Anki, profile Ana (by AnkiConnect)",
        "  imported   the package",
        "  moved      3 cards to New",
        "  suspended  1 flashcard gone from the vault; tagged flashcards::removed",
        "  restored   1 flashcard that came back into the vault",
        "  deleted    1 flashcard gone from the vault",
        "  cleared    2 empty cards",
        "  left       G.md: because",
        "  withheld   3 deletions, which are more than the limit:",
        "             --allow-deletions makes them, `deletions` in [sync] is the limit",
    ]


def test_what_was_left_is_counted_where_it_is_much() -> None:
    """Ten lines, and the number of the rest"""
    left = tuple(Left(str(n), f"{n}.md", "because") for n in range(12))

    *_, ninth, last = outcome_lines(Outcome(way="x", left=left), PACKAGE)
    assert ninth == "  left       9.md: because"
    assert last == "             and 2 more"


NOWHERE = Outcome(reason="Anki is open", step="close it")


def test_not_delivered_says_the_next_step() -> None:
    """And where the package is, if there is one"""
    assert list(outcome_lines(NOWHERE, PACKAGE)) == [
        "not delivered: Anki is open",
        "  to deliver it: close it",
        "  or import it by hand, in Anki by File > Import: deck.apkg",
    ]
    assert list(outcome_lines(NOWHERE, PACKAGE, rehearsed=True)) == [
        "would not be delivered: Anki is open",
        "  to deliver it: close it",
    ]


@pytest.mark.parametrize(
    ("outcome", "phrase"),
    [
        (
            EVERYTHING,
            (
                "delivered: imported, 2 moved, 1 suspended, 1 restored, 1 deleted, 1 cleared,"
                " 3 deletions withheld"
            ),
        ),
        (NOWHERE, "not delivered: Anki is open"),
        (Outcome(), "nothing to deliver"),
    ],
)
def test_an_outcome_in_one_phrase(outcome: Outcome, phrase: str) -> None:
    """For a log, a line a sync"""
    assert outcome_phrase(outcome) == phrase


def test_json_has_an_object_for_each_act_and_one_for_the_whole() -> None:
    """The keys that docs/sync.md promises"""
    *acts, whole = map(json.loads, outcome_json(EVERYTHING, PACKAGE, "1 new"))

    assert [each["act"] for each in acts] == [
        *["move", "move", "suspend", "restore", "delete", "clear", "left"]
    ]
    assert all({"guid", "path"} <= each.keys() for each in acts)
    assert whole == {
        "delivered": True,
        "package": "deck.apkg",
        "changes": "1 new",
        "way": "AnkiConnect",
        "profile": "Ana",
        "imported": True,
        "anki_says": "",
        "withheld": 3,
        "reason": "",
        "step": "",
    }
