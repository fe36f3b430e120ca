"""The short ways to HTML write what markdown-it writes, and are taken where they are meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.citations import CitationGroup
from flashcards.clozes import find_clozes, mark_clozes
from flashcards.markdown import html
from flashcards.markdown.by_character import ENDS, FIRST
from flashcards.markdown.parser import parsed_html, the_parser
from flashcards.markdown.private import strip_private
from flashcards.markdown.simple import blocks_html, is_paragraph, paragraph_html
from flashcards.wikilinks import Wikilink

FIXTURES = sorted(Path(__file__).parent.rglob("*.md"))

FRAGMENTS = """
- a Word x. (so) [[A|b]] [[Cards/X\\|y]] **b c** *e* ==m== `c` $x_1$ $\\alpha$ — 5 1. 5) "q"
it's ß ² $ ** * == = ` # #t @k & &amp; <b> > ! ] } : :: ~ ~~ http://a.b {{c1::x}} {{c2::**b**::h}}
- + _ \\ % %% [ [x]: | |-| ^id ^[n] ``` $$ ![[p.png]] {x} === ---
$y$5 **b**c *e*f ==m==g `c`d (**b**) x:y [[A]]b #5 ``c`` `a<b` `%%` `![[a]]` $a<b$
[[a%%b]] [[a^b|c]] {{c1::[[A|b]]}} {{c2::`<i>`}} {{c3::5.}} {{c4::%}} {{c5::a|==b==}}
[[A\\]] `{.x}` $x^[2]$ [@a] [@a:b.c-d,p.1] [-@a] [@fig:x] [@a,*b*] [@a]: [@a](b) [@a][b] [@_a] [@é,]
[@a., {{c1::[@b]}} ![@a] ^[@a]
""".split()  # noqa: SIM905 - so many read better as words
GAPS = ("", " ", "  ", "\n", "\n\n", "\n  ", "  \n", "\n\n    ", "\u00a0", "\n- ", "\n> ", "\n1. ")


class _Handlers:
    def wikilink(self, link: Wikilink) -> str:
        return f"<a>{link.shown}</a>"

    def embed(self, _link: Wikilink) -> str:
        return '<div class="embed">e</div>'

    def image(self, src: str, alt: str) -> str:
        return f"<i>{src}{alt}</i>"

    def link(self, href: str) -> str | None:
        return href if href.startswith("http") else None

    def citation(self, group: CitationGroup) -> str | None:
        return "<cite>c</cite>" if group.form != "bare" else None

    def has_footnote(self, name: str) -> bool:
        return name == "1"


def by_markdown_it(source: str) -> str:
    """Return what the whole of markdown-it makes of a text."""
    return html.finish_html(parsed_html(source, _Handlers()))


def by_the_short_way(source: str) -> str | None:
    """Return the HTML of a text if it is known without markdown-it."""
    html = paragraph_html(source, _Handlers())
    return blocks_html(source, _Handlers()) if html is None else html


def as_in_a_field(text: str) -> str:
    """Return a text with the marks that the renderer gets."""
    text = strip_private(text)
    clozes = find_clozes(text, highlights=False)
    numbers = {cloze.group: cloze.group + 1 for cloze in clozes}
    return mark_clozes(text, clozes, numbers).strip("\n").rstrip()


@settings(max_examples=1000)
@given(st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(GAPS)), max_size=8))
def test_same_html(pieces: list[tuple[str, str]]) -> None:
    """Whichever way a text goes, its HTML is the same"""
    source = as_in_a_field("".join(word + gap for word, gap in pieces))

    assert html.to_html(source, _Handlers()) == by_markdown_it(source)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_same_html_of_fixtures(path: Path) -> None:
    """Every paragraph and line of every fixture is the same, too"""
    text = path.read_text(encoding="utf-8")
    for each in {
        *re.split(r"\n(?:\.|)\n", text),
        *(line.lstrip("> -") for line in text.split("\n")),
    }:
        source = as_in_a_field(each)
        assert html.to_html(source, _Handlers()) == by_markdown_it(source)


@pytest.mark.parametrize(
    "source",
    [
        "Words with a [[link|label]] and $x_1$.",
        "[[Insulin]] is **not** a *drug*, but ==made== by `islets`: 5 & more",
        "Two lines,\nand a second paragraph.\n\nHere.",
        "As [@pang2021, p. 3] says.",
        "These:\n- **one**\n- two\n\nAnd then {x}^2.",
        as_in_a_field("The {{c1::[[HPA Axis]]}} has {{c2::**direct** effects}}."),
    ],
)
def test_simple(source: str) -> None:
    """What most fields hold takes the short way"""
    assert by_the_short_way(source) is not None


@pytest.mark.parametrize(
    "source",
    [
        "# a",
        "- a\n\n- b",
        "- a\n* b",
        "    a",
        "> a",
        "[x]: y",
        "![[a]]",
        "a %%b%%",
        "a ^b",
        "`" * 3,
    ],
)
def test_no_paragraph(source: str) -> None:
    """What is another block, or may be nothing in the end, is read as a whole"""
    assert not is_paragraph(source)
    assert by_the_short_way(source) is None


def test_every_rule_has_its_characters() -> None:
    """No rule is forgotten where rules are chosen by the character at hand"""
    rules = the_parser().inline.ruler.get_active_rules()

    assert set(rules) - {"text"} == set(FIRST)
    assert not set(ENDS) & set("".join(FIRST.values()))


@pytest.mark.parametrize("source", ["![[a.png]]", "%%hidden%% a", "a %%b%%", "- a", "# a [[b]]"])
def test_same_inline(source: str) -> None:
    """In a heading, too, the short way is taken only by what it is made for"""
    whole = html.finish_html(parsed_html(source, _Handlers(), inline=True))

    assert html.to_html(source, _Handlers(), inline=True) == whole
