"""One work, written as BibLaTeX and as CSL-JSON, is one work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.bibliography import Library, look_up, reference, short_citation
from flashcards.bibliography.library import read_library_text
from flashcards.model import Item

ANY = settings(max_examples=150, deadline=None, database=None)

TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "online": "webpage",
    "report": "report",
    "thesis": "thesis",
    "dataset": "dataset",
    "software": "software",
    "movie": "motion_picture",
    "patent": "patent",
    "map": "map",
}
PERIODICAL = {"article"}
PARTS = {"incollection", "inproceedings"}
FAMILIES = ("Pang", "Müller", "García", "O’Neil", "Ångström", "李", "Brinch Hansen")
GIVEN = ("Jun", "Mei-Ling", "J. P.", "Zoë", "Anna K.")
PARTICLES = ("", "", "van der", "de la")
WORDS = ("insulin", "axis", "Stress", "DNA", "étude", "β-amyloid", "p < 0.05", "a & b", "why?")

text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
names = st.lists(
    st.tuples(st.sampled_from(FAMILIES), st.sampled_from(GIVEN), st.sampled_from(PARTICLES)),
    max_size=4,
)
dates = st.one_of(
    st.just(()),
    st.tuples(st.integers(1000, 2030)),
    st.tuples(st.integers(1000, 2030), st.integers(1, 12)),
    st.tuples(st.integers(1000, 2030), st.integers(1, 12), st.integers(1, 28)),
)
works = st.fixed_dictionaries(
    {
        "type": st.sampled_from(sorted(TYPES)),
        "title": text,
        "author": names,
        "editor": names,
        "date": dates,
        "container": text,
        "volume": st.sampled_from(["", "12"]),
        "issue": st.sampled_from(["", "3"]),
        "pages": st.sampled_from(["", "7", "12-34"]),
        "edition": st.sampled_from(["", "2", "Third", "Revised"]),
        "publisher": st.sampled_from(["", "MIT Press"]),
        "doi": st.sampled_from(["", "10.1000/a_b"]),
        "url": st.sampled_from(["", "https://example.org/a?b=c&d"]),
    }
)


def as_biblatex(work: dict[str, Any]) -> str:
    """Return the entry as Better BibLaTeX writes it."""
    container = "journaltitle" if work["type"] in PERIODICAL else "booktitle"
    fields = {
        "title": work["title"].replace("&", r"\&"),
        "author": " and ".join(_extended(name) for name in work["author"]),
        "editor": " and ".join(_extended(name) for name in work["editor"]),
        "date": "-".join(f"{part:02}" for part in work["date"]),
        container: work["container"].replace("&", r"\&") if _is_part(work) else "",
        "volume": work["volume"],
        "number": work["issue"] if work["type"] in PERIODICAL else "",
        "pages": work["pages"].replace("-", "--"),
        "edition": work["edition"],
        "publisher": work["publisher"],
        "doi": work["doi"].replace("_", r"\_"),
        "url": work["url"],
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{work['type']}{{key,\n{body}}}\n"


def as_csl(work: dict[str, Any], *, as_texts: bool) -> str:
    """Return the entry as Zotero writes it; dates are numbers, or texts as in older versions."""
    parts = [str(part) if as_texts else part for part in work["date"]]
    entry = {
        "id": "http://zotero.org/users/1/items/ABCD2345",
        "citation-key": "key",
        "type": TYPES[work["type"]],
        "title": work["title"],
        "author": [_person(name) for name in work["author"]],
        "editor": [_person(name) for name in work["editor"]],
        "issued": {"date-parts": [parts]} if parts else None,
        "container-title": work["container"] if _is_part(work) else "",
        "volume": work["volume"],
        "issue": work["issue"] if work["type"] in PERIODICAL else "",
        "page": work["pages"],
        "edition": work["edition"],
        "publisher": work["publisher"],
        "DOI": work["doi"],
        "URL": work["url"],
    }
    return json.dumps([{name: value for name, value in entry.items() if value}])


def _is_part(work: dict[str, Any]) -> bool:
    return work["type"] in PERIODICAL | PARTS


def _extended(name: tuple[str, str, str]) -> str:
    family, given_name, particle = name
    if particle:
        return f"family={family}, given={given_name}, prefix={particle}, useprefix=true"
    return f"{family}, {given_name}"


def _person(name: tuple[str, str, str]) -> dict[str, str]:
    family, given_name, particle = name
    person = {"family": family, "given": given_name, "non-dropping-particle": particle}
    return {part: value for part, value in person.items() if value}


def only_item(library: str) -> Item:
    """Return the only item of a library."""
    file, diagnostics = read_library_text("library", library.encode())
    assert diagnostics == ()
    return look_up(Library((file,)), ["key"])[0]["key"]


@given(works, st.booleans())
@ANY
def test_both_formats_give_one_reference(work: dict[str, Any], as_texts: bool) -> None:
    """Whichever format Zotero exports, the flashcard shows the same"""
    from_biblatex = only_item(as_biblatex(work))
    from_csl = only_item(as_csl(work, as_texts=as_texts))

    assert reference(from_csl) == reference(from_biblatex)
    assert short_citation(from_csl) == short_citation(from_biblatex)


ZOTERO = {
    "id": 17,
    "type": "article-journal",
    "abstract": "x",
    "archive_location": "publisher: Springer",
    "ISSN": "1234-5678",
    "language": "en",
    "source": "Crossref",
    "note": "PMID: 1\nCitation Key: pang2021\nOriginal Date: 1999",
    "title": "Cell &amp; Tissue",
    "author": [{"family": "Pang", "given": "J."}, {"literal": "others"}],
    "issued": {"date-parts": [["2012", 3, "12"]]},
}
MENDELEY = {
    "id": "ITEM-1",
    "itemData": {},
    "type": "article-journal",
    "title": "Axes",
    "author": [
        {"dropping-particle": "", "family": "Pang", "given": "J", "non-dropping-particle": ""}
    ],
    "container-title": "Cells",
    "issued": {"date-parts": [["2012"]]},
    "page": "1-2",
}
CITAVI = {
    "id": "Pang2012",
    "type": "chapter",
    "title": "Axes",
    "author": [{"family": "Pang", "given": "Jun", "suffix": "Jr.", "parse-names": False}],
    "container-title": "Book",
    "edition": "2. Aufl.",
    "page": "1–2",
    "publisher-place": "Rom",
    "issued": {"raw": "2012"},
    "accessed": {"date-parts": [[2020, 1, 2]], "season": ""},
}
BETTER = {
    "id": "pang2012",
    "citation-key": "pang2012",
    "type": "book",
    "title": '<span class="nocase">DNA</span> axes',
    "author": [{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}],
    "issued": {"date-parts": [[2012], [0]]},
}


@pytest.mark.parametrize(
    ("entry", "citekey", "expected"),
    [
        (
            ZOTERO,
            "pang2021",
            "Pang, J., et al. (2012). <i>Cell &amp; Tissue</i>. (Original work published 1999)",
        ),
        (MENDELEY, "ITEM-1", "Pang, J. (2012). Axes. <i>Cells</i>, 1–2."),
        (
            CITAVI,
            "Pang2012",
            "Pang, J., Jr. (2012). Axes. In <i>Book</i> (2nd ed., pp. 1–2).",
        ),
        (BETTER, "pang2012", "van Gogh, V. (2012–). <i>DNA axes</i>."),
    ],
)  # fmt: skip
def test_what_programs_export_is_read(entry: dict[str, Any], citekey: str, expected: str) -> None:
    """Zotero, Mendeley, Citavi and Better BibTeX each have their ways"""
    file, diagnostics = read_library_text("library.json", json.dumps([entry]).encode())

    assert diagnostics == ()
    assert reference(look_up(Library((file,)), [citekey])[0][citekey]) == expected
