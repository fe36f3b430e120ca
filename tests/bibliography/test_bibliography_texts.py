"""LaTeX in titles, names and dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from flashcards.bibliography.dates import parse_date, parse_year
from flashcards.bibliography.latex import latex_to_html
from flashcards.bibliography.names import parse_names
from flashcards.model import Name, PartialDate

TITLES = read_fixture_file(Path(__file__).with_name("titles.md"))


@pytest.mark.parametrize(
    ("latex", "html"), [case[2:] for case in TITLES], ids=[case[1] for case in TITLES]
)
def test_latex_becomes_inline_html(latex: str, html: str) -> None:
    """Accents, symbols, styles and simple math are shown; everything else is safe text."""
    shown = latex_to_html(latex).replace("\xa0", " ").replace("\u2009", " ")

    assert shown == html.rstrip("\n")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Pang, Jun", (Name("Pang", "Jun"),)),
        ("Jun Pang", (Name("Pang", "Jun"),)),
        ("Pang, Jun and Mei Liu", (Name("Pang", "Jun"), Name("Liu", "Mei"))),
        ("Pang, Jun\n  and\n  Liu, Mei", (Name("Pang", "Jun"), Name("Liu", "Mei"))),
        ("Pang, Jun and and Liu, Mei", (Name("Pang", "Jun"), Name("Liu", "Mei"))),
        ("Ludwig van Beethoven", (Name("Beethoven", "Ludwig", "van"),)),
        ("van der Berg, Jan", (Name("Berg", "Jan", "van der"),)),
        ("de la Cruz, Juana In{\\'e}s", (Name("Cruz", "Juana Inés", "de la"),)),
        ("King, Jr., Martin Luther", (Name("King", "Martin Luther", "", "Jr."),)),
        ("Brinch Hansen, Per", (Name("Brinch Hansen", "Per"),)),
        ("{World Health Organization}", (Name(literal="World Health Organization"),)),
        ("{{Simon and Schuster}}", (Name(literal="Simon and Schuster"),)),
        ("{Food {and} Drug Administration}", (Name(literal="Food and Drug Administration"),)),
        ("{Barack} {Obama}", (Name("Obama", "Barack"),)),
        ("{\\'E}mile Zola", (Name("Zola", "Émile"),)),
        ("{\\'E}mile", (Name("Émile"),)),
        ("Plato", (Name("Plato"),)),
        ("Smith, A.,", (Name("Smith", "A."),)),
        ("O'Neil, James", (Name("O’Neil", "James"),)),
        ("{AT\\&T}", (Name(literal="AT&amp;T"),)),
        (
            "family=Berg, given=Jan, prefix=van der, useprefix=true",
            (Name("Berg", "Jan", "van der"),),
        ),
        ("family=Berg, given=Jan, prefix=van der, useprefix=false", (Name("Berg", "Jan van der"),)),
        ("family={de Groot, Sr}, given={Ann}", (Name("de Groot, Sr", "Ann"),)),
        ('given=Jan, family="Berg, B", suffix=III', (Name("Berg, B", "Jan", "", "III"),)),
        (
            "given=Ann, given-i=A, family=Roe and Pang, Jun",
            (Name("Roe", "Ann"), Name("Pang", "Jun")),
        ),
        ("", ()),
        (" and ", ()),
        ("李, 明", (Name("李", "明"),)),
    ],
)
def test_a_list_of_names_is_split(names: str, expected: tuple[Name, ...]) -> None:
    """BibTeX's, BibLaTeX's and Better BibTeX's ways to write names, and institutions."""
    assert parse_names(names) == (expected, False)


@pytest.mark.parametrize("names", ["Pang, Jun and others", "Pang, Jun and {others}"])
def test_others_are_no_person(names: str) -> None:
    """`and others` says that there are more authors."""
    assert parse_names(names) == ((Name("Pang", "Jun"),), True)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2021", PartialDate(2021)),
        ("{2021}", PartialDate(2021)),
        ("2021-03", PartialDate(2021, 3)),
        ("2021-03-04", PartialDate(2021, 3, 4)),
        ("2021-03-04T10:20:30Z", PartialDate(2021, 3, 4)),
        ("2021-03-04 10:20", PartialDate(2021, 3, 4)),
        ("2021-03-XX", PartialDate(2021, 3)),
        ("2021-13", PartialDate(2021)),
        ("2021-02-45", PartialDate(2021, 2)),
        ("2021-21", PartialDate(2021, 21)),
        ("2020-01/2020-03", PartialDate(2020, 1, None, 2020, 3)),
        ("2020/2021", PartialDate(2020, end_year=2021)),
        ("2020/..", PartialDate(2020, open_end=True)),
        ("2020/", PartialDate(2020, open_end=True)),
        ("../2020", PartialDate(end_year=2020)),
        ("1890~", PartialDate(1890, circa=True)),
        ("~1890", PartialDate(1890, circa=True)),
        ("1890?", PartialDate(1890, circa=True)),
        ("199X", PartialDate(literal="1990s")),
        ("19XX", PartialDate(literal="1900s")),
        ("-0043", PartialDate(-43)),
        ("0", PartialDate(0)),
        ("y12000", PartialDate(12000)),
        ("March 2020", PartialDate(2020, literal="March 2020")),
        ("in press", PartialDate(literal="in press")),
        ("n.d.", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_edtf(date: str, expected: PartialDate | None) -> None:
    """`date` fields: exact, partial, ranges, open, about, unspecified, before our era, or text."""
    assert parse_date(date) == expected


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        ("2020", "", "", PartialDate(2020)),
        ("2020", "jan", "", PartialDate(2020, 1)),
        ("2020", "{January}", "", PartialDate(2020, 1)),
        ("2020", "Sept.", "", PartialDate(2020, 9)),
        ("2020", "3", "", PartialDate(2020, 3)),
        ("2020", "3", "7", PartialDate(2020, 3, 7)),
        ("2020", "99", "", PartialDate(2020)),
        ("2020", "10~jan", "", PartialDate(2020, 1, 10)),
        ("2020", "jan", "10", PartialDate(2020, 1, 10)),
        ("2020", "12th March", "", PartialDate(2020, 3, 12)),
        ("2020", "feb/mar", "", PartialDate(2020, 2, None, 2020, 3)),
        ("2020", "Spring", "", PartialDate(2020, 21)),
        ("2020", "nonsense", "", PartialDate(2020)),
        ("1999--2001", "", "", PartialDate(1999, end_year=2001)),
        ("1999-01", "", "", PartialDate(1999, 1)),
        ("1998-99", "", "", PartialDate(1998, end_year=1999)),
        ("c. 1890", "", "", PartialDate(1890, circa=True)),
        ("circa 1890", "", "", PartialDate(1890, circa=True)),
        ("2020a", "", "", PartialDate(2020, literal="2020a")),
        ("[2020]", "", "", PartialDate(2020, literal="[2020]")),
        ("February/March 1963", "", "", PartialDate(1963, literal="February/March 1963")),
        ("in press", "jan", "", PartialDate(literal="in press")),
        ("no date", "", "", None),
        ("", "jan", "", None),
    ],
)
def test_a_year_may_be_text(year: str, month: str, day: str, expected: PartialDate | None) -> None:
    """`year` fields hold anything; what is no number is shown as it stands."""
    assert parse_year(year, month, day) == expected
