"""Libraries that mean harm: nothing crashes, nothing takes long, nothing unescaped gets through."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from flashcards.bibliography import Library, look_up, near_misses, reference, short_citation
from flashcards.bibliography.library import read_library_text
from flashcards.model import Item

FIELDS = (
    *("title", "shorttitle", "subtitle", "author", "editor", "translator", "bookauthor", "date"),
    *("year", "month", "journal", "booktitle", "volume", "number", "pages", "edition", "publisher"),
    *("address", "eventtitle", "eid", "version", "type", "pubstate", "doi", "url", "urldate"),
    *("eprint", "eprinttype", "editortype", "isbn", "langid", "howpublished", "origdate", "file"),
)
VARIABLES = (
    *("title", "title-short", "type", "container-title", "volume", "issue", "page", "edition"),
    *("publisher", "publisher-place", "event-title", "number", "version", "genre", "medium"),
    *("status", "DOI", "URL", "ISBN", "language", "note", "citation-key"),
)
TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "\\href{javascript:alert(1)}{x}",
    "\\url{javascript:alert(1)}",
    'https://x.org/" onclick="alert(1)',
    "https://x.org/<script>",
    "data:text/html,<script>alert(1)</script>",
    '10.1000/"><script>alert(1)</script>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<i onmouseover=alert(1)>x</i>",
    "$<script>alert(1)</script>$",
    "\\emph{<script>}",
    "a\0b\u202ec\u2066d\ufdd0e",
    "{{c1::x}}",
)  # fmt: skip
TAG = re.compile(
    r'</?(?:i|b|sub|sup)>|<a href="https?://[^"<>]*">|</a>|<span style="[a-z: -]+">|</span>'
)


def only_item(library: str) -> Item:
    """Return the first item of a library that can be cited."""
    file, _ = read_library_text("library", library.encode("utf-8", errors="replace"))
    found = Library((file,))
    return next(iter(look_up(found, found.citekeys())[0].values()))


def assert_harmless(item: Item) -> None:
    """Fail on anything in a reference that is neither text nor a tag of ours."""
    for html in (reference(item), short_citation(item)):
        left = TAG.sub("", html)
        assert not set('<>"') & set(left)
        assert not re.search("[\0\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]", html)


@pytest.mark.parametrize("text", TEXTS)
def test_no_field_of_bibtex_gets_anything_through(text: str) -> None:
    """Each field alone, for an article, a film and a page on the web"""
    for kind in ("article", "movie", "online", "thesis"):
        for name in FIELDS:
            assert_harmless(only_item(f"@{kind}{{a,\n  {name} = {{{text}}}\n}}\n"))


@pytest.mark.parametrize("text", TEXTS)
def test_no_variable_of_csl_gets_anything_through(text: str) -> None:
    """Each variable alone, names and dates included"""
    person = {"family": text, "given": text, "suffix": text, "non-dropping-particle": text}
    people: dict[str, Any] = {
        role: [person, {"literal": text}]
        for role in ("author", "editor", "director", "host", "container-author", "translator")
    }
    people["issued"] = people["accessed"] = {"literal": text, "raw": text}
    for name in VARIABLES:
        assert_harmless(only_item(json.dumps([{"id": "a", name: text}])))
    for name, value in people.items():
        assert_harmless(only_item(json.dumps([{"id": "a", "type": "chapter", name: value}])))


def seconds_for(library: str) -> float:
    """Return how long the processor works on a library of which everything is cited."""
    began = time.process_time()
    file, _ = read_library_text("library", library.encode())
    found = Library((file,))
    for item in look_up(found, [*found.citekeys()])[0].values():
        assert_harmless(item)
    return time.process_time() - began


LONG = 5_000_000


@pytest.mark.parametrize(
    "library",
    [
        f"@book{{a, title = {{A}}, abstract = {{{'x ' * (LONG // 2)}}}}}",
        f"@book{{a, title = {{{'x ' * (LONG // 2)}}}}}",
        f'@book{{a, abstract = "{"x" * LONG}", title = {{A}}}}',
        f"@book{{a, title = {{A}}, abstract = {{{'x' * LONG}",
        f"@book{{a, title = {{A}}, abstract = {'{' * 200_000}{'}' * 200_000}}}",
        f"@book{{a, title = {'{' * 100_000}x{'}' * 100_000}}}",
        f"@book{{a, title = {'{' * 100_000}x}}",
        "@book{a, " + "title = {x}, " * 50_000 + "}",
        "@book{a, title = {A}} " * 50_000,
        "@string{a = {" * 20_000,
        "@string{" * 50_000,
        "".join(f"@string{{m{at} = m{at + 1} # m{at + 1}}}\n" for at in range(5_000)),
        f"@book{{a, title = {{A}}, {'b' * LONG}",
        f"@book{{{'k' * 10_000}, title = {{A}}}}",
        "@comment @book{a, title = {A}} " * 50_000,
        "% @book{a, title = {A}} " * 50_000,
        "\0" * LONG + "@book{a, title = {A}}",
        f'[{{"id": "a", "title": "{"x " * (LONG // 2)}"}}]',
        f'[{{"id": "a", "title": {"[" * 50_000}',
        '[{"id": "a"' * 20_000,
        '[{"id": "a", "title": "A"},' + "\n" * 100_000,
    ],
    ids=lambda library: f"{library[:24]!r}",
)
def test_very_long_libraries_take_seconds(library: str) -> None:
    """Five million characters in one field, a hundred thousand braces, entries in one line"""
    assert seconds_for(library) < 8


@pytest.mark.parametrize(
    "library",
    [
        f"@book{{a,\n title = {{{'long ' * (LONG // 5)}}}}}",
        f"@book{{a,\n author = {{{{{'long ' * (LONG // 5)}}}}}, title = {{A}}}}",
        f'[\n{{"id": "a", "title": "{"<b>" * (LONG // 3)}"}}]',
        f'[\n{{"id": "a", "issued": {{"literal": "{"long " * (LONG // 5)}"}}}}]',
    ],
    ids=lambda library: f"{library[:24]!r}",
)
def test_a_field_of_five_million_characters_does_not_fill_a_card(library: str) -> None:
    """Its beginning does for a reference, and the author is told where it stands"""
    file, _ = read_library_text("library", library.encode())
    items, told = look_up(Library((file,)), ["a"])

    assert_harmless(items["a"])
    assert len(reference(items["a"])) < 50_000
    assert "[…]" in reference(items["a"])
    if "issued" not in library:
        assert [each.code for each in told] == ["long-field"]


@pytest.mark.parametrize("field", ["crossref", "xdata", "xref"])
def test_ten_thousand_entries_in_a_ring_end(field: str) -> None:
    """Whatever the kind of inheritance, and each of them is cited"""
    ring = "\n".join(
        f"@book{{k{at}, title = {{T{at}}}, {field} = {{k{(at + 1) % 10_000}}}}}"
        for at in range(10_000)
    )

    assert seconds_for(ring) < 30


def test_a_citekey_of_ten_thousand_characters_is_one() -> None:
    """It is found, suggested to nobody, and shown escaped where there is nothing else"""
    citekey = "k<" * 5_000
    file, _ = read_library_text("refs.bib", f"@book{{{citekey}, year = 2020}}".encode())
    library = Library((file,))

    assert_harmless(look_up(library, [citekey])[0][citekey])
    assert near_misses(library, citekey + "x") == ()
