"""CSL-JSON libraries: the same works as BibTeX, with CSL's own names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flashcards.bibliography import look_up, near_misses, read_libraries, reference
from flashcards.diagnostics import Span
from flashcards.model import Item, Name, PartialDate

PANG: dict[str, Any] = {
    "id": "http://zotero.org/users/1/items/ABCD1234",
    "citation-key": "pang2021",
    "type": "article-journal",
    "title": 'Mitochondria in <i>C. elegans</i> & <span class="nocase">DNA</span> < RNA',
    "author": [
        {"family": "Pang", "given": "Lifang"},
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "World Health Organization"},
    ],
    "container-title": "Cells",
    "container-title-short": "Cells",
    "volume": "10",
    "issue": 3,
    "page": "1-12",
    "DOI": "https://doi.org/10.1000/x_y",
    "URL": "javascript:alert(1)",
    "issued": {"date-parts": [["2021", "3", 5]]},
}


def item(entry: dict[str, Any], folder: Path) -> Item:
    path = folder / "library.json"
    path.write_text(json.dumps([entry]), encoding="utf-8")
    library, diagnostics = read_libraries([path], folder)
    assert diagnostics == ()
    [citekey] = library.citekeys()
    return look_up(library, [citekey])[0][citekey]


def test_an_article_has_all_its_parts(tmp_path: Path) -> None:
    """Names, dates of texts, pages, DOI and Zotero's key; an unsafe address is none"""
    found = item(PANG, tmp_path)

    assert found.title == "Mitochondria in <i>C. elegans</i> &amp; DNA &lt; RNA"
    assert found.authors == (
        Name("Pang", "Lifang"),
        Name("Berg", "Jan", "van der"),
        Name(literal="World Health Organization"),
    )
    assert found.issued == PartialDate(2021, 3, 5)
    assert (found.volume, found.issue, found.pages) == ("10", "3", "1–12")
    assert (found.doi, found.url, found.zotero_key) == ("10.1000/x_y", "", "ABCD1234")


def test_the_reference_is_that_of_the_same_work_in_bibtex(tmp_path: Path) -> None:
    """What a card shows does not depend on the format of the library"""
    bib = tmp_path / "library.bib"
    bib.write_text(
        "@article{pang2021, title = {Axes}, author = {Pang, Lifang and van der Berg, Jan},"
        " date = {2021-03-05}, journaltitle = {Cells}, volume = {10}, number = {3},"
        " pages = {1--12}, doi = {10.1000/x}}",
        encoding="utf-8",
    )
    library, _ = read_libraries([bib], tmp_path)
    entry = {**PANG, "title": "Axes", "author": PANG["author"][:2], "DOI": "10.1000/x"}
    from_bibtex = look_up(library, ["pang2021"])[0]["pang2021"]

    assert reference(item(entry, tmp_path)) == reference(from_bibtex)


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2021]]}, PartialDate(2021)),
        ({"date-parts": [[2020, 12], [2021, 1]]}, PartialDate(2020, 12, None, 2021, 1)),
        ({"date-parts": [[2021]], "season": "1"}, PartialDate(2021, 21)),
        ({"date-parts": [[2021, 22]]}, PartialDate(2021, 22)),
        ({"date-parts": [[1890]], "circa": True}, PartialDate(1890, circa=True)),
        ({"date-parts": [["-44", 3, 15]]}, PartialDate(-44, 3, 15)),
        ({"date-parts": [[2021, 13, 40]]}, PartialDate(2021)),
        ({"literal": "in press"}, PartialDate(literal="in press")),
        ({"literal": "1995-01-0001"}, PartialDate(1995, literal="1995-01-0001")),
        ({"raw": "2021-03"}, PartialDate(2021, 3)),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ("2021-03-05", PartialDate(2021, 3, 5)),
        ([2021], None),
    ],
)  # fmt: skip
def test_dates(issued: object, date: PartialDate | None, tmp_path: Path) -> None:
    """Every shape that Zotero, Mendeley and people write"""
    assert item({**PANG, "issued": issued}, tmp_path).issued == date


@pytest.mark.parametrize(
    ("entry", "citekey"),
    [
        ({"id": "a2020", "citation-key": "b2021"}, "b2021"),
        ({"id": "a2020"}, "a2020"),
        ({"id": 17}, "17"),
        ({"id": "http://zotero.org/groups/3/items/ABCD1234"}, "ABCD1234"),
        ({"id": "x", "note": "tex.foo: 1\nCitation Key: c2022\n"}, "c2022"),
    ],
)
def test_citekeys(entry: dict[str, Any], citekey: str, tmp_path: Path) -> None:
    """`citation-key`, else the note that older versions of Better BibTeX fill, else `id`"""
    assert item({"title": "A", "type": "book", **entry}, tmp_path).citekey == citekey


def test_a_broken_entry_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    """With its line, whether it is broken in the middle or the file ends in it"""
    text = json.dumps([{"id": name, "title": name, "type": "book"} for name in "abcd"], indent=2)
    text = text.replace('"title": "b"', '"title" "b"')
    path = tmp_path / "library.json"
    path.write_text(text[: text.index('"d"')], encoding="utf-8")
    library, diagnostics = read_libraries([path], tmp_path)

    assert list(library.citekeys()) == ["a", "c"]
    assert [(each.code, each.span.line) for each in diagnostics] == [
        ("broken-entry", 7),
        ("broken-entry", 17),
    ]


def test_json_of_another_kind_is_named(tmp_path: Path) -> None:
    """Better BibTeX's own JSON is no library; the message says what to export"""
    path = tmp_path / "library.json"
    path.write_text('{"config": {}, "items": []}', encoding="utf-8")
    _, [problem] = read_libraries([path], tmp_path)

    assert problem.code == "no-entries"
    assert "BetterBibTeX JSON" in problem.hint


def test_lines_duplicates_and_near_misses(tmp_path: Path) -> None:
    """Entries have lines, doubles are told, and misses suggested, as in a .bib file"""
    entries = [{"id": "pang2021", "title": str(number), "type": "book"} for number in range(2)]
    path = tmp_path / "library.json"
    path.write_text(json.dumps(entries, indent=1), encoding="utf-8")
    library, [problem] = read_libraries([path], tmp_path)
    items, _ = look_up(library, ["PANG2021"])

    assert (problem.code, problem.span.line) == ("duplicate-citekey", 7)
    assert items["PANG2021"].span == Span("library.json", 2, 6)
    assert near_misses(library, "pnag2021") == (("pang2021", Span("library.json", 2, 2)),)


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "a", "title": ["x"], "author": "Pang", "issued": 3, "page": {}, "type": 7},
        {"id": "a", "author": [None, 3, {}, {"family": ["x"]}], "note": ["y"], "edition": True},
        {"id": "a", "title": "<script>alert(1)</script>", "publisher": 'x" onload="y'},
        {"id": "a", "issued": {"date-parts": [[10**30, "x"]], "season": []}, "volume": 1e400},
        {"id": "a", "title": "x" * 100_000},
    ],
)
def test_whatever_an_entry_says_it_is_safe(entry: dict[str, Any], tmp_path: Path) -> None:
    """Values of the wrong type are none, and nothing unescaped reaches a reference"""
    shown = reference(item(entry, tmp_path))

    assert "<script" not in shown
    assert '" onload="' not in shown


@pytest.mark.parametrize(
    ("value", "reason"),
    [("9" * 5000, "too long"), ("[" * 500 + "]" * 500, "too deep"), ("[" * 100_000, "too deep")],
    ids=["a number", "a few brackets", "many brackets"],
)
def test_an_entry_that_means_harm_is_broken(tmp_path: Path, value: str, reason: str) -> None:
    """It is told with its line, and the entries around it are used"""
    lines = ['{"id": "a1", "type": "book"}', f'{{"id": "b1", "x": {value}}}', '{"id": "c1"}']
    (tmp_path / "library.json").write_text("[\n" + ",\n".join(lines) + "\n]", encoding="utf-8")

    library, (problem,) = read_libraries([tmp_path / "library.json"], tmp_path)

    assert sorted(library.citekeys()) == ["a1", "c1"]
    assert (problem.code, str(problem.span)) == ("broken-entry", "library.json:3")
    assert reason in problem.message
