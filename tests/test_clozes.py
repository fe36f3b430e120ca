"""What the author marked to be hidden, and how clozes are written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from markdown_strategies import MARKDOWN

from flashcards.clozes import CLOSE, HINT, OPEN, SEP, ClozeStyle, find_clozes, mark_clozes

NUMBERS = {group: group + 1 for group in range(100)}
PRIVATE = (OPEN, SEP, HINT, CLOSE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c1::a}} {{c2::b::hint}}", [("a", "", 1, 0), ("b", "hint", 2, 1)]),
        ("{{c2::a}} {{c1::b}} {{c2::c}}", [("a", "", 2, 0), ("b", "", 1, 1), ("c", "", 2, 0)]),
        ("{{c1::a {{c2::b}}}}", [("a {{c2::b}}", "", 1, 0), ("b", "", 2, 1)]),
        ("{{c1,2::a}}", [("a", "", 1, 0), ("a", "", 2, 1)]),
        ("==a== ==b==", [("a", "", None, 0), ("b", "", None, 1)]),
        ("==1;;a;;b==", [("a", "b", 1, 0)]),
        ("==x;;b==", [("x", "b", None, 0)]),
        ("==ash;;a==", [("a", "", None, 0)]),
        ("==a **b** c==", [("a **b** c", "", None, 0)]),
        ("=={{c1::a}} b== ==c==", [("a", "", 1, 0), ("c", "", None, 1)]),
        ("{{c1::a ==b==}}", [("a ==b==", "", 1, 0)]),
        ("`==a==` $==b==$ <!-- ==c== --> a == b == c", []),
        ("==a==b==", [("a", "", None, 0)]),
        ("**a**", []),
    ],
)
def test_find_clozes(text: str, expected: list[tuple[str, str, int | None, int]]) -> None:
    """Marks are found with text, hint, number and group"""
    found = find_clozes(text)

    assert [(c.text, c.hint, c.number, c.group) for c in found] == expected


def test_find_bold() -> None:
    """Bold text is a cloze where that is wanted"""
    found = find_clozes("**a** *b* __c__ ==d==", highlights=False, bold=True)

    assert [cloze.text for cloze in found] == ["a", "c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{c7::b::h}} ==c==", "a {{c1::b::h}} {{c2::c}}"),
        ("{{c1::a {{c2::b}} c}}", "{{c1::a {{c2::b}} c}}"),
        ("{{c1::a {{c2::b}}}}", "{{c1::a {{c2::b}}}}"),
        ("{{c1,2::a}}", "{{c1::{{c2::a}}}}"),
        ("==1;;a;;b==", "{{c1::a::b}}"),
    ],
)
def test_mark_clozes_for_people(text: str, expected: str) -> None:
    """Clozes are shown in Anki's form, with the numbers given"""
    assert mark_clozes(text, find_clozes(text), NUMBERS, ClozeStyle.NATIVE) == expected


def test_mark_clozes_for_the_renderer() -> None:
    """Private marks leave literal braces in code alone"""
    text = "`{{c1::x}}` {{c1::y::z}}"
    marked = mark_clozes(text, find_clozes(text), {0: 4}, ClozeStyle.PRIVATE)

    assert marked == f"`{{{{c1::x}}}}` {OPEN}4{SEP}y{HINT}z{CLOSE}"


def test_group_without_number_is_text() -> None:
    """A cloze that gets no number is shown"""
    text = "a ==b== c"

    assert mark_clozes(text, find_clozes(text), {}, ClozeStyle.NATIVE) == "a b c"


def test_private_marks_of_the_author_are_dropped() -> None:
    """No text of a vault can write a mark for the renderer"""
    text = f"{OPEN}1{SEP}a{CLOSE}"

    assert mark_clozes(text, (), {}, ClozeStyle.PRIVATE) == "1a"


@given(MARKDOWN)
def test_no_clozes_change_nothing(text: str) -> None:
    """Without clozes, marking gives back the text"""
    assert mark_clozes(text, (), NUMBERS, ClozeStyle.NATIVE) == text


@given(MARKDOWN)
def test_clozes_nest_and_hold_their_text(text: str) -> None:
    """Clozes are sorted, overlap never in part, and their text stands between their ends"""
    inside: list[int] = []
    for cloze in find_clozes(text, bold=True):
        while inside and inside[-1] <= cloze.start:
            inside.pop()
        assert not inside or cloze.end <= inside[-1]
        assert cloze.text in text[cloze.start : cloze.end]
        inside.append(cloze.end)


@given(MARKDOWN)
def test_stripped_marks_leave_the_authors_text(text: str) -> None:
    """Taking the private marks out gives the text with every group shown"""
    for char in PRIVATE:
        text = text.replace(char, "")
    clozes = find_clozes(text, bold=True)
    marked = mark_clozes(text, clozes, NUMBERS, ClozeStyle.PRIVATE)
    bare = re.sub(f"{OPEN}\\d+{SEP}|{HINT}[^{CLOSE}]*{CLOSE}|{CLOSE}", "", marked)

    assert bare == mark_clozes(text, clozes, {}, ClozeStyle.PRIVATE)
