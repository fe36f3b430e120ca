"""What changed in which field."""

from __future__ import annotations

from anki_notes import basic, changed, cloze, rendered
from ledger_entries import entry
from msgspec.structs import replace

from flashcards.changes import Change, ChangeKind
from flashcards.differences import Difference, FieldDifference, find_differences
from flashcards.ledger import LedgerEntry, digest
from flashcards.model import AnkiNote
from flashcards.word_diff import Op

NOTE = basic("a", {"Front": "Why?", "Back": "so"}, tags=("bio",))


def remembered(note: AnkiNote, **changes: object) -> LedgerEntry:
    fields = {name: digest(html) for name, html in note.fields.items()}
    known = entry(note.guid, fields=fields, deck=note.deck, tags=note.tags, ords=note.ords)
    return replace(known, **changes)


def difference(
    kind: ChangeKind, note: AnkiNote, before: AnkiNote | None, known: LedgerEntry | None
) -> Difference:
    [found] = find_differences(
        [Change(kind, note.guid, note.span)],
        [] if kind is ChangeKind.REMOVED else [rendered(note)],
        {before.guid: before.fields} if before else {},
        {known.guid: known} if known else {},
    )
    return found


def test_only_fields_that_changed_are_told() -> None:
    """Both texts, and the words of both"""
    new = changed(NOTE, Back="so it is")

    found = difference(ChangeKind.UPDATED, new, NOTE, remembered(NOTE))

    words = ((Op.SAME, "so "), (Op.NEW, "it is"))
    assert found.fields == (FieldDifference("Back", "so", "so it is", words),)
    assert (found.question, found.beside, found.matched_by) == ("Why?", (), "new")


def test_without_the_last_package_the_ledger_knows_which_fields_changed() -> None:
    """Their text before is not known, and nothing is made up"""
    found = difference(ChangeKind.UPDATED, changed(NOTE, Back="other"), None, remembered(NOTE))

    assert found.fields == (FieldDifference("Back", None, "other"),)


def test_tags_cards_and_deck_are_told_beside_the_fields() -> None:
    """An update that leaves the fields alone is explained, too"""
    new = replace(NOTE, tags=("bio", "exam"), deck="Bio", ords=(0, 1))

    found = difference(ChangeKind.UPDATED, new, NOTE, remembered(NOTE))

    assert found.fields == ()
    assert found.beside == (
        ("tags", ((Op.NEW, "exam"),)),
        ("cards", ((Op.OLD, "1"), (Op.NEW, "2"))),
        ("deck", ((Op.OLD, "Vault"), (Op.NEW, "Bio"))),
    )


def test_a_new_flashcard_has_its_fields_after_and_none_before() -> None:
    """Empty fields are left out"""
    found = difference(ChangeKind.NEW, NOTE, None, None)

    assert [(each.name, each.before, each.after) for each in found.fields] == [
        ("Front", None, "Why?"),
        ("Back", None, "so"),
        ("Id", None, "a"),
    ]


def test_a_removed_flashcard_is_named_by_what_it_asked() -> None:
    """In the author's words if they are known, else as the ledger remembers it"""
    gap = cloze("c", "The {{c1::cell::hint}} <b>divides</b>")

    assert difference(ChangeKind.REMOVED, gap, gap, entry("c")).question == "The cell divides"
    assert difference(ChangeKind.REMOVED, gap, None, entry("c")).question == "what is a cell?"
    fields = difference(ChangeKind.REMOVED, NOTE, NOTE, entry("a")).fields
    assert [(each.name, each.before, each.after) for each in fields][1] == ("Back", "so", None)


def test_what_did_not_change_is_left_out() -> None:
    """A vault of thousands is mostly unchanged"""
    change = Change(ChangeKind.UNCHANGED, "a", NOTE.span)

    assert find_differences([change], [rendered(NOTE)], {}, {}) == ()
