"""What holds for every text: nothing raises, nothing unsafe gets through, nothing takes long."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.bibliography import (
    Library,
    item_from_properties,
    look_up,
    near_misses,
    reference,
    short_citation,
)
from flashcards.bibliography.latex import latex_to_html
from flashcards.bibliography.library import read_library_text
from flashcards.diagnostics import Span
from flashcards.model import Locator

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)

PIECES = (
    *"{}\",=#%\\$~_^&<>'`-@()\n ",
    *("@article{", "@string{", "@comment{", "title", "author", "year", "date", "doi", "url"),
    *("crossref", "xdata", "ids", "a", "b", " and ", " = ", "\\emph", "\\'", "\\href", "2020"),
    *("javascript:", "https://", "<script>", "</i>", "<i>", "{{c1::", "\ufdd0", "\u202e", "é"),
)
LATEX = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))

SPAN = Span("a.md", 1, 1)
ALLOWED = {"i", "b", "sub", "sup", "span", "a"}


class Checker(HTMLParser):
    """Fails on any tag, attribute or address that we do not write ourselves."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert {name for name, _ in attrs} <= {"href", "style", "class"}
        assert all(re.match("https?://", value or "") for name, value in attrs if name == "href")
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def check_html(html: str) -> None:
    """Assert that `html` is well-formed, of our own tags only, and has no unseen characters."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.opened == []
    assert not re.search("[\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    assert not re.search(r"<(?!/?(?:i|b|sub|sup|span|a)\b)", html)


@given(LATEX)
@QUICK
def test_any_latex_becomes_safe_html(latex: str) -> None:
    """Whatever stands in a field, its HTML is well-formed and harmless."""
    check_html(latex_to_html(latex))


@given(LATEX, st.binary(max_size=40))
@QUICK
def test_any_file_is_read(text: str, more: bytes) -> None:
    """Whatever a file holds, everything in it that can be cited is cited harmlessly."""
    content = text.encode("utf-8", errors="replace") + more
    file, diagnostics = read_library_text("refs.bib", content)
    library = Library((file,))
    items, looking = look_up(library, [*library.citekeys(), "a"])

    lines = file.text.count("\n") + 1
    assert all(1 <= one.span.line <= one.span.end_line <= lines for one in diagnostics + looking)
    for item in items.values():
        check_html(reference(item))
        check_html(short_citation(item, Locator(text, text)))


@given(st.lists(st.tuples(st.sampled_from(["title", "author", "date", "url", "doi"]), LATEX)))
@QUICK
def test_any_fields_make_an_item(fields: list[tuple[str, str]]) -> None:
    """Whatever an entry's fields say, its reference is harmless."""
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
    text = f"@article{{key,\n{body}}}".encode("utf-8", errors="replace")
    library = Library((read_library_text("refs.bib", text)[0],))

    for item in look_up(library, ["key"])[0].values():
        check_html(reference(item) + short_citation(item))


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), LATEX),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(["title", "authors", "author", "FirstAuthor", "year", "url", "doi"]), VALUES
    )
)
@QUICK
def test_any_properties_are_read(properties: dict[str, object]) -> None:
    """Whatever a literature note's properties say, its reference is harmless."""
    item = item_from_properties("a", properties, SPAN)
    if item is not None:
        check_html(reference(item) + short_citation(item))


@given(LATEX)
@QUICK
def test_any_citekey_is_looked_for(citekey: str) -> None:
    """No citekey is too strange to be unknown."""
    library = Library((read_library_text("refs.bib", b"@book{key, title = {A}}")[0],))

    look_up(library, [citekey])
    near_misses(library, citekey)


HOSTILE = (
    "{",
    "}",
    "{}",
    "\\(",
    "\\emph",
    "\\emph{",
    "\\'{",
    "$",
    "$ ",
    "$$ a",
    "{\\em ",
    "<i>",
    "</i><i>",
    "&lt;i&gt;",
    " and ",
    "and ",
    "a, ",
    '"',
    "@",
    "\n@a{",
    "@a{b,",
    ",,",
    "a = ",
    "} a = {",
    "#",
    "\\",
    " ",
    "\n",
    "\u2003",
    "-",
    "a-",
    "%\n",
    "https://",
    "\\url{",
)


def seconds(piece: str, length: int) -> float:
    """Return how long the processor works on `piece`, again and again, in every field."""
    text = piece * (length // len(piece))
    entry = f"@article{{key, author = {{{text}}}, title = {{{text}}}, date = {{{text}}},\n"
    entry += f"url = {{{text}}}, edition = {{{text}}}, pages = {{{text}}}, crossref = {{{text}}}}}"
    began = time.process_time()

    file, _ = read_library_text("refs.bib", entry.encode())
    for item in look_up(Library((file,)), ["key"])[0].values():
        reference(item)
        short_citation(item, Locator("page", text))
    item_from_properties("a", {"title": text, "author": text, "date": text, "url": text}, SPAN)
    return time.process_time() - began


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_texts_take_linear_time(piece: str) -> None:
    """Four times as much of anything takes about four times as long, not sixteen times."""
    assert seconds(piece, 20_000) < 10 * seconds(piece, 5_000) + 0.2


def test_a_large_library_is_indexed_quickly() -> None:
    """Nothing is parsed but what is cited: ten thousand entries are a matter of an instant."""
    filling = "text " * 200
    text = "".join(
        f"@article{{key{at},\n  title = {{T{at}}},\n  abstract = {{{filling}}},\n}}\n"
        for at in range(10_000)
    )
    began = time.process_time()

    file, diagnostics = read_library_text("refs.bib", text.encode())
    items, _ = look_up(Library((file,)), [f"key{at}" for at in range(0, 10_000, 100)])

    assert diagnostics == ()
    assert len(items) == 100
    assert items["key9900"].span.line == 9900 * 4 + 1
    assert time.process_time() - began < 5
