"""HTML: what stands in `tests/html/` as Markdown and field, what Anki makes of it, and the laws."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from anki.collection import Collection
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from flashcards.citations import CitationGroup
from flashcards.clozes import CLOSE, HINT, OPEN, SEP, find_clozes, mark_clozes
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import to_html
from flashcards.markdown.private import SOUND_CLOSE, SOUND_OPEN, strip_private
from flashcards.wikilinks import Wikilink

FIXTURES = [
    pytest.param(file.stem == "clozes", text, expected, id=f"{file.stem}:{line} {title}")
    for file in sorted((Path(__file__).parent / "html").glob("*.md"))
    for line, title, text, expected in read_fixture_file(file)
]

HOSTILE = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<base href=https://example.org><link rel=stylesheet href=x>",
    "<form action=x><button formaction=javascript:alert(1)>x</button></form>",
    "<style>*{background:url(https://example.org)}</style>",
    "<b style='background:url(javascript:alert(1));behavior:url(x)'>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "`<script>`",
    "$<script>alert(1)</script>$",
    "==<img src=x onerror=alert(1)>==",
    "[[x|<img src=x onerror=alert(1)>]]",
    '![["onerror=alert(1) x=".png]]',
    "#tag<script>alert(1)</script>",
    '> [!x"><script>alert(1)</script>] t',
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</textarea><script>alert(1)</script>",
)


class Links:
    """Links into a vault that has everything."""

    def wikilink(self, link: Wikilink) -> str:
        """Return a link to the target."""
        return f'<a href="obsidian://open?file={escape(link.target)}">{escape(link.shown)}</a>'

    def embed(self, link: Wikilink) -> str:
        """Return a sound, a part of a vault note, or a picture."""
        if link.target == "Vault note":
            return '<div class="embed">shown</div>'
        if link.target.endswith(".mp3"):
            return SOUND_OPEN + link.target + SOUND_CLOSE
        return f'<img src="{escape(link.target)}" alt="{escape(link.label)}">'

    def image(self, src: str, alt: str) -> str:
        """Return a picture."""
        return f'<img src="{escape(src)}" alt="{escape(alt)}">'

    def link(self, href: str) -> str | None:
        """Return the address if it leads out of the vault."""
        return href if ":" in href else None

    def citation(self, group: CitationGroup) -> str | None:
        """Return the citekeys in brackets, but of bare ones only `@known`."""
        citekeys = "; ".join(citation.citekey for citation in group.citations)
        return f"({escape(citekeys)})" if group.form != "bare" or citekeys == "known" else None

    def has_footnote(self, name: str) -> bool:
        """Know the footnote `known`."""
        return name == "known"


def field(markdown: str) -> str:
    """Return the HTML for plain Markdown."""
    return to_html(strip_private(markdown), Links())


def cloze_field(markdown: str) -> str:
    """Return the HTML for Markdown in which the author marked clozes."""
    clozes = find_clozes(markdown)
    numbers = {cloze.group: cloze.number or cloze.group + 1 for cloze in clozes}
    return to_html(mark_clozes(strip_private(markdown), clozes, numbers), Links())


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """An empty collection of Anki's own."""
    found = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield found
    found.close()


def numbers_in_anki(collection: Collection, html: str) -> list[int]:
    """Return the clozes that Anki sees in a field."""
    notetype = collection.models.by_name("Cloze")
    assert notetype is not None
    note = collection.new_note(notetype)
    note["Text"] = html
    return sorted(collection._backend.cloze_numbers_in_note(note._to_backend_note()))


def cards_in_anki(collection: Collection, html: str) -> list[tuple[str, str]]:
    """Return question and answer of the cards that Anki makes from a `Text`."""
    notetype = collection.models.by_name("Cloze")
    assert notetype is not None
    note = collection.new_note(notetype)
    note["Text"] = html
    numbers = numbers_in_anki(collection, html)
    cards = [note.ephemeral_card(ord=number - 1).render_output() for number in numbers]
    return [(card.question_text, card.answer_text) for card in cards]


@pytest.mark.parametrize(("has_clozes", "markdown", "expected"), FIXTURES)
def test_fixtures(has_clozes: bool, markdown: str, expected: str) -> None:
    """Markdown becomes the field that stands below it."""
    html = cloze_field(markdown) if has_clozes else field(markdown)

    assert expected.strip() == html


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile(markdown: str) -> None:
    """Nothing an author can write runs in Anki."""
    assert_harmless(field(markdown))


def assert_harmless(html: str) -> None:
    """Fail if anything in the HTML could run, load or pass for one of Anki's marks."""
    assert not re.search(r"<(script|style|iframe|svg|object|form|meta|base|link|template)\b", html)
    for tag in re.findall(r"<[^>]*>", html):
        outside_values = re.sub(r'"[^"]*"', '""', tag)
        assert not re.search(r"\son\w+\s*=", outside_values), tag
        assert not re.search(r'(href|src)="\s*(javascript|data|vbscript):', tag, re.IGNORECASE)
    assert not re.search(r"\{\{|\}\}|\[sound:|\[anki:|\[latex\]|\[\${1,2}\]", html)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef]", html)


FRAGMENTS = st.sampled_from(
    (
        *HOSTILE, *"*_`~=[]()!<>#$%^@{}|\\:-\n\t\"'& ", "[[", "]]", "$$", "==", "%%", "```\n", "> ",
        "{{c1::", "}}", "[sound:", "[latex]", "&#xFDD0;", "&#123;&#123;c1::", "[!note]", "- [x] ",
        "https://example.org", "@known", "<!--", "-->", "\n\n", "| a |", "\n| - |\n", "a", "1", "é",
        "\x00", "\x1f", "\ud800", OPEN, SEP, HINT, CLOSE, SOUND_OPEN, SOUND_CLOSE,
    )
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=12).map("".join))
def test_no_text_raises_or_does_harm(markdown: str) -> None:
    """Whatever stands in a vault note, the field is harmless."""
    assert_harmless(field(markdown))


@settings(max_examples=100, deadline=None)
@given(st.lists(FRAGMENTS | st.just(f"{OPEN}1{SEP}"), max_size=12).map("".join))
def test_marks_without_partners_never_show(marked: str) -> None:
    """Our own marks, however they are strewn, are written as whole clozes or not at all."""
    html = to_html(marked, Links())

    assert not re.search("[\ufdd0-\ufdd5\x1f\x00]", html)
    assert len(re.findall(r"\{\{c\d+::", html)) == len(re.findall(r"\}\}", html))


@given(st.text("abé .,;'\"()–-12\n", max_size=30))
def test_the_short_way_for_plain_text_is_the_same(text: str) -> None:
    """Text without marks skips the parser, and nobody can tell."""
    text = text.strip() + "."
    whole = to_html(text + "**x**", Links(), inline=True)

    assert whole == to_html(text, Links(), inline=True) + "<strong>x</strong>"


def test_without_private_every_place_stays() -> None:
    """What a field cannot hold is replaced, never cut, so that offsets stay true."""
    assert strip_private("a\ufdd0b\x1fc\ud800d\n\te") == "a\ufffdb c\ufffdd\n\te"


def test_a_sound_is_written_only_by_a_handler() -> None:
    """`[sound:x]` is what we mean, and never what an author types."""
    assert field("![[a-1.mp3]] [sound:b.mp3]") == "[sound:a-1.mp3] &#91;sound:b.mp3]"


@pytest.mark.parametrize("flat", [True, False], ids=["flat", "nested"])
def test_the_colons_before_a_hint_make_no_sound(*, flat: bool) -> None:
    """Nor anything else that Anki would look for, of the word that they come after."""
    around = "" if flat else "{{c2::a {{c3::b}}}} {c}} "
    for word in ("sound", "Sound", "anki"):
        html = cloze_field(f"{around}{{{{c1::y [{word}::x]}}}} z]")
        assert f"{{{{c1::y &#91;{word}::x]}}}} z]" in html


def test_citations_are_asked_for() -> None:
    """A handler says whether an `@` is a citation; a link whose text starts so is none."""
    assert field("[see @a; @b]") == "(a; b)"
    assert field("@known says, @other too") == "(known) says, @other too"
    assert field("[@name on X](https://example.org)") == (
        '<a href="https://example.org">@name on X</a>'
    )
    assert field("`@known` \\@known me@known.org") == "<code>@known</code> @known me@known.org"


def test_inline_has_no_blocks() -> None:
    """What would begin a list or a heading is text."""
    assert to_html("# 1. a\n- **b**", Links(), inline=True) == "# 1. a<br>\n- <strong>b</strong>"


@pytest.mark.parametrize(
    ("markdown", "ords"),
    [
        ("{{c1::a}} {{c3::b}}", (0, 2)),
        ("{{c1::a {{c2::b}} c}}", (0, 1)),
        ("{{c1,2::a}}", (0, 1)),
        ("{{c1::}}", (0,)),
        ("{{c1::a", ()),
        ("{{C1::a}} {{ c2::b}} {{c::x}}", ()),
        ("{{c500::a}} {{c501::b}}", (499,)),
        ("{{c0::a}}", ()),
        ("}} {{c1::a}} }}", (0,)),
        ("{{c1::a {{b}} c}} d}}", (0,)),
        ("{{c1::a {{c2::b}}", ()),
    ],
)
def test_card_ords_are_those_of_anki(
    collection: Collection, markdown: str, ords: tuple[int, ...]
) -> None:
    """Anki makes exactly the cards that we count."""
    assert card_ords(markdown) == ords
    anki = {min(number, 500) - 1 for number in numbers_in_anki(collection, markdown) if number}
    assert set(ords) == anki


def test_anki_reads_every_fixture_as_we_do(collection: Collection) -> None:
    """Each cloze of the fixtures, and no literal one, is a card in Anki."""
    for has_clozes, markdown, expected in (param.values for param in FIXTURES):
        wanted = {cloze.number or cloze.group + 1 for cloze in find_clozes(str(markdown))}
        html = str(expected).strip()
        assert numbers_in_anki(collection, html) == (sorted(wanted) if has_clozes else [])


def test_a_formula_with_braces_survives_in_a_cloze(collection: Collection) -> None:
    """The two braces that end a fraction do not end the cloze."""
    html = cloze_field("So {{c1::$\\frac{a}{b^{2}}$}} holds.")

    [(question, answer)] = cards_in_anki(collection, html)
    assert "[...]" in question
    assert r"\(\frac{a}{b^{2&#125;&#125;\)" in answer
    assert answer.count("</span> holds.") == 1


def test_a_cloze_within_a_formula(collection: Collection) -> None:
    """Anki hides a part of a formula, braces and all."""
    html = cloze_field("$\\frac{a}{ {{c1::b^{2}c_{3}::over}} }$")

    [(question, answer)] = cards_in_anki(collection, html)
    assert r"\(\frac{a}{ [over] }\)" in question
    assert r"\(\frac{a}{ b^{2}c_{3&#125; }\)" in answer


def test_colons_and_braces_in_a_cloze(collection: Collection) -> None:
    """What a cloze holds is all answer, what stands after it all hint."""
    marked = f"{OPEN}1{SEP}std::map&a{{}}}}:{HINT}a::b}}}}{CLOSE} end"

    [(question, answer)] = cards_in_anki(collection, to_html(marked, Links()))
    assert "[a&#58;&#58;b&#125;&#125;]" in question
    assert "std&#58;&#58;map&amp;a{&#125;&#125;&#58;</span> end" in answer


@pytest.mark.parametrize(
    "piece",
    [
        "[", "[a", "![", "[[", "==a ", "$a ", "%%", "<", "<!--", "<a ", "`a", "**a ", "_a*", "&#",
        "](", "^[", "<a '", '<img "', "{{", "}}", "#a", " ^a", "@a", "[@a", "{ #", "://",
        "http://a(", "\\", "|a", "~~a", "<b>", "<div>", "> ", "- ", "a\n",
        "(a:: ", "[a:: ", "a:: b\n", "[^a]", "{ #a} ", "![[Vault note]]",
        "$$\n", "$$a\n", f"{OPEN}1{SEP}", f"{OPEN}", CLOSE, HINT,
    ],
)  # fmt: skip
def test_hostile_length(piece: str) -> None:
    """A long row of anything takes no more than its length's time."""
    start = time.process_time()
    to_html(piece * (20_000 // len(piece)), Links())

    assert time.process_time() - start < 5
