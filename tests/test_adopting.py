"""Who goes on with which Anki note, who does not and why, and how it is taken back."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from conftest import NOW, MakeVault
from msgspec.structs import replace

from flashcards.adopting import (
    Proposal,
    adopted_entries,
    changes_to_make,
    keep_adopted,
    propose,
    undo_adoption,
)
from flashcards.adopting.texts import clozes_in, said, shown
from flashcards.collection import Collection, CollectionNote, CollectionNotetype
from flashcards.config import Config
from flashcards.diagnostics import FlashcardsError
from flashcards.exporting import export
from flashcards.ledger import LedgerEntry, load_ledger
from flashcards.memory_files import memory_of
from flashcards.model import Kind
from flashcards.notetypes import BASIC, CLOZE
from flashcards.pipeline import Build, build

THEIRS = CollectionNotetype(7, "Basic", Kind.BASIC, ("Front", "Back"), ("Card 1",))
THEIR_CLOZE = CollectionNotetype(8, "Cloze", Kind.CLOZE, ("Text", "Back Extra"), ("Cloze",))
OURS, OUR_CLOZE = (
    CollectionNotetype(each.id, each.name, each.kind, each.field_names, ("x",))
    for each in (BASIC, CLOZE)
)


def note(number: int, *fields: str, kind: CollectionNotetype = OURS) -> CollectionNote:
    """Return an Anki note of theirs that has our notetype already."""
    empty = ("",) * (len(kind.fields) - len(fields))
    return CollectionNote(
        number, f"guid{number}", kind, NOW - 99, (*fields, *empty), (0,), "Old", 5
    )


def collection(*notes: CollectionNote) -> Collection:
    return Collection(
        {each.id: each for each in notes}, {each.notetype.id: each.notetype for each in notes}
    )


def built(make_vault: MakeVault, *lines: str) -> Build:
    text = "\n\n".join(("## Flashcards", *lines, ""))
    return build(make_vault({"a.md": text}), Config(), NOW)


def pairs(proposal: Proposal) -> dict[int, int]:
    """Return the Anki note's id by the flashcard's line."""
    return {each.rendered.flashcard.span.line: each.note.id for each in proposal.pairs}


def reasons(proposal: Proposal) -> str:
    return "\n".join(each.reason for each in proposal.refused)


def test_an_id_counts_though_the_text_was_edited(make_vault: MakeVault) -> None:
    """The other tool would have updated that Anki note, so it is the one that is meant"""
    vault = built(make_vault, "What on earth is a cell? :: A room. <!--ID: 11-->")

    proposal = propose(vault, collection(note(11, "What's a cell?", "A chamber")))

    assert pairs(proposal) == {3: 11}
    assert proposal.pairs[0].by_id
    assert not proposal.is_other_profile


def test_an_id_that_leads_nowhere_is_listed(make_vault: MakeVault) -> None:
    """The Anki note was deleted, or the collection is of another profile"""
    vault = built(make_vault, "What is a cell? :: A room. <!--ID: 11-->")

    proposal = propose(vault, collection(note(12, "Something", "else")))

    assert pairs(proposal) == {}
    assert "there is no Anki note 11: it was deleted" in reasons(proposal)
    assert proposal.is_other_profile


def test_an_id_that_leads_nowhere_does_not_hide_the_same_question(make_vault: MakeVault) -> None:
    """After an import into another profile the ids differ, and the questions do not"""
    vault = built(make_vault, "What is a **cell**? :: A room. <!--ID: 11-->")

    proposal = propose(vault, collection(note(12, "<p>What is a <b>cell</b>?</p>", "A room.")))

    assert pairs(proposal) == {3: 12}
    assert not proposal.pairs[0].by_id
    assert proposal.pairs[0].is_sure
    assert reasons(proposal) == ""


def test_of_an_id_that_was_copied_the_right_flashcard_has_it(make_vault: MakeVault) -> None:
    """The one that asks what the Anki note asks, wherever it stands; the other one is listed"""
    vault = built(
        make_vault,
        "What is a wall? :: A border. <!--ID: 11-->",
        "What is a cell? :: A room. <!--ID: 11-->",
    )

    proposal = propose(vault, collection(note(11, "What is a cell?", "A room.")))

    assert pairs(proposal) == {5: 11}
    assert "says something else" in reasons(proposal)


def test_an_id_twice_at_the_same_question_is_listed(make_vault: MakeVault) -> None:
    """Two flashcards cannot both go on with one Anki note"""
    line = "What is a cell? :: A room. <!--ID: 11-->"

    proposal = propose(
        built(make_vault, line, line), collection(note(11, "What is a cell?", "A room."))
    )

    assert pairs(proposal) == {3: 11}
    assert "the id 11 stands at the flashcard in a.md:3, too" in reasons(proposal)


@pytest.mark.parametrize("trust", [False, True])
def test_an_id_of_another_note_is_listed(make_vault: MakeVault, *, trust: bool) -> None:
    """Not one word in common: the id was copied from somewhere; unless one says that it is right"""
    vault = built(make_vault, "What is a cell? :: A room. <!--ID: 11-->")

    proposal = propose(vault, collection(note(11, "Hund", "dog")), trust_ids=trust)

    assert pairs(proposal) == ({3: 11} if trust else {})
    assert ("says something else: “Hund”" in reasons(proposal)) is not trust


def test_an_id_above_a_flashcard_is_not_the_one_before(make_vault: MakeVault) -> None:
    """inka2 writes ids above; the reviews of Chile's capital never go to Peru's"""
    vault = built(
        make_vault,
        "<!--ID:11-->\nCapital of Peru? :: Lima",
        "<!--ID:12-->\nThe capital of Chile? :: Santiago",
    )

    proposal = propose(
        vault,
        collection(note(11, "Capital of Peru?", "Lima"), note(12, "Capital of Chile?", "Santiago")),
    )

    assert pairs(proposal) == {4: 11}
    assert proposal.new + len(proposal.refused) == 1


def test_basic_and_cloze_are_not_mixed(make_vault: MakeVault) -> None:
    """Anki cannot turn one into the other, and aborts an import that tries"""
    vault = built(make_vault, "The {{c1::heart}} pumps. <!--ID: 11-->", "a :: b <!--ID: 12-->")

    proposal = propose(
        vault, collection(note(11, "The heart pumps."), note(12, "{{c1::a}} b", kind=OUR_CLOZE))
    )

    assert pairs(proposal) == {}
    assert "the Anki note 11 is no cloze note" in reasons(proposal)
    assert "the Anki note 12 is a cloze note" in reasons(proposal)


def test_a_third_card_is_not_given_up(make_vault: MakeVault) -> None:
    """Our notetype has two templates; the reviews of a third would be lost without a word"""
    three = replace(note(11, "a", "b", kind=THEIRS), ords=(0, 1, 2))

    proposal = propose(built(make_vault, "a :: b <!--ID: 11-->"), collection(three))

    assert "has 3 cards, and our notetype two" in reasons(proposal)


def test_a_guid_that_is_there_twice_is_listed(make_vault: MakeVault) -> None:
    """An import would write to either of the two"""
    double = replace(note(12, "c", "d"), guid="guid11")

    proposal = propose(
        built(make_vault, "a :: b <!--ID: 11-->"), collection(note(11, "a", "b"), double)
    )

    assert "two Anki notes have the guid of 11" in reasons(proposal)


def test_what_was_exported_before_is_counted(make_vault: MakeVault) -> None:
    """It is in Anki as a note of its own, with reviews of its own by now"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    export(vault, vault.root.parent / "deck.apkg")

    proposal = propose(build(vault.root, Config(), NOW + 9), collection(note(11, "a", "b")))

    assert (pairs(proposal), proposal.exported) == ({}, 1)


def test_questions_find_their_anki_notes(make_vault: MakeVault) -> None:
    """Without ids: the same question and answer is sure, another answer is not, nor a heading"""
    vault = built(
        make_vault,
        "What is a cell? :: A room.",
        "What is a wall? :: A border.",
        "What is a door? :: An opening.",
        "The {{c1::heart}} pumps {{c2::blood}}.",
        "Nobody asks this? :: No.",
    )

    proposal = propose(
        vault,
        collection(
            note(11, "<div>What&nbsp;is a <i>cell</i>?</div>", "A  room."),
            note(12, "What is a wall?", "Something about fire"),
            note(13, "House &gt; Ground floor &gt; What is a door?", "An opening."),
            note(14, "The {{c2::heart}} pumps {{c1::blood::what}}.", kind=OUR_CLOZE),
        ),
    )

    assert pairs(proposal) == {3: 11, 5: 12, 7: 13, 9: 14}
    assert [each.is_sure for each in proposal.pairs] == [True, False, False, True]
    assert proposal.new == 1


def test_what_is_asked_twice_is_nobodys(make_vault: MakeVault) -> None:
    """Equal answers decide; where they do not, the Anki notes are named and none is taken"""
    vault = built(
        make_vault, "Capital? :: Lima", "Capital? :: Quito", "Height? :: 2 m", "Height? :: 3 m"
    )

    proposal = propose(
        vault,
        collection(
            note(11, "Capital?", "Quito"),
            note(12, "Capital?", "Lima"),
            note(13, "Height?", "4 m"),
            note(14, "Height?", "5 m"),
        ),
    )

    assert pairs(proposal) == {3: 12, 5: 11}
    assert reasons(proposal).count("2 flashcards ask that, and in Anki 13, 14") == 2


def test_anki_notes_of_another_vault_are_not_taken(make_vault: MakeVault) -> None:
    """Their `Id`, which is HTML, says that a vault has them"""
    theirs = replace(note(11, "a", "b"), guid="a<b")
    fields = ["a", "b", *[""] * (len(OURS.fields) - 2)]
    fields[OURS.fields.index("Id")] = "a&lt;b"

    proposal = propose(
        built(make_vault, "a :: b"), collection(replace(theirs, fields=tuple(fields)))
    )

    assert (pairs(proposal), proposal.new) == ({}, 1)


def test_clozes_go_on_by_what_they_hide(make_vault: MakeVault) -> None:
    """Anki's numbers, in the vault's words; what one number hid together goes to the first"""
    vault = built(
        make_vault, "The {{c1::**heart**}} pumps {{c2::blood}}.", "==x== and ==y==, both."
    )

    ledger = adopted_entries(
        vault,
        propose(
            vault,
            collection(
                note(11, "The {{c2::<b>heart</b>::what?}} pumps {{c1::blood}}.", kind=OUR_CLOZE),
                note(12, "{{c1::x}} and {{c1::y}}, both.", kind=OUR_CLOZE),
            ),
        ).pairs,
    )

    assert dict(ledger.entries["guid11"].clozes) == {1: ("blood",), 2: ("**heart**",)}
    assert dict(ledger.entries["guid12"].clozes) == {1: ("x",)}


def test_an_adopted_flashcard_is_updated_with_a_later_time(make_vault: MakeVault) -> None:
    """Anki has the other tool's text, so that the next export must be newer than what is there"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    late = replace(note(11, "a", "b"), modified=NOW + 50)
    take(vault, collection(late))

    again = build(vault.root, Config(), NOW + 10)

    [entry] = again.ledger.entries.values()
    assert [change.kind for change in again.changes] == ["updated"]
    assert (entry.guid, entry.modified, entry.adopted) == ("guid11", NOW + 51, 11)


def take(vault: Build, anki: Collection) -> None:
    """Adopt all that is proposed."""
    ledger = adopted_entries(vault, propose(vault, anki).pairs)
    keep_adopted(vault.memory, vault.before, ledger)


def files(root: Path) -> dict[str, bytes]:
    folder = root / ".flashcards"
    names = ("ledger.jsonl", "ledger.before-adopt")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def test_undo_has_the_ledger_of_before(make_vault: MakeVault) -> None:
    """To the byte, also after two adoptions in a row; then there is nothing left to undo"""
    vault = built(make_vault, "x :: y")
    export(vault, vault.root.parent / "deck.apkg")
    before = files(vault.root)
    both = ("x :: y", "a :: b <!--ID: 11-->", "c :: d <!--ID: 12-->")
    take(built(make_vault, *both), collection(note(11, "a", "b")))
    take(built(make_vault, *both), collection(note(11, "a", "b"), note(12, "c", "d")))

    assert undo_adoption(vault.memory) == 2

    assert files(vault.root) == before
    with pytest.raises(FlashcardsError, match="nothing to undo"):
        undo_adoption(vault.memory)


def test_undo_of_the_first_of_all_leaves_no_ledger(make_vault: MakeVault) -> None:
    """A vault that was never exported is so again"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    take(vault, collection(note(11, "a", "b")))
    assert files(vault.root)

    undo_adoption(vault.memory)

    assert files(vault.root) == {}


def test_undo_after_an_export_keeps_what_else_it_did(make_vault: MakeVault) -> None:
    """Flashcards that came since stay known; the adopted ones are new to the next export"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    take(vault, collection(note(11, "a", "b")))
    export(built(make_vault, "a :: b <!--ID: 11-->", "x :: y"), vault.root.parent / "deck.apkg")

    undo_adoption(vault.memory)

    known, _ = load_ledger(memory_of(vault.root).ledger)
    assert known is not None
    assert [entry.question for entry in known.entries.values()] == ["x"]


def test_a_ledger_that_changed_meanwhile_is_not_overwritten(make_vault: MakeVault) -> None:
    """An export between looking and taking wins; the ledger is as that left it"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    export(vault, vault.root.parent / "deck.apkg")
    before = files(vault.root)

    with pytest.raises(FlashcardsError, match="changed meanwhile"):
        take(vault, collection(note(11, "a", "b")))

    assert files(vault.root) == before


def test_an_interrupted_export_comes_first(make_vault: MakeVault) -> None:
    """What it did is not settled, and would be settled wrongly"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    vault.memory.ledger.parent.mkdir()
    vault.memory.ledger.with_suffix(".next").write_text("{}")

    with pytest.raises(FlashcardsError, match="interrupted"):
        take(vault, collection(note(11, "a", "b")))


def test_an_entry_without_adoption_has_no_word_of_it(make_vault: MakeVault) -> None:
    """Ledgers of vaults in which nothing was adopted are as ever"""
    vault = built(make_vault, "a :: b")
    export(vault, vault.root.parent / "deck.apkg")

    assert b"adopted" not in files(vault.root)["ledger.jsonl"]


def test_searches_find_exactly_what_is_to_be_changed(make_vault: MakeVault) -> None:
    """By ids, a thousand in one search, for each notetype by itself"""
    lines = [f"q{n} :: a{n} <!--ID: {10_000 + n}-->" for n in range(1200)]
    lines.append("The {{c1::heart}} <!--ID: 9-->")
    notes = [note(10_000 + n, f"q{n}", f"a{n}", kind=THEIRS) for n in range(1200)]
    notes.append(note(9, "The {{c1::heart}}", kind=THEIR_CLOZE))

    changes = changes_to_make(propose(built(make_vault, *lines), collection(*notes)).pairs)

    assert [(each.old.name, each.new.name, len(each.notes)) for each in changes] == [
        ("Basic", "Vault Basic", 1200),
        ("Cloze", "Vault Cloze", 1),
    ]
    first, second = changes[0].searches
    assert (first.count(","), second.count(",")) == (999, 199)
    assert len(first) < 32_767


def test_a_lost_field_and_one_that_makes_cards_are_told_of(make_vault: MakeVault) -> None:
    """Anki's window would put `Audio` into `Reversed`, and nothing here keeps what it says"""
    theirs = CollectionNotetype(9, "Own", Kind.BASIC, ("Front", "Back", "Audio"), ("Card 1",))
    vault = built(make_vault, "a :: b <!--ID: 11-->", "c :: d <!--ID: 12-->")
    anki = collection(
        note(11, "a", "b", "[sound:a.mp3]", kind=theirs), note(12, "c", "d", kind=theirs)
    )

    [change] = changes_to_make(propose(vault, anki).pairs)

    assert change.fills_reversed
    assert change.unmatched == {"Audio": 1}
    assert not changes_to_make([])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>What&nbsp;is <b>a</b> cell?</p>", "what is a cell?"),
        ("a<br>b<div>c</div>", "a b c"),
        ('a<a href="x" class="obsidian-link">Obsidian</a>', "a"),
        ("{{c1::a {{c2::b::hint}} c}} [sound:x.mp3]", "a b c"),
        ("std::vector }} {{c1::open", "std::vector }} open"),
        ("STRASSE ß", "strasse ss"),
        ("<style>p {}</style><!-- x -->y", "y"),
    ],
)
def test_fields_say_the_same_in_any_html(html: str, text: str) -> None:
    """Markup, clozes, sounds and links that tools append are not part of what is said"""
    assert said(html) == text


def test_what_clozes_hide_is_read_as_anki_does() -> None:
    """Nested, with hints, and several under one number"""
    html = "{{c1::a {{c2::<b>B</b>::x}}}} {{c1,3::c}}"

    assert clozes_in(html) == {1: ("a b", "c"), 2: ("b",), 3: ("c",)}
    assert shown(html) == "a B c"


def test_entries_keep_what_was_adopted_over_exports(make_vault: MakeVault) -> None:
    """Whoever looks later still knows which Anki note it is"""
    vault = built(make_vault, "a :: b <!--ID: 11-->")
    take(vault, collection(note(11, "a", "b")))
    export(build(vault.root, Config(), NOW + 1), vault.root.parent / "deck.apkg")
    again = build(vault.root, Config(), NOW + 2)

    entries: MappingProxyType[str, LedgerEntry] = MappingProxyType(dict(again.ledger.entries))
    assert entries["guid11"].adopted == 11
