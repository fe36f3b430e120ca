"""Fields of entries, and properties of literature notes, to items."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flashcards.bibliography import item_from_properties, look_up, read_libraries, reference
from flashcards.diagnostics import Span
from flashcards.model import Item, Name, PartialDate


def item_of(tmp_path: Path, bibtex: str) -> Item:
    """Return the item of a library with one entry."""
    (tmp_path / "refs.bib").write_text(bibtex, encoding="utf-8")
    library, _ = read_libraries([tmp_path / "refs.bib"], tmp_path)
    (item,) = look_up(library, library.citekeys())[0].values()
    return item


@pytest.mark.parametrize(
    ("entry_type", "csl_type"),
    [
        ("article", "article-journal"),
        ("Article", "article-journal"),
        ("book", "book"),
        ("mvbook", "book"),
        ("collection", "book"),
        ("proceedings", "book"),
        ("manual", "book"),
        ("inbook", "chapter"),
        ("incollection", "chapter"),
        ("inproceedings", "paper-conference"),
        ("conference", "paper-conference"),
        ("inreference", "entry-encyclopedia"),
        ("online", "webpage"),
        ("electronic", "webpage"),
        ("www", "webpage"),
        ("web_page", "webpage"),
        ("report", "report"),
        ("techreport", "report"),
        ("thesis", "thesis"),
        ("phdthesis", "thesis"),
        ("mastersthesis", "thesis"),
        ("unpublished", "manuscript"),
        ("patent", "patent"),
        ("dataset", "dataset"),
        ("software", "software"),
        ("video", "motion_picture"),
        ("movie", "motion_picture"),
        ("audio", "song"),
        ("image", "graphic"),
        ("artwork", "graphic"),
        ("letter", "personal_communication"),
        ("periodical", "periodical"),
        ("legislation", "legislation"),
        ("jurisdiction", "legal_case"),
        ("misc", "document"),
        ("anything", "document"),
    ],
)
def test_types_are_csls(entry_type: str, csl_type: str, tmp_path: Path) -> None:
    """BibTeX's, BibLaTeX's and Mendeley's types; an unknown one is a document."""
    assert item_of(tmp_path, f"@{entry_type}{{a, title = {{A}}}}").type == csl_type


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("title = {{Title}}, subtitle = {Sub}", "title", "Title: Sub"),
        ("title = {Why?}, subtitle = {Because}", "title", "Why? Because"),
        ("journal = {J}", "container", "J"),
        ("journal = {J}, journaltitle = {JT}", "container", "JT"),
        ("shortjournal = {J. T.}", "container_short", "J. T."),
        ("pages = {12--34}", "pages", "12–34"),
        ("pages = {12-34,56 - 78}", "pages", "12–34,56–78"),
        ("pages = {S1--S9}", "pages", "S1–S9"),
        ("pages = {e123}", "pages", "e123"),
        ("eid = {e123}", "number", "e123"),
        ("number = {3}", "issue", "3"),
        ("edition = {1}", "edition", "1st"),
        ("edition = {2nd}", "edition", "2nd"),
        ("edition = {Third}", "edition", "3rd"),
        ("edition = {Fourth edition}", "edition", "4th"),
        ("edition = {11}", "edition", "11th"),
        ("edition = {22}", "edition", "22nd"),
        ("edition = {Revised}", "edition", "Revised"),
        ("address = {Rome}", "place", "Rome"),
        ("location = {Rome}", "place", "Rome"),
        ("pubstate = {inpress}", "status", "in press"),
        ("langid = {ngerman}", "language", "ngerman"),
        ("doi = {10.1000/a\\_b}", "doi", "10.1000/a_b"),
        ("doi = {https://doi.org/10.1000/AB}", "doi", "10.1000/AB"),
        ("doi = {http://dx.doi.org/10.1000/a}", "doi", "10.1000/a"),
        ("doi = {doi: 10.1000/a}", "doi", "10.1000/a"),
        ("doi = {none}", "doi", ""),
        ("url = {https://x.org/a%20b~c_d?e=f&g#h}", "url", "https://x.org/a%20b~c_d?e=f&g#h"),
        ("url = {https://x.org/a\\_b\\%20\\&c}", "url", "https://x.org/a_b%20&c"),
        ("url = {\\url{https://x.org}}", "url", "https://x.org"),
        ("url = {www.x.org}", "url", "https://www.x.org"),
        ('url = {https://x.org/"><script>}', "url", "https://x.org/%22%3E%3Cscript%3E"),
        ("url = {javascript:alert(1)}", "url", ""),
        ("eprint = {2101.1}, eprinttype = {arxiv}", "eprint", "https://arxiv.org/abs/2101.1"),
        (
            "eprint = {arXiv:2101.1}, archiveprefix = {arXiv}",
            "eprint",
            "https://arxiv.org/abs/2101.1",
        ),
        (
            "eprint = {hep-th/9901001}, archiveprefix = {arXiv}",
            "eprint",
            "https://arxiv.org/abs/hep-th/9901001",
        ),
        ("eprint = {123}, eprinttype = {jstor}", "eprint", "https://www.jstor.org/stable/123"),
        ("eprint = {123}, eprinttype = {pubmed}", "eprint", "https://pubmed.ncbi.nlm.nih.gov/123"),
        ("eprint = {10/1}, eprinttype = {hdl}", "eprint", "https://hdl.handle.net/10/1"),
        ("eprint = {123}, eprinttype = {elsewhere}", "eprint", ""),
        ("urldate = {2020-01-02}", "accessed", PartialDate(2020, 1, 2)),
        ("origdate = {1900}", "original", PartialDate(1900)),
        ("date = {2020}, year = {1999}", "issued", PartialDate(2020)),
    ],
)
def test_fields_are_read_as_they_are_meant(
    field: str, name: str, value: object, tmp_path: Path
) -> None:
    """Each field of an article under CSL's name; addresses are never decoded as LaTeX."""
    assert getattr(item_of(tmp_path, f"@article{{a, {field}}}"), name) == value


SPAN = Span("Sources/@pang2021.md", 1, 1)


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (
            {"title": "Axes", "authors": ["Pang, Jun", "Mei Liu"], "year": 2021},
            "Pang, J., &amp; Liu, M. (2021). <i>Axes</i>.",
        ),
        ({"title": "Axes", "FirstAuthor": "[[ Jun Pang]]"}, "Pang, J. (n.d.). <i>Axes</i>."),
        (
            {"title": "Axes", "author": [["Jun Pang"]], "date": date(2021, 3, 4)},
            "Pang, J. (2021). <i>Axes</i>.",
        ),
        (
            {"Title": "Axes", "authors": "[[People/Jun Pang|Pang, Jun]]; Liu, Mei"},
            "Pang, J., &amp; Liu, M. (n.d.). <i>Axes</i>.",
        ),
        (
            {"title": "Axes", "authors": "Jun Pang, Mei Liu, Jan van der Berg"},
            "Pang, J., Liu, M., &amp; van der Berg, J. (n.d.). <i>Axes</i>.",
        ),
        (
            {"title": "Axes", "authors": "Jun Pang and Mei Liu", "journal": "Nature", "volume": 3},
            "Pang, J., &amp; Liu, M. (n.d.). Axes. <i>Nature</i>, <i>3</i>.",
        ),
        (
            {"title": "Axes", "publisher": "MIT", "DOI": "https://doi.org/10.1000/x"},
            (
                '<i>Axes</i>. (n.d.). MIT. <a href="https://doi.org/10.1000/x">'
                "https://doi.org/10.1000/x</a>"
            ),
        ),
        (
            {"title": "Axes", "url": "https://x.org", "year": "2021"},
            '<i>Axes</i>. (2021). <a href="https://x.org">https://x.org</a>',
        ),
        ({"authors": "Pang"}, "Pang. (n.d.)."),
        (
            {"title": "<b>{{c1::x}}</b> & [[Link|more]]", "url": "javascript:x"},
            "<i>&lt;b&gt;{{c1::x}}&lt;/b&gt; &amp; more</i>. (n.d.).",
        ),
    ],
)
def test_a_literature_note_describes_its_work(properties: dict[str, object], expected: str) -> None:
    """Strings, lists and links, in the properties that plugins and people use."""
    item = item_from_properties("pang2021", properties, SPAN)

    assert item is not None
    assert (item.citekey, item.span) == ("pang2021", SPAN)
    assert reference(item) == expected


@pytest.mark.parametrize(
    "properties", [{}, {"tags": ["a"]}, {"title": None, "authors": []}, {"title": {"a": 1}}]
)
def test_a_vault_note_about_nothing_describes_no_work(properties: dict[str, object]) -> None:
    """Without a title and an author there is nothing to cite."""
    assert item_from_properties("pang2021", properties, SPAN) is None


def test_a_particle_belongs_to_the_family_name() -> None:
    """`Jan van der Berg` is van der Berg, in one string as in a .bib file."""
    item = item_from_properties("a", {"author": "Jan van der Berg"}, SPAN)

    assert item is not None
    assert item.authors == (Name("Berg", "Jan", "van der"),)
