"""What Anki would be asked to look at again."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from msgspec.structs import replace

from flashcards.changes import ChangeKind, compare, stamp_notetypes
from flashcards.diagnostics import Span
from flashcards.ledger import NOTE_ID_STEP, Ledger, LedgerEntry, NotetypeStamp
from flashcards.model import AnkiNote, Cloze, Flashcard, Identified, Kind, Media, Rendered, Texts

NOW = 1_750_000_000
EMPTY = Ledger("v", "v", "v")


def rendered(guid: str, **changes: object) -> Rendered:
    fields = {"Front": "Q", "Back": "A"}
    flashcard = Flashcard("section", Kind.BASIC, fields, Span("a.md", 3, 4))
    note = AnkiNote(guid, Kind.BASIC, Texts.of(fields), (0,), "D", ("t",), (), flashcard, "new")
    identified = Identified(
        flashcard, guid, (), {}, "new", "D", ("t",), "a", anchor=f"path:a.md#{guid}"
    )
    return Rendered(identified, replace(note, **changes))


def hiding(guid: str, hidden: Mapping[int, str]) -> Rendered:
    each = rendered(guid)
    clozes = tuple(Cloze(0, 1, text, group=number) for number, text in hidden.items())
    numbers = {number: number for number in hidden}
    return replace(each, identified=replace(each.identified, clozes=clozes, numbers=numbers))


def exported(*notes: Rendered, now: int = NOW, ledger: Ledger = EMPTY) -> Ledger:
    return compare(ledger, notes, now)[1]


def kinds(ledger: Ledger, *notes: Rendered, now: int = NOW + 9) -> dict[str, ChangeKind]:
    changes, _ = compare(ledger, notes, now)
    return {change.guid: change.kind for change in changes}


def entry_after(**changes: object) -> LedgerEntry:
    ledger = exported(rendered("g"))
    return exported(rendered("g", **changes), now=NOW + 9, ledger=ledger).entries["g"]


def test_what_did_not_change_keeps_its_time() -> None:
    """Anki skips a note whose `mod` it has, and so the user's own tags stay"""
    assert entry_after().modified == NOW


def test_a_changed_field_is_looked_at_again() -> None:
    """fields, tags, media and the set of cards are all that Anki takes over"""
    fields = Texts.of({"Front": "Q!", "Back": "A"})

    assert entry_after(fields=fields).modified == NOW + 9
    assert entry_after(tags=()).modified == NOW + 9
    assert entry_after(media=(Media("p-1.png", "p.png"),)).modified == NOW + 9
    assert entry_after(ords=(0, 1)).modified == NOW + 9


def test_a_changed_deck_is_reported_and_touches_nothing() -> None:
    """Anki never moves a card by an import, so an update would only cost the user's tags"""
    ledger = exported(rendered("g"))

    assert kinds(ledger, rendered("g", deck="E")) == {"g": ChangeKind.DECK}
    assert entry_after(deck="E").modified == NOW


def test_another_kind_is_said_only_of_what_is_gone() -> None:
    """A cloze flashcard in the words of a basic one that is still there is new"""
    basic = rendered("g")
    ledger = exported(basic)
    identified = replace(basic.identified, guid="h")
    cloze = Rendered(identified, replace(basic.anki_note, guid="h", kind=Kind.CLOZE))

    assert kinds(ledger, basic, cloze)["h"] == ChangeKind.NEW
    assert kinds(ledger, cloze)["h"] == ChangeKind.KIND


def test_time_never_runs_backwards() -> None:
    """With a clock that was set back, a change is still newer than what Anki has"""
    ledger = exported(rendered("g"))

    later = exported(rendered("g", tags=()), now=NOW - 1000, ledger=ledger)

    assert later.entries["g"].modified == NOW + 1


def test_new_updated_removed_and_revived() -> None:
    """Each Anki note has one word for what happens to it"""
    ledger = exported(rendered("same"), rendered("edited"), rendered("gone"))
    after = exported(rendered("same"), now=NOW + 1, ledger=ledger)

    assert kinds(ledger, rendered("same"), rendered("edited", tags=()), rendered("added")) == {
        "same": ChangeKind.UNCHANGED,
        "edited": ChangeKind.UPDATED,
        "added": ChangeKind.NEW,
        "gone": ChangeKind.REMOVED,
    }
    assert kinds(after, rendered("gone"), rendered("same"))["gone"] == ChangeKind.REVIVED


def test_a_removed_flashcard_is_remembered_and_reported_once() -> None:
    """Retired entries keep their guid, and are not news at every export"""
    ledger = exported(rendered("gone"))
    retired = exported(now=NOW + 1, ledger=ledger)

    assert retired.entries["gone"].retired == NOW + 1
    assert compare(retired, (), NOW + 2) == ((), retired)


def test_what_was_not_read_is_not_gone() -> None:
    """A folder that cannot be read today does not retire its flashcards."""
    ledger = exported(rendered("there"))

    assert compare(ledger, (), NOW + 1, lambda path: path == "a.md") == ((), ledger)


def test_a_revived_flashcard_is_newer_than_its_removal() -> None:
    """The user may have deleted it in Anki, or tagged it: it must be written again"""
    retired = exported(now=NOW + 5, ledger=exported(rendered("g")))

    revived = exported(rendered("g"), now=NOW + 9, ledger=retired).entries["g"]

    assert (revived.modified, revived.retired) == (NOW + 9, None)


def test_a_flashcard_of_another_kind_is_a_new_anki_note() -> None:
    """Basic and cloze cannot share a guid, so the change is named for what it is"""
    ledger = exported(rendered("basic"))
    cloze = rendered("cloze", kind=Kind.CLOZE)

    assert kinds(ledger, cloze) == {"cloze": ChangeKind.KIND, "basic": ChangeKind.REMOVED}


def test_ids_are_kept_and_leave_room_for_cards() -> None:
    """Ids never move, and no card of one note can have the id of another's"""
    ledger = exported(rendered("a"), rendered("b"))
    later = exported(rendered("a"), rendered("b"), rendered("c"), now=NOW + 1, ledger=ledger)

    ids = [later.entries[guid].note_id for guid in "abc"]
    assert ids[:2] == [ledger.entries[guid].note_id for guid in "ab"]
    assert min(b - a for a, b in pairwise(ids)) >= NOTE_ID_STEP


def test_no_id_lies_in_the_future() -> None:
    """Anki renumbers ids that are more than a day ahead at every import"""
    ledger = exported(*(rendered(f"g{number}") for number in range(5000)))

    assert max(entry.note_id for entry in ledger.entries.values()) < NOW * 1000


def test_new_cards_come_in_the_authors_order() -> None:
    """Positions go on where the last export ended"""
    ledger = exported(rendered("b"), rendered("a"))
    later = exported(rendered("b"), rendered("z"), rendered("a"), now=NOW + 1, ledger=ledger)

    assert {guid: entry.due for guid, entry in later.entries.items()} == {"b": 1, "a": 2, "z": 3}


def test_cloze_numbers_out_of_use_are_remembered() -> None:
    """A dropped cloze's number stays reserved for its text"""
    ledger = exported(hiding("g", {1: "a", 2: "b"}))

    later = exported(hiding("g", {2: "b"}), now=NOW + 1, ledger=ledger)

    assert later.entries["g"].clozes == {1: ("a",), 2: ("b",)}


def test_a_notetype_moves_only_when_its_look_changes() -> None:
    """The user's own styling in Anki stays until ours is newer"""
    first = stamp_notetypes({}, {Kind.BASIC: "d1"}, NOW)

    assert stamp_notetypes(first, {Kind.BASIC: "d1"}, NOW + 9) == first
    assert stamp_notetypes(first, {Kind.BASIC: "d2"}, NOW + 9)[Kind.BASIC] == NotetypeStamp(
        "d2", NOW + 9
    )
