"""A work that is written as it was is the one that it was, and need not be read again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.bibliography import Library, look_up, written_in
from flashcards.bibliography.library import read_library_text
from flashcards.diagnostics import Severity, Span
from flashcards.model import Item

BOOK = "@book{pang, author = {Pang, Ann}, title = {Sleep}}\n"

ENTRIES = (
    BOOK,
    "@book{pang, author = {Pang, Ann}, title = {Sleep # well}}\n",
    "@book{pang, author = {Pang, Ann}, title = {Sleep}, abstract = {Long} }\n",
    "@inbook{pang, title = {Sleep}, crossref = {whole}}\n",
    "@book{pang, title = {Sleep}, publisher = pub # { and } # pub}\n",
    "@book{pang, title = {Never closed, \n",
    "@book{pang, title = {Twice}, title = {Two}}\n",
    f"@book{{pang, title = {{{'many words ' * 600}}}}}\n",
    "@book{Pang, title = {Other case}}\n",
    "@comment @book{pang, title = {Hidden}}\n",
    "@book{whole, title = {Whole}}\n",
    "@book{whole, title = {Another whole}}\n",
    "@book{liu, title = {An alias}, ids = {pang}}\n",
    "@string{pub = {Publisher}}\n",
    "@string{pub = {House}}\n",
    f"@string{{pub = {{{'a word ' * 2000}}}}}\n",
    '[{"id": "pang", "type": "book", "title": "Sleep"}]',
)


@given(
    st.lists(st.sampled_from(ENTRIES), max_size=4), st.lists(st.sampled_from(ENTRIES), max_size=4)
)
def test_what_is_written_the_same_is_read_the_same(then: list[str], now: list[str]) -> None:
    """Whatever else changes in a library, and the same is said of it"""
    before, after = library("".join(then)), library("".join(now))
    for citekey in ("pang", "whole", "liu"):
        written = written_in(before)(citekey)
        if written and written == written_in(after)(citekey):
            assert found_in(before, citekey) == found_in(after, citekey)
            assert found_in(before, citekey)[0]


def test_a_work_that_moves_is_written_the_same() -> None:
    """Before another, and into another file"""
    assert written_in(library(BOOK))("pang")
    assert written_in(library(BOOK))("pang") == written_in(
        Library((*library("@book{x}").files, *library("@book{y}\n\n" + BOOK).files))
    )("pang")


@pytest.mark.parametrize("other", [each for each in ENTRIES[1:8] if "{pang" in each])
def test_a_work_that_is_corrected_is_not_written_the_same(other: str) -> None:
    """Be it in what no card shows: that is for who reads it to tell"""
    assert written_in(library(other))("pang") != written_in(library(BOOK))("pang")


@pytest.mark.parametrize(
    "text",
    [
        "",
        BOOK + BOOK,
        "@book{Pang, title = {Other case}}",
        "@inbook{pang, title = {Sleep}, CrossRef = {whole}}",
        "@book{pang, title = {Never closed, ",
    ],
)
def test_what_may_hang_on_others_tells_nothing(text: str) -> None:
    """It is read again"""
    assert written_in(library(text))("pang") == ""


def library(text: str) -> Library:
    file, _ = read_library_text("l.bib", text.encode())
    return Library((file,))


def found_in(where: Library, citekey: str) -> tuple[Mapping[str, Item], list[str]]:
    """Return what is found, and what is worth a warning about it."""
    found, told = look_up(where, [citekey])
    items = {key: replace(item, span=Span("", 0, 0)) for key, item in found.items()}
    return items, [each.message for each in told if each.severity is not Severity.INFO]
