"""References and short citations, as a careful user of the APA's manual writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from flashcards.bibliography import look_up, read_libraries, reference, short_citation
from flashcards.diagnostics import Span
from flashcards.model import Item, Locator, Name, PartialDate

FIXTURES = read_fixture_file(Path(__file__).with_name("references.md"))

PANG = Item(
    "pang2021",
    "book",
    Span("refs.bib", 1, 4),
    title="Axes",
    authors=(Name("Pang", "Jun"),),
    issued=PartialDate(2021),
)


@pytest.mark.parametrize(
    ("bibtex", "expected"), [case[2:] for case in FIXTURES], ids=[case[1] for case in FIXTURES]
)
def test_an_entry_is_cited_in_full_and_in_short(bibtex: str, expected: str, tmp_path: Path) -> None:
    """The first line is the full reference, the second the short citation."""
    (tmp_path / "refs.bib").write_text(bibtex, encoding="utf-8")
    library, _ = read_libraries([tmp_path / "refs.bib"], tmp_path)
    items, diagnostics = look_up(library, library.citekeys())
    item, *_ = items.values()

    assert diagnostics == ()
    assert [reference(item), short_citation(item)] == expected.rstrip("\n").split("\n")


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("page", "12", "p. 12"),
        ("page", "xii", "p. xii"),
        ("page", "12-15", "pp. 12–15"),
        ("page", "12 -- 15", "pp. 12–15"),
        ("page", "12, 15", "pp. 12, 15"),
        ("page", "12 and 15", "pp. 12 and 15"),
        ("chapter", "3", "chap. 3"),
        ("chapter", "3–4", "chaps. 3–4"),
        ("paragraph", "4", "para. 4"),
        ("section", "2", "sec. 2"),
        ("sub-verbo", "axis", "s.v. axis"),
        ("timestamp", "1:02:03", "1:02:03"),
        ("stanza", "7", "stanza 7"),
        ("page", "3 ff.", "pp. 3 ff."),
        ("page", "12f.", "pp. 12f."),
        ("page", "fig. 2", "p. fig. 2"),
        ("volume", "2, p. 5", "vol. 2, p. 5"),
        ("volume", "2-3, pp. 5–7", "vols. 2–3, pp. 5–7"),
        ("page", "3, S5", "pp. 3, S5"),
        ("page", "<b>", "p. &lt;b&gt;"),
    ],
)
def test_a_locator_follows_the_year(label: str, value: str, expected: str) -> None:
    """Its label is CSL's short one, of one place or of several"""
    assert short_citation(PANG, Locator(label, value)) == f"Pang, 2021, {expected}"


def test_the_author_can_be_left_out() -> None:
    """`-@pang2021` gives the year, for a sentence that names the author itself."""
    assert short_citation(PANG, Locator("page", "12"), suppress_author=True) == "2021, p. 12"


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org/a", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https://example.org/" + "a" * 6_000, False),
    ],
)
def test_only_web_addresses_are_linked(url: str, *, linked: bool) -> None:
    """An item may come from anywhere: what is no web address is left out of the reference."""
    item = Item("a", "book", Span("a.bib", 1, 1), title="Axes", url=url)

    assert ("<a href=" in reference(item)) is linked
