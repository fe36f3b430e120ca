"""The words that came and went."""

from __future__ import annotations

import time

import pytest

from flashcards.word_diff import readable, word_diff


def diffed(before: str, after: str) -> str:
    """Write a diff as `git diff --word-diff` does."""
    marks = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marks[op.value].format(text) for op, text in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("the old cell", "the new cell", "the [-old-]{+new+} cell"),
        ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
        ("a b", "a", "a [-b-]"),
        ("", "all new", "{+all new+}"),
        ("It ends", "It ends.", "It ends{+.+}"),
        ("<p>one</p><p>two</p>", "<p>one</p><p>three</p>", "one [-two-]{+three+}"),
        ("細胞は赤い", "細胞は青い", "細胞は[-赤-]{+青+}い"),
        ("1 &lt; 2", "1 &gt; 2", "1 [-<-]{+>+} 2"),
        ("{{c1::cell}} wall", "{{c1::cell wall}}", "{{c1::cell {+wall+}}} [-wall-]"),
    ],
)
def test_words_that_changed_are_marked(before: str, after: str, expected: str) -> None:
    """What stayed is shown once, what went and what came stand side by side"""
    assert diffed(before, after) == expected


def test_tags_are_shown_only_where_they_changed() -> None:
    """Markup that both have is not read; a word that became bold is"""
    before = '<p>The <i>cell</i> <img src="a.png"> divides</p>'
    after = '<p>The <i>cell</i> <img src="b.png"> <b>divides</b></p>'

    assert diffed(before, after) == (
        'The cell [-<img src="a.png">-]{+<img src="b.png"> <b>+}divides{+</b>+}'
    )


def test_nothing_is_marked_where_only_blanks_differ() -> None:
    """A line that was wrapped reads the same"""
    assert diffed("a b", "a\n b") == "a b"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>The {{c1::cell::a hint}} has {{c2::std&#58;&#58;x {{c3::y}}}}</p>",
         "The cell has std::x y"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("a :: b }} {{c1", "a :: b {{c1"),
    ],
)  # fmt: skip
def test_a_field_reads_as_its_card_does(html: str, text: str) -> None:
    """No tags, clozes filled in, without their hints"""
    assert readable(html) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 100_000 + "x", "b " * 100_000 + "y"),
        ("a b " * 50_000, "b a " * 50_001),
        ("x" * 500_000, "y" * 500_000),
        ("<" * 50_000, ">" * 50_000),
        ("{{c1::" * 50_000, "}}" * 50_000),
        ("<b>a</b> " * 30_000, "<i>a</i> " * 30_000),
    ],
)
def test_a_huge_field_takes_no_time(before: str, after: str) -> None:
    """A diff is looked for only where that is quick; else the stretch counts as rewritten"""
    start = time.process_time()
    word_diff(before, after)
    readable(before + after)
    assert time.process_time() - start < 5
