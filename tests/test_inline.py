"""What the characters of inline Markdown are, and what a reader sees of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from markdown_strategies import MARKDOWN

from flashcards.inline import (
    find_native,
    find_pairs,
    find_separator,
    find_words,
    plain,
    scan,
    shown_text,
    split_block_id,
    split_tags,
)

SEPARATORS = ("::", ":::", ";;", ";;;")


def kinds(markdown: str) -> list[tuple[str, str]]:
    """Return the special pieces with their source."""
    pieces = scan(markdown)
    return [(p.kind.value, markdown[p.start : p.end]) for p in pieces if p.kind.value != "text"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a `b *c*` d", [("code", "`b *c*`")]),
        ("``a ` b``", [("code", "``a ` b``")]),
        ("a ` b", []),
        ("a `b\n\nc` d", []),
        ("```py\n**x**\n\n`y`\n```\nz", [("code", "```py\n**x**\n\n`y`\n```")]),
        ("- ~~~\n  [[x]]\n  ~~~", [("code", "~~~\n  [[x]]\n  ~~~")]),
        ("```\nnever closed *x*", [("code", "```\nnever closed *x*")]),
        ("$a*b$ and $c$", [("math", "$a*b$"), ("math", "$c$")]),
        ("$5 and $6", []),
        ("costs $5, not 6$ or $ 7 $", [("math", "$5, not 6$")]),
        ("$$\na\n\nb\n$$", [("math", "$$\na\n\nb\n$$")]),
        (r"\$a$ b\$", [("escape", r"\$"), ("escape", r"\$")]),
        ("a <!-- *b* --> c %%d%%", [("comment", "<!-- *b* -->"), ("comment", "%%d%%")]),
        ("<b>x</b> a < b", [("html", "<b>"), ("html", "</b>")]),
        (r"[[A/B#c\|d]] ![[e.png]]", [("wikilink", r"[[A/B#c\|d]]"), ("embed", "![[e.png]]")]),
        ("[a *b*](c(d)e 'f') ![g](h)", [("link", "[a *b*](c(d)e 'f')"), ("image", "![g](h)")]),
        ("[![a](b)](c) [x] (y)", [("link", "[![a](b)](c)")]),
        ("(see https://a.b/c_d(e).)", [("url", "https://a.b/c_d(e)")]),
        ("==https://a.b/c==", [("mark", "=="), ("url", "https://a.b/c"), ("mark", "==")]),
        ("http://[::1]:80/x", [("url", "http://[::1]:80/x")]),
        ("<mailto:a@b.c>", [("url", "<mailto:a@b.c>")]),
        ("a #tag/b-c, #1 x#y", [("tag", "#tag/b-c")]),
        ("a ^id\nb ^id2 c", [("block id", "^id")]),
        ("a_b_c 2 * 3 * 4 a == b", []),
        ("**a *b* c**", [("mark", m) for m in ("**", "*", "*", "**")]),
        ("**a ==b** c==", [("mark", "**"), ("mark", "**")]),
        ("==a\n\nb== *c\n- d*", []),
        ("~~a~~ ~b~", [("mark", "~~"), ("mark", "~~")]),
    ],
)  # fmt: skip
def test_scan(markdown: str, expected: list[tuple[str, str]]) -> None:
    """Each construct is recognised as Obsidian does"""
    assert kinds(markdown) == expected


@given(MARKDOWN)
def test_pieces_cover_the_text(markdown: str) -> None:
    """Pieces lie side by side, cover everything, and show a part of themselves"""
    at = 0
    for piece in scan(markdown):
        assert piece.start == at < piece.end
        assert piece.start <= piece.shown_start <= piece.shown_end <= piece.end
        at = piece.end
    assert at == len(markdown)


@given(MARKDOWN)
def test_pairs_nest(markdown: str) -> None:
    """Pairs of marks never overlap in part, and both marks are the same"""
    inside: list[int] = []
    for pair in find_pairs(markdown):
        while inside and inside[-1] <= pair.start:
            inside.pop()
        assert not inside or pair.end <= inside[-1]
        assert markdown[pair.start : pair.inner_start] == markdown[pair.inner_end : pair.end]
        inside.append(pair.end)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (r"The [[HPA\|axis]] is *[big **and** bad](x)* `y` $z$", "The axis is big and bad y $z$"),
        ("![[a.png]] x <!-- y --> <b>z</b> ^id", " x  z "),
        (r"\*a\*", "*a*"),
        ("[[A/B#C]]", "A/B#C"),
    ],
)
def test_shown_text(markdown: str, expected: str) -> None:
    """A reader sees labels and words, no targets and marks"""
    assert shown_text(markdown) == expected


@given(MARKDOWN)
def test_shown_text_adds_nothing(markdown: str) -> None:
    """Each shown character stands in the source, in the same order"""
    source = iter(markdown)

    assert all(character in source for character in shown_text(markdown))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is **ATP**?", "what  is ATP?"),
        ("The [[A\\|cell]]", "The [cell](x.md)"),
        ("A {{c1::cell::hint}}", "A ==2;;cell;;hint=="),
        ("a <!-- comment --> b ^id", "a b"),
        ("- one\n- two", "1. one\n2. two"),
        ("${{c1::x}}$", "$x$"),
        ("# Heading", "Heading"),
    ],
)
def test_plain_of_the_same_question(one: str, other: str) -> None:
    """Markup, targets, comments, cloze marks, case and spacing do not change what is asked"""
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("![[a.png]]", "![[b.png]]"),
        ("![x](a.png)", "![x](b.png)"),
        ('<img src="a.png">', '<img src="b.png">'),
        ("$X$", "$x$"),
        ("resume", "résumé"),
    ],
)
def test_plain_of_different_questions(one: str, other: str) -> None:
    """Names of embedded files, math and accents tell questions apart"""
    assert plain(one) != plain(other)


@given(MARKDOWN)
def test_plain_has_one_spacing(markdown: str) -> None:
    """Words stand apart by one blank"""
    assert plain(markdown) == " ".join(plain(markdown).split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a :: b :: c", ("a ", "::")),
        ("a ::: b", ("a ", ":::")),
        ("a;;;b", ("a", ";;;")),
        ("a :::: b", None),
        ("`a::b` :: c", ("`a::b` ", "::")),
        ("$a::b$", None),
        ("http://a::b", None),
        (r"\:: a", None),
        ("{{c1::a}}", None),
        ("[field:: x]", None),
        ("==1;;a==", None),
        ("[[a::b]]::c", ("[[a::b]]", "::")),
        ("**a::b**", ("**a", "::")),
    ],
)
def test_find_separator(line: str, expected: tuple[str, str] | None) -> None:
    """The first separator in plain text divides, the longest one at its place"""
    found = find_separator(line, SEPARATORS)

    assert (found and (line[: found[0]], line[found[0] : found[1]])) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#a  Q #b/c", ("Q", ("a", "b/c"))),
        ("Q about C # and #5", ("Q about C # and #5", ())),
        ("a #mid b", ("a #mid b", ())),
        ("#a #b", ("", ("a", "b"))),
        ("`#a` #b", ("`#a`", ("b",))),
    ],
)
def test_split_tags(line: str, expected: tuple[str, tuple[str, ...]]) -> None:
    """Tags at both ends come off, others stay"""
    assert split_tags(line) == expected


def test_split_tags_at_the_end_alone() -> None:
    """An answer's last line may begin with a tag"""
    assert split_tags("#a b #c", leading=False) == ("#a b", ("c",))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a ^id-1 ", ("a", "id-1")),
        ("^id", ("", "id")),
        ("a^2", ("a^2", None)),
        ("a ^b c", ("a ^b c", None)),
    ],
)
def test_split_block_id(line: str, expected: tuple[str, str | None]) -> None:
    """A block id stands at the end, behind a blank"""
    assert split_block_id(line) == expected


def words(markdown: str, *phrases: str) -> list[str]:
    return [markdown[start:end] for start, end in find_words(markdown, phrases)]


@pytest.mark.parametrize(
    ("markdown", "phrases", "expected"),
    [
        ("Insulin Resistance, insulin-resistances", ["insulin resistance"],
         ["Insulin Resistance", "insulin-resistances"]),
        ("insulins resist", ["insulin"], ["insulins"]),
        ("proinsulin", ["insulin"], []),
        ("HPA axis and axes", ["axis", "HPA axis"], ["HPA axis", "axes"]),
        ("analyses of an analysis", ["Analysis"], ["analyses", "analysis"]),
        ("**HPA** axis", ["HPA axis"], ["HPA** axis"]),
        (r"[[HPA axis\|x]] [[HPA axis]] [HPA axis](HPA.md)", ["HPA axis"], ["HPA axis"] * 2),
        ("`axis` $axis$ https://axis.org <!-- axis --> ![axis](b)", ["axis"], []),
        ("C and C++", ["C++"], ["C++"]),
        ("put it in IT", ["IT"], ["IT"]),
        ("ai, AI and two AIs, As", ["AI", "A"], ["AI", "AIs"]),
        ("胰岛素抵抗", ["胰岛素"], ["胰岛素"]),
        ("one HPA\n\naxis", ["HPA axis"], []),
        ("one HPA\naxis", ["HPA axis"], ["HPA\naxis"]),
        ("a b", ["", "?!"], []),
        ("Alzheimer’s disease", ["Alzheimer's Disease"], ["Alzheimer’s disease"]),
    ],
)  # fmt: skip
def test_find_words(markdown: str, phrases: list[str], expected: list[str]) -> None:
    """Phrases are found as whole words, and only where a reader sees words"""
    assert words(markdown, *phrases) == expected


def test_find_exact_words() -> None:
    """The very words are found, and no other form of them"""
    found = find_words("axis Axis axes", ["axis"], exact=True)

    assert found == ((0, 4),)


@pytest.mark.parametrize(
    ("markdown", "inner"),
    [
        ("{{c1::a {b}}}", ["a {b}"]),
        ("{{c1::a { b}} {{c2::c}}", ["a { b", "c"]),
        (r"{{c1::$\frac{a}{b}$}}", [r"$\frac{a}{b}$"]),
        ("{{c1::a {{c2::b}}}}", ["a {{c2::b}}", "b"]),
        ("`{{c1::a}}` {{ c1::x }} {{C1::y}} {{c1::z", []),
        ("[{{c1::a}}](b) [[X|{{c2::y}}]]", ["a", "y"]),
    ],
)
def test_find_native(markdown: str, inner: list[str]) -> None:
    """Anki's marks are found in text, labels and math, with braces inside them"""
    found = find_native(markdown)

    assert [markdown[cloze.inner_start : cloze.inner_end] for cloze in found] == inner


UNITS = (
    "=", "==", "{", "[", "[[", "`", "` ``", ":", "://", "*", "**a", "_a", "$a ", "<", "<!--", "](",
    "[a](", "![", "%%", "#a ", "^a ", "\n", "\\", "[a](b) ", "~~~\n", "```\n", "$$\n", "*a **b ",
    "x==y ", "[a]( ", "{{c1::", "{{c1::{", "https://a.b ", "[a](b '", "==a== ", "[[a|b c]]",
    "[a:: ",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text_only(unit: str) -> None:
    """A hostile line takes no more than seconds (a quadratic rule would take hours)"""
    line = unit * (60_000 // len(unit))
    started = time.process_time()

    plain(line)
    find_words(line, ["a b"])
    find_separator(line, SEPARATORS)
    split_tags(line)
    split_block_id(line)

    assert time.process_time() - started < 10
