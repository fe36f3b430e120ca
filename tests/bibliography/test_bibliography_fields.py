"""What the fields of an entry mean, row by row as the standards have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flashcards.bibliography import Library, look_up
from flashcards.bibliography.library import read_library_text
from flashcards.model import Item, Name, PartialDate

TABLES = Path(__file__).with_name("fields.md")


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield what is read, the fields, and what they mean."""
    attribute = ""
    for line in TABLES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            attribute = line.removeprefix("## ")
        elif line.startswith("| ") and not line.endswith(("| meaning |", "| --- |")):
            fields, meaning = line.removeprefix("| ").removesuffix(" |").rsplit(" | ", 1)
            yield attribute, fields, meaning


ROWS = tuple(rows())


def item_of(fields: str) -> Item:
    """Return the item of an entry with these fields, an article if they name no type."""
    entry_type = "article"
    if fields.startswith("@"):
        entry_type, _, fields = fields.removeprefix("@").partition(":")
    fields, _, others = fields.partition(" ++ ")
    text = f"@{entry_type}{{key,\n{fields}\n}}\n{others}\n"
    file, _ = read_library_text("refs.bib", text.encode())
    return look_up(Library((file,)), ["key"])[0]["key"]


def name_text(name: Name) -> str:
    """Return `[van der] Berg, Jan, Jr.`, or `{Institution}`."""
    if name.literal:
        return f"{{{name.literal}}}"
    family = f"[{name.prefix}] {name.family}" if name.prefix else name.family
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def day_text(year: int | None, month: int | None, day: int | None) -> str:
    """Return `2021-03-04`, as far as it is known."""
    parts = ("" if year is None else str(year), month and f"{month:02}", day and f"{day:02}")
    return "-".join(part for part in parts if part)


def date_text(date: PartialDate) -> str:
    """Return a date as EDTF has it, its words in quotation marks behind it."""
    text = day_text(date.year, date.month, date.day)
    end = ".." if date.open_end else day_text(date.end_year, date.end_month, date.end_day)
    text = f"{text or '..'}/{end}" if end else text
    words = f"“{date.literal}”" if date.literal else ""
    return " ".join(part for part in (text + "~" * date.circa, words) if part)


def shown(item: Item, attribute: str) -> str:
    """Return what an item says, in the notation of the tables."""
    value = getattr(item, attribute)
    if isinstance(value, tuple):
        others = ("others",) if item.et_al and attribute == "authors" else ()
        value = " + ".join((*map(name_text, value), *others))
    elif isinstance(value, PartialDate):
        value = date_text(value)
    return str(value or "-")


def test_there_are_enough_rows() -> None:
    """The tables are read, all of them, and no row stands there twice"""
    assert len(ROWS) >= 200
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("attribute", "fields", "meaning"), ROWS)
def test_a_field_is_read_as_the_standards_mean_it(
    attribute: str, fields: str, meaning: str
) -> None:
    """BibTeX's, BibLaTeX's and EDTF's rules, in CSL's words"""
    assert shown(item_of(fields), attribute).replace("\xa0", " ") == meaning
