"""Which number a cloze has in Anki."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.clozes import find_clozes
from flashcards.identity.cloze_numbers import changed_numbers, number_clozes
from flashcards.inline import plain

Remembered = dict[int, tuple[str, ...]]


def numbered(text: str, remembered: Remembered | None = None, before: str = "") -> Remembered:
    """Return what each number hides."""
    clozes = find_clozes(text)
    numbers = number_clozes(clozes, text, remembered or {}, plain(before))
    hidden: Remembered = {}
    for cloze in clozes:
        number = numbers[cloze.group]
        hidden[number] = (*hidden.get(number, ()), cloze.text)
    return hidden


def after_edit(before: str, after: str) -> Remembered:
    return numbered(after, numbered(before), before)


def test_at_first_sight_the_authors_numbers_hold() -> None:
    """And all else is counted on"""
    assert numbered("{{c3::a}} ==b== {{c1::c}}") == {3: ("a",), 4: ("b",), 1: ("c",)}


def test_the_same_text_keeps_its_number() -> None:
    """Wherever it goes"""
    assert after_edit("==a== then ==b==", "==b== then ==x== then ==a==") == {
        1: ("a",),
        2: ("b",),
        3: ("x",),
    }


def test_emphasis_is_not_another_text() -> None:
    """What is hidden says the same"""
    assert after_edit("the ==cell==", "the ==**cell**==") == {1: ("**cell**",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The ==mitochondira== makes ==ATP==", "The ==mitochondria== makes ==ATP=="),
        ("==mitochondira==", "==mitochondria=="),
        ("photo{{c1::synthesys}} is ==green==", "photo{{c1::synthesis}} is ==green=="),
        ("- ==alhpa beta==\n- ==gamma==", "- ==alpha beta==\n- ==gamma=="),
        ("It is $a + {{c1::b^2}}$ or ==x==", "It is $a + {{c1::b^3}}$ or ==x=="),
    ],
)
def test_a_typo_fixed_in_a_cloze_keeps_its_number(before: str, after: str) -> None:
    """A similar text, and nothing else to confuse it with"""
    assert sorted(after_edit(before, after)) == sorted(numbered(before))


def test_another_text_between_the_same_words_keeps_the_number() -> None:
    """A fact was corrected: the card asks the same"""
    before = "The capital of Brazil is ==Rio==, a city by the ==sea=="

    assert after_edit(before, "The capital of Brazil is ==Brasilia==, a city by the ==sea==") == {
        1: ("Brasilia",),
        2: ("sea",),
    }


def test_a_cloze_that_grows_keeps_its_number() -> None:
    """More or less of the same place is hidden"""
    assert after_edit("so the ==cell== divides", "so the ==cell divides==") == {
        1: ("cell divides",)
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("==Paris== is in France", "Paris is in ==France=="),
        ("==cells== of the body, and bodies", "cells of the body, and ==bodies=="),
        ("==mitochondria== make it; DNA too", "mitochondria make it; ==mitochondrial DNA== too"),
    ],
)
def test_a_new_cloze_never_inherits_from_a_dropped_one(before: str, after: str) -> None:
    """What still stands there, no longer hidden, was dropped: its reviews are nobody's"""
    assert list(after_edit(before, after)) == [2]


def test_neighbours_in_a_list_say_nothing() -> None:
    """Another item between the same hidden items is another item"""
    before, after = "- ==red==\n- ==green==\n- ==blue==", "- ==red==\n- ==up==\n- ==blue=="

    assert after_edit(before, after) == {1: ("red",), 3: ("blue",), 4: ("up",)}


def test_a_wholly_other_text_gets_a_new_number() -> None:
    """Nothing is around a cloze that is all there is"""
    assert after_edit("==heart==", "==lung==") == {2: ("lung",)}


def test_a_number_out_of_use_stays_reserved_for_its_text() -> None:
    """It comes back with the text, and for nothing else"""
    remembered = {1: ("a",), 2: ("gone",)}

    assert numbered("==a== ==new==", remembered, "a") == {1: ("a",), 3: ("new",)}
    assert numbered("==a== ==gone==", remembered, "a") == {1: ("a",), 2: ("gone",)}
    assert numbered("==a== ==gony==", remembered, "a") == {1: ("a",), 3: ("gony",)}


def test_of_several_texts_on_one_card_one_is_enough() -> None:
    """A group that loses a text is still that card"""
    assert after_edit("{{c1::a}} {{c1::b}} {{c2::c}}", "{{c1::b}} {{c2::c}}") == {
        1: ("b",),
        2: ("c",),
    }


def test_the_same_text_twice_keeps_both_numbers() -> None:
    """By the author's own numbers, if there are any"""
    assert after_edit("{{c1::a}} x {{c2::a}}", "{{c2::a}} x") == {2: ("a",)}


def test_a_number_the_author_changes_is_kept_and_told() -> None:
    """The reviews stay with the text; the author hears what it is called"""
    text = "{{c2::a}} {{c2::b}} {{c1::c}} ==d=="
    clozes = find_clozes(text)

    numbers = number_clozes(clozes, text, {1: ("a", "b"), 2: ("c",)}, "a b c")
    changed = changed_numbers(clozes, numbers)

    assert [(each.cloze.text, each.written, each.kept) for each in changed] == [
        ("a", 2, 1),
        ("c", 1, 2),
    ]


def test_nothing_is_told_if_nothing_changed() -> None:
    """The author's numbers are those in Anki"""
    clozes = find_clozes("{{c4::a}} ==b==")

    assert changed_numbers(clozes, number_clozes(clozes, "", {}, "")) == ()


OLD = st.sampled_from(["heart", "lung", "liver", "spleen", "blood vessel"])
NEW = st.sampled_from(["quick fox", "zigzag", "1789", "jump", "myth"])
PLACES = st.lists(st.tuples(st.sampled_from(["==", "", "{{c2::"]), OLD | NEW), max_size=8)


def written(parts: list[tuple[str, str]]) -> str:
    closing = {"==": "==", "": "", "{{c2::": "}}"}
    return " so ".join(f"{mark}{text}{closing[mark]}" for mark, text in parts)


@given(PLACES, PLACES, PLACES)
def test_no_two_groups_share_a_number(
    first: list[tuple[str, str]], second: list[tuple[str, str]], third: list[tuple[str, str]]
) -> None:
    """Whatever happens; and a text that was there keeps its number"""
    texts = [written(parts) for parts in (first, second, third)]
    remembered: Remembered = {}
    for before, text in zip(["", *texts], texts, strict=False):
        clozes = find_clozes(text)
        numbers = number_clozes(clozes, text, remembered, plain(before))
        assert len(set(numbers.values())) == len(numbers) == len({each.group for each in clozes})
        again = number_clozes(clozes, text, {**remembered, **numbered(text, remembered, before)},
                              plain(text))  # fmt: skip
        assert again == numbers
        remembered |= numbered(text, remembered, before)


@given(
    st.lists(OLD, min_size=1, max_size=4, unique=True),
    st.lists(NEW, min_size=1, max_size=4, unique=True),
)
def test_an_unrelated_text_never_gets_a_number_that_was_used(
    old: list[str], new: list[str]
) -> None:
    """Neither the words around nor the words hidden have anything in common"""
    before = "Here " + " and ".join(f"=={text}==" for text in old) + " work."
    after = "Then " + " or ".join(f"=={text}==" for text in new) + " came!"

    assert min(after_edit(before, after)) > len(old)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_any_text_can_be_numbered(before: str, after: str, hidden: str) -> None:
    """No text is too odd"""
    numbered(f"{after} =={hidden}== {{{{c1::{before}}}}}", {1: (hidden,), 3: (before,)}, before)
