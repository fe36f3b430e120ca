"""Which flashcard is which."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.diagnostics import Span
from flashcards.identity import cloze_numbers
from flashcards.identity.anchors import recognise, vault_note_identities
from flashcards.identity.guids import make_guid
from flashcards.model import Cloze, Flashcard, Kind, ParsedVaultNote


def flashcard(
    question: str,
    answer: str = "A",
    *,
    path: str = "a.md",
    line: int = 1,
    block_id: str | None = None,
) -> Flashcard:
    fields = {"Front": question, "Back": answer}
    return Flashcard("section", Kind.BASIC, fields, Span(path, line, line), block_id=block_id)


def vault_note(path: str, **properties: object) -> ParsedVaultNote:
    return ParsedVaultNote(path, "", (), None, properties, (), (), None, (), (), ())


def anchors(*flashcards: Flashcard, identities: dict[str, str] | None = None) -> list[str]:
    names = identities or {each.span.path: f"path:{each.span.path}" for each in flashcards}
    return [each.anchor for each in recognise(flashcards, names, ())[0]]


def test_a_vault_note_is_named_by_its_property_or_its_path() -> None:
    """A property that names a vault note survives a move; else the path is all there is"""
    notes = [vault_note("x/a.md", permalink="/a/"), vault_note("b.md"), vault_note("c.md", id=7)]

    assert vault_note_identities(notes) == {
        "x/a.md": "permalink:/a/",
        "b.md": "path:b.md",
        "c.md": "id:7",
    }


def test_a_property_that_two_vault_notes_share_names_neither() -> None:
    """A copied vault note carries a copied id, which then says nothing"""
    notes = [vault_note("a.md", id="x"), vault_note("b.md", id="x", uid="y")]

    assert vault_note_identities(notes) == {"a.md": "path:a.md", "b.md": "uid:y"}


@pytest.mark.parametrize("value", [None, "", "  ", True, ["x"], {"a": 1}])
def test_only_texts_and_numbers_name_a_vault_note(value: object) -> None:
    """An empty or odd property is no name"""
    assert vault_note_identities([vault_note("a.md", id=value)]) == {"a.md": "path:a.md"}


def test_a_path_is_named_alike_on_every_system() -> None:
    """MacOS spells é as two characters in file names; the guid must not notice"""
    composed, decomposed = (vault_note(f"caf{e}.md") for e in ("\u00e9", "e\u0301"))

    [one] = vault_note_identities([composed]).values()
    [two] = vault_note_identities([decomposed]).values()

    assert one == two


def test_markup_case_and_spacing_do_not_make_another_question() -> None:
    """What it asks is what a reader sees"""
    assert (
        len(set(anchors(flashcard("What is **ATP**?")) + anchors(flashcard("what  is atp?")))) == 1
    )


def test_a_retargeted_link_does_not_make_another_question() -> None:
    """A renamed target is not a reworded question"""
    before, after = flashcard("What is [[Cards/ATP\\|ATP]]?"), flashcard("What is [[ATP]]?")

    assert anchors(before) == anchors(after)


def test_pictures_make_another_question() -> None:
    """Two questions that differ in their picture alone ask different things"""
    assert anchors(flashcard("What? ![[a.png]]")) != anchors(flashcard("What? ![[b.png]]"))


def test_a_question_that_is_all_markup_goes_by_its_answer() -> None:
    """If nothing is left of the question the answer joins in"""
    assert anchors(flashcard("<br>", "x")) != anchors(flashcard("<br>", "y"))


def test_the_same_question_twice_is_told_apart_by_order() -> None:
    """The second one of a vault note is the second one"""
    one, two = anchors(flashcard("Q", "a"), flashcard("Q", "b", line=2))

    assert two == f"{one}#2"


def test_a_question_that_looks_like_the_second_of_another_is_none() -> None:
    """No two flashcards ever have one anchor, or they would be one Anki note"""
    same = anchors(flashcard("Q"), flashcard("Q"), flashcard("Q#2"), flashcard("Q"))

    assert same == ["path:a.md#q", "path:a.md#q#2", "path:a.md#q#2#2", "path:a.md#q#3"]


def test_a_long_question_has_a_short_anchor() -> None:
    """The ledger stays readable, and long questions that begin alike stay apart"""
    one, two = anchors(flashcard("word " * 100 + "x"), flashcard("word " * 100 + "y"))

    assert one != two
    assert len(one) < 150


def test_a_block_id_names_a_flashcard_whatever_it_asks() -> None:
    """An author's id is the surest sign within a vault note"""
    before, after = flashcard("Old?", block_id="q1"), flashcard("New?", block_id="q1")

    assert anchors(before) == anchors(after) == ["path:a.md#^q1"]


def test_a_copied_block_id_names_the_first_and_is_reported() -> None:
    """The second one goes by what it asks, and the author is told both lines"""
    copied = (flashcard("One?", block_id="q"), flashcard("Two?", block_id="q", line=9))

    recognised, [diagnostic] = recognise(copied, {"a.md": "path:a.md"}, ())

    assert [each.anchor for each in recognised] == ["path:a.md#^q", "path:a.md#two?"]
    assert str(diagnostic) == (
        "a.md:9: warning: the block id ^q already names the flashcard in line 1 [shared-block-id]"
    )


def test_one_block_id_in_two_vault_notes_is_two_ids() -> None:
    """Block ids are unique only within a file"""
    one, two = flashcard("Q", block_id="q"), flashcard("Q", path="b.md", block_id="q")

    _, diagnostics = recognise((one, two), {"a.md": "path:a.md", "b.md": "path:b.md"}, ())

    assert diagnostics == ()


def test_basic_and_cloze_never_share_a_guid() -> None:
    """Anki aborts a whole import if a guid changes its kind"""
    guids = {make_guid("v", kind, "anchor", set()) for kind in Kind}

    assert len(guids) == 2


def test_a_guid_is_the_same_on_every_machine() -> None:
    """frozen: losing the ledger must lead to the same guids again"""
    assert make_guid("vault", Kind.BASIC, "path:a.md#what is it?", set()) == "375p4gfkp6ebqm5u"


@given(st.text(string.printable, max_size=20), st.integers(1, 30))
def test_guids_are_unique(anchor: str, count: int) -> None:
    """An anchor that was used before gets the next guid, never the same"""
    taken: set[str] = set()
    for _ in range(count):
        guid = make_guid("v", Kind.BASIC, anchor, taken)
        assert guid not in taken
        taken.add(guid)


def number_clozes(clozes: list[Cloze], remembered: dict[int, tuple[str, ...]]) -> dict[int, int]:
    """Number clozes by what they hide alone, without the words around them."""
    return cloze_numbers.number_clozes(clozes, "", remembered, "")


def clozes(*texts: str, **numbers: int) -> list[Cloze]:
    """Make clozes, each a group of its own; a keyword gives the author's number."""
    return [Cloze(0, 0, text, "", numbers.get(text), n) for n, text in enumerate(texts)]


def test_clozes_are_numbered_in_the_order_of_the_text() -> None:
    """A new flashcard's clozes are c1, c2, ..."""
    assert number_clozes(clozes("a", "b", "c"), {}) == {0: 1, 1: 2, 2: 3}


def test_a_text_keeps_its_number_when_another_is_put_before_it() -> None:
    """Nothing is renumbered, since the reviews hang on the number"""
    assert number_clozes(clozes("new", "a", "b"), {1: ("a",), 2: ("b",)}) == {0: 3, 1: 1, 2: 2}


def test_a_new_cloze_never_inherits_a_dropped_ones_number() -> None:
    """Numbers out of use stay reserved for their text"""
    assert number_clozes(clozes("b", "x"), {1: ("a",), 2: ("b",)}) == {0: 2, 1: 3}


def test_a_dropped_text_that_comes_back_gets_its_number_again() -> None:
    """Its reviews are still there"""
    assert number_clozes(clozes("b", "a"), {1: ("a",), 2: ("b",)}) == {0: 2, 1: 1}


def test_the_authors_own_number_holds_when_first_seen() -> None:
    """`{{c3::x}}` is card 3, and the unnumbered go above"""
    assert number_clozes(clozes("a", "b", a=3), {}) == {0: 3, 1: 4}


def test_the_authors_number_yields_to_what_anki_knows() -> None:
    """A number that belongs to another text is not taken from it"""
    assert number_clozes(clozes("a", "b", a=2, b=1), {1: ("a",)}) == {0: 1, 1: 2}


def test_a_group_keeps_its_number_when_one_of_its_places_goes() -> None:
    """A title that stood twice in a quote and now stands once is the same cloze"""
    both = {1: ("Insulin resistance", "insulin resistance")}

    assert number_clozes(clozes("insulin resistance"), both) == {0: 1}


@given(
    st.lists(st.sampled_from("abcdef"), max_size=8),
    st.dictionaries(st.integers(1, 9), st.sampled_from("abcdef").map(lambda text: (text,))),
)
def test_every_group_has_a_number_of_its_own(
    texts: list[str], remembered: dict[int, tuple[str, ...]]
) -> None:
    """Two groups never share a card, and a used number never gets another text"""
    numbers = number_clozes(clozes(*texts), remembered)

    assert len(set(numbers.values())) == len(texts)
    for group, number in numbers.items():
        assert remembered.get(number, (texts[group],)) == (texts[group],)


def test_an_unseen_flashcard_has_no_entry() -> None:
    """What the ledger does not know is new"""
    [recognised], _ = recognise([replace(flashcard("Q"))], {"a.md": "path:a.md"}, ())

    assert recognised.entry is None
