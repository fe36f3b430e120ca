"""What a literature note says of its work, in properties and in its text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.bibliography import inline_fields, item_from_properties, reference
from flashcards.bibliography.inline_fields import ZOTERO_LINK
from flashcards.bibliography.work_links import LINKS, with_addresses, zotero_address
from flashcards.diagnostics import Span
from flashcards.model import Item

SPAN = Span("@a.md", 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> date:: 2022", {"date": "2022"}),
        ("- **Authors**:: [[Jan Old]], [[B]]", {"Authors": "[[Jan Old]], [[B]]"}),
        ("Year:: 1999\nYear:: 2000", {"Year": "1999"}),
        ("x [year:: 1999] y [DOI:: 10.1/a]", {"year": "1999", "DOI": "10.1/a"}),
        ("[author:: [[Jan Old]]]", {"author": "[[Jan Old]]"}),
        ("a::b std::vector key:: ", {}),
        ("zotero://select/library/items/ABCD2345 zotero://x", {ZOTERO_LINK: "ABCD2345"}),
        (
            "(zotero://select/groups/77/items/ABCD2345)",
            {ZOTERO_LINK: "groups/77/items/ABCD2345"},
        ),
        ("zotero://select/items/1_ABCD2345", {ZOTERO_LINK: "ABCD2345"}),
        ("zotero://select/items/@key", {}),
    ],
)
def test_inline_fields(text: str, expected: dict[str, str]) -> None:
    """Dataview's two forms, and links that name an item of Zotero"""
    assert inline_fields(text) == expected


@pytest.mark.parametrize(
    "unit", ["a::", "[a::", "[[a]]", "**a", "> - a b", "[a:: [[", "zotero://select/"]
)
def test_fields_take_no_longer_than_their_text(unit: str) -> None:
    """A hostile vault note takes no more than seconds"""
    started = time.process_time()
    inline_fields(unit * (200_000 // len(unit)))

    assert time.process_time() - started < 5


@given(st.text("a:[]*-> \n@1", max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever stands there, there is a result, and a work of it is safe"""
    item = item_from_properties("a", {"author": "B"}, SPAN, inline_fields(text), (text,))

    assert item is not None
    assert reference(item)


@pytest.mark.parametrize(
    ("described", "names", "expected"),
    [
        ({"year": "1999"}, ("The Work",), "The Work. (1999)."),
        ({"zotero link": "ABCD2345"}, ("@a", "a", "The Work"), "The Work. (n.d.)."),
        ({"Author": "[[Jan Old]]"}, ("@a",), "Old, J. (n.d.)."),
        ({}, ("Notes",), None),
        ({"year": "1999"}, ("@A", "a"), None),
    ],
)
def test_a_name_is_a_title_if_there_is_more(
    described: dict[str, str], names: tuple[str, ...], expected: str | None
) -> None:
    """A heading alone describes no work; nor does the citekey again"""
    item = item_from_properties("a", {}, SPAN, described, names)

    found = reference(item).replace("<i>", "").replace("</i>", "") if item else None
    assert found == expected


def test_properties_go_before_the_text() -> None:
    """Only where they say something"""
    properties = {"year": 2001, "title": None, "authors": []}
    item = item_from_properties(
        "a", properties, SPAN, {"Year": "1999", "Title": "T", "author": "B"}
    )

    assert item is not None
    assert reference(item) == "B. (2001). <i>T</i>."


@pytest.mark.parametrize(
    ("key", "links", "expected"),
    [
        ("ABCD2345", ("zotero",), "zotero://select/library/items/ABCD2345"),
        ("groups/7/items/ABCD2345", ("zotero",), "zotero://select/groups/7/items/ABCD2345"),
        ("", ("zotero",), ""),
        ("javascript:x", ("zotero",), ""),
        ('A" onclick="', ("zotero",), ""),
        ("", ("zotero-citekey",), "zotero://select/items/@a%22b"),
        ("ABCD2345", LINKS, "zotero://select/library/items/ABCD2345"),
        ("ABCD2345", (), ""),
    ],
)
def test_zotero_address(key: str, links: tuple[str, ...], expected: str) -> None:
    """Only a key that is one, and a citekey only if somebody asks for it"""
    assert zotero_address(Item('a"b', "book", SPAN, zotero_key=key), links) == expected


def test_addresses_by_setting() -> None:
    """What is not wanted is not there"""
    item = Item(
        "a", "book", SPAN, doi="10.1/x", url="https://x.org", eprint="https://arxiv.org/abs/1"
    )

    assert with_addresses(item, ("doi", "url")) == item
    assert with_addresses(item, ("url",)).doi == ""
    assert with_addresses(item, ("doi",)).url == with_addresses(item, ("doi",)).eprint == ""
