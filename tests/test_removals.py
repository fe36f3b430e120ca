"""What is gone from the vault, and what the user has said about it."""

from __future__ import annotations

from anki_notes import THEN
from ledger_entries import entry, retired

from flashcards.ledger import Ledger
from flashcards.removals import (
    SEARCH_LENGTH,
    acknowledge,
    anki_searches,
    removal_time,
    removed_entries,
)


def test_only_what_is_gone_and_not_dealt_with_is_listed() -> None:
    """Live flashcards are not removed, acknowledged ones are done with; in the author's order"""
    entries = (
        entry("live"),
        retired("b", position=2),
        retired("a", position=1),
        retired("first", path="Atoms.md"),
        retired("done", acknowledged=True),
    )

    assert [each.guid for each in removed_entries(entries)] == ["first", "a", "b"]


def test_acknowledging_touches_only_what_is_gone() -> None:
    """A live flashcard that goes later is listed again"""
    ledger = Ledger("v", "v", "v", {"live": entry("live"), "gone": retired("gone")})

    after = acknowledge(ledger).entries

    assert after["live"] == ledger.entries["live"]
    assert after["gone"].acknowledged
    assert removed_entries(after.values()) == ()


def test_a_removal_is_later_than_the_last_export() -> None:
    """Anki takes a tombstone only if its time is later, also if a clock was set back"""
    assert removal_time(retired("a")) == THEN + 86_400
    assert removal_time(retired("a", retired=THEN - 5)) == THEN + 1


def test_searches_name_every_flashcard_once_and_stay_short() -> None:
    """One search holds some dozens: Anki refuses a thousand"""
    guids = [f"g{number}" for number in range(2 * SEARCH_LENGTH + 1)]

    searches = list(anki_searches(guids))

    assert searches[2] == "Id:g100"
    assert " OR ".join(searches) == " OR ".join(f"Id:{guid}" for guid in guids)
    assert list(anki_searches(["abc", "def"])) == ["Id:abc OR Id:def"]
    assert list(anki_searches([])) == []
