"""What the author marked to be hidden, and how clozes are written."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from markdown_strategies import MARKDOWN

from flashcards.clozes import CLOSE, HINT, OPEN, SEP, ClozeStyle, Curly, find_clozes, mark_clozes

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
        (r"{{c1::$\frac{a}{b}$}}", [(r"$\frac{a}{b}$", "", 1, 0)]),
        ("{a} {1:b}", []),
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


V1, V2, O2A = Curly.FLASHCARDS_OBSIDIAN, Curly.NUMBERED, Curly.OBSIDIAN_TO_ANKI


@pytest.mark.parametrize(
    ("curly", "text", "expected"),
    [
        (V1, "{a} {2:b} {2c}", [("a", None, 0), ("b", 2, 1), ("c", 2, 1)]),
        (V1, "{25 %} {2 weeks}", [("25 %", None, 0), ("2 weeks", None, 1)]),
        (V1, "{1.5} {12:30}", [("1.5", None, 0), ("12:30", None, 1)]),
        (V1, "{2} {1:} { } {}", [("2", None, 0)]),
        (V1, "{2*x*} {3$y$}", [("*x*", 2, 0), ("$y$", 3, 1)]),
        (O2A, "{a} {12:b} {12|c}", [("a", None, 0), ("b", 12, 1), ("c", 12, 1)]),
        (O2A, "{c2:a} {c3|b}", [("a", 2, 0), ("b", 3, 1)]),
        (O2A, "{2a} {c} {c2}", [("2a", None, 0), ("c", None, 1), ("c2", None, 2)]),
        (V2, "{a} {2:b} {2c} {c2:d} {12:e}", [("b", 2, 0), ("e", 12, 1)]),
        (V2, "{0:a} {:b}", []),
        (V1, "{1:a {b} c}", [("a {b} c", 1, 0)]),
        (V2, "{a {1:b} c}", [("b", 1, 0)]),
        (V2, "{1:a {2:b} c}", [("a {2:b} c", 1, 0)]),
        (V1, "a { b {c} d", [("c", None, 0)]),
        (V1, "{1:a {b}}", [("a {b}", 1, 0)]),
        (V1, "a } b {c} }", [("c", None, 0)]),
        (V1, "{{a}} {{{b}}} {{a {c}}} {{ {d} }}", []),
        (V1, "{{c1::a {b}}} {2:c}", [("a {b}", 1, 0), ("c", 2, 1)]),
        (V1, "{a {{c1::b}} c} {d}", [("b", 1, 0), ("d", None, 1)]),
        (V1, r"{{c1::$\frac{a}{b}$}}", [(r"$\frac{a}{b}$", 1, 0)]),
        (V1, r"$\frac{a}{b}$ and {$\frac{a}{b}$}", [(r"$\frac{a}{b}$", None, 0)]),
        (V1, r"$\frac{a}{b}$ and \{a\}", []),
        (V1, "`{a}` <!-- {b} --> %%{c}%% <https://e.org/{d}> <a href={e}>", []),
        (V1, "```\n{a}\n```\n\n$$\n{b}\n$$", []),
        (V1, "{a `}` b}", [("a `}` b", None, 0)]),
        (V1, "[{a}](b{c}) [[{d}]] [[e|{f}]]", [("a", None, 0), ("f", None, 1)]),
        (V1, "{a\nb}", [("a\nb", None, 0)]),
        (V1, "{a\n\nb} {c\n \t\nd}", []),
        (V1, "A\n{ #Y8EMH22L }", []),
        (V1, "=={1:a}== {2:==b==} ==c==", [("a", 1, 0), ("==b==", 2, 1), ("c", None, 2)]),
        (O2A, "{{c3::a}} {2:b}", [("a", 3, 0), ("b", 2, 1)]),
    ],
)
def test_find_curly(curly: Curly, text: str, expected: list[tuple[str, int | None, int]]) -> None:
    """Single braces hide by the rules of one plugin; pairs match, double ones are left alone"""
    found = find_clozes(text, curly=curly)

    assert [(c.text, c.number, c.group) for c in found] == expected


@pytest.mark.parametrize("curly", list(Curly))
@pytest.mark.parametrize(
    "text",
    [
        "{" * 50_000,
        "}" * 50_000,
        "{1:" * 20_000,
        "{a}" * 20_000,
        "{1:" * 20_000 + "}" * 20_000,
        "{a " * 20_000 + "}" * 20_000,
        "{1:a {{c1::b}} " * 5_000,
        "{{c1::{a}}} " * 5_000 + "[{b}](c) " * 5_000,
        "{a\n" * 20_000,
        "{ #" * 20_000,
    ],
    ids=lambda text: f"{text[:12]!r}" if isinstance(text, str) else "",
)
def test_curly_takes_linear_time(curly: Curly, text: str) -> None:
    """No row of braces takes long"""
    began = time.process_time()
    find_clozes(text, curly=curly)

    assert time.process_time() - began < 2.0


@pytest.mark.parametrize("curly", list(Curly))
@given(text=MARKDOWN)
def test_curly_clozes_nest_and_their_marks_go(curly: Curly, text: str) -> None:
    """Clozes never overlap in part, and marking replaces their braces alone"""
    clozes = find_clozes(text, bold=True, curly=curly)
    inside: list[int] = []
    for cloze in clozes:
        while inside and inside[-1] <= cloze.start:
            inside.pop()
        assert not inside or cloze.end <= inside[-1]
        inside.append(cloze.end)
    bare = mark_clozes(text, clozes, {}, ClozeStyle.NATIVE)
    for cloze in clozes:
        assert mark_clozes(cloze.text, (), {}, ClozeStyle.NATIVE) in text
    assert len(bare) <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {c7:b} ==c== {d}", "a {{c1::b}} {{c2::c}} {{c3::d}}"),
        ("{2|a {b}} {2:c}", "{{c1::a {b}}} {{c1::c}}"),
        ("{2a}", "{{c1::2a}}"),
    ],
)
def test_mark_curly_clozes(text: str, expected: str) -> None:
    """Braces and number go, whoever's rules they follow"""
    clozes = find_clozes(text, curly=O2A)

    assert mark_clozes(text, clozes, NUMBERS, ClozeStyle.NATIVE) == expected


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
