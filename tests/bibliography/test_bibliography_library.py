"""Reading bibliography files, and finding what is cited in them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from flashcards.bibliography import Library, look_up, near_misses, read_libraries
from flashcards.diagnostics import Severity, Span
from flashcards.model import Item

Read = Callable[..., tuple[Library, tuple[str, ...]]]

GOOD = "@article{pang2021,\n  title = {Axes},\n  year = {2021}\n}\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write files into a vault and read them as libraries; diagnostics come as text."""

    def read(**files: str | bytes) -> tuple[Library, tuple[str, ...]]:
        paths = [tmp_path / f"{name}.bib" for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        library, diagnostics = read_libraries(paths, tmp_path)
        return library, tuple(str(one) for one in diagnostics)

    return read


def titles(items: Mapping[str, Item]) -> dict[str, str]:
    """Return the titles by citekey as written."""
    return {citekey: item.title for citekey, item in items.items()}


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [("utf-8", "\n"), ("utf-8-sig", "\n"), ("utf-16", "\n"), ("utf-8", "\r\n"), ("utf-8", "\r")],
)
def test_a_library_is_read_in_any_usual_encoding(read: Read, encoding: str, line_end: str) -> None:
    """Byte order marks and line ends of any system change nothing, lines included."""
    text = "@book{a, title = {A}}\n@book{muller, title = {Über}\n}\n"
    library, diagnostics = read(refs=text.replace("\n", line_end).encode(encoding))
    items, _ = look_up(library, ["muller"])

    assert diagnostics == ()
    assert items["muller"].title == "Über"
    assert items["muller"].span == Span("refs.bib", 2, 3)


def test_a_library_in_windows_1252_is_read_with_a_warning(read: Read) -> None:
    """An old file is read as Windows-1252, and the first line that shows it is named."""
    library, diagnostics = read(refs="@book{a,\n  title = {Über}\n}".encode("cp1252"))
    items, _ = look_up(library, ["a"])

    assert titles(items) == {"a": "Über"}
    assert diagnostics == (
        (
            "refs.bib:2: warning: this file is not in UTF-8; it was read as Windows-1252, "
            "so accents may be wrong [library-encoding]"
        ),
    )


def test_a_library_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """A path that leads nowhere is reported, and the other libraries are read."""
    (tmp_path / "good.bib").write_text(GOOD)
    library, (missing,) = read_libraries([tmp_path / "no.bib", tmp_path / "good.bib"], tmp_path)

    assert (missing.code, missing.severity) == ("library-unreadable", Severity.ERROR)
    assert missing.span == Span("no.bib", 1, 1)
    assert set(look_up(library, ["pang2021"])[0]) == {"pang2021"}


def test_a_link_that_leads_in_a_circle_is_an_error(tmp_path: Path) -> None:
    """It cannot be read, and that is all."""
    (tmp_path / "a.bib").symlink_to("b.bib")
    (tmp_path / "b.bib").symlink_to("a.bib")
    _, (problem,) = read_libraries([tmp_path / "a.bib"], tmp_path)

    assert problem.code == "library-unreadable"


def test_json_gets_a_hint_of_its_own(tmp_path: Path) -> None:
    """Whoever exported the wrong format is told so."""
    (tmp_path / "refs.bib").write_text('{"items": []}')
    _, (problem,) = read_libraries([tmp_path / "refs.bib"], tmp_path)

    assert problem.hint == (
        "this is JSON of another kind, such as BetterBibTeX JSON;"
        " export the library as BibLaTeX, BibTeX or CSL-JSON"
    )


def test_a_library_outside_the_vault_is_named_in_full(tmp_path: Path) -> None:
    """A path outside the vault is shown whole, so that it can be opened."""
    (tmp_path / "refs.bib").write_text(GOOD)
    library, _ = read_libraries([tmp_path / "refs.bib"], tmp_path / "vault")
    items, _ = look_up(library, ["pang2021"])

    assert items["pang2021"].span.path == (tmp_path / "refs.bib").resolve().as_posix()


def test_one_file_given_twice_is_read_once(tmp_path: Path) -> None:
    """The same path, named in two ways, is one library."""
    (tmp_path / "refs.bib").write_text(GOOD)
    again = tmp_path / "." / "x" / ".." / "refs.bib"
    library, diagnostics = read_libraries([tmp_path / "refs.bib", again], tmp_path)

    assert diagnostics == ()
    assert list(library.citekeys()) == ["pang2021"]


def test_of_several_libraries_the_first_wins_and_the_other_is_named(read: Read) -> None:
    """The same citekey for another work is one warning, with both places."""
    library, diagnostics = read(
        a="\n" + GOOD, b="@article{pang2021, title = {Other}}", c="@book{pang2021}"
    )
    items, (differing,) = look_up(library, ["pang2021"])

    assert diagnostics == ()
    assert titles(items) == {"pang2021": "Axes"}
    assert str(differing) == (
        "b.bib:1: warning: @pang2021 is not the same here as in a.bib:2, which is used "
        "[duplicate-citekey]"
    )


def test_the_same_work_in_two_libraries_is_no_problem(read: Read) -> None:
    """What is not shown may differ: an abstract, keywords, the way it is written."""
    library, _ = read(
        a=GOOD, b='@Article{pang2021, Year = 2021, Title = "{A}xes", abstract = {Long}}'
    )

    assert look_up(library, ["pang2021"])[1] == ()


def test_unknown_citekeys_are_left_out(read: Read) -> None:
    """Whoever asks sees what is missing, and says so where it is cited."""
    library, _ = read(refs=GOOD)

    assert look_up(library, ["pang2021", "liu2020", "", "x" * 10_000]) == (
        look_up(library, ["pang2021"])[0],
        (),
    )


def test_an_alias_leads_to_its_entry(read: Read) -> None:
    """Citekeys in `ids` are as good as the entry's own."""
    library, _ = read(refs="@book{a, title = {A}}\n@book{new, ids = {old, older}, title = {B}}")
    items, diagnostics = look_up(library, ["older", "old"])

    assert titles(items) == {"older": "B", "old": "B"}
    assert items["old"].citekey == "new"
    assert diagnostics == ()


COMMENTED = """\
@comment @article{hidden, title = {Hidden}, year = 2020}
% see also @article{noted, title = {Noted}}
% @article{old,
%   title = {Old}
% }
@comment @article{twice, title = {First}}
@article{twice, title = {Second}}
@article{good, title = {Good}}
"""


def test_an_entry_behind_a_comment_is_found_if_cited(read: Read) -> None:
    """It counts only where no other entry has the citekey, and is never reported"""
    library, diagnostics = read(refs=COMMENTED)
    items, looking = look_up(library, ["hidden", "noted", "old", "twice", "good"])

    assert diagnostics == looking == ()
    assert list(library.citekeys()) == ["twice", "good"]
    assert titles(items) == {
        "hidden": "Hidden",
        "noted": "Noted",
        "twice": "Second",
        "good": "Good",
    }
    assert items["noted"].span.line == 2


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_broken_entries_are_told_by_the_right_line_on_any_system(read: Read, line_end: str) -> None:
    """Line ends of old Macs and of Windows are line ends"""
    text = "@book{good, title = {A}}\n\n@book{bad,\n  title = {B}\n  year = 2020\n}\n"
    _, diagnostics = read(refs=text.replace("\n", line_end))

    assert diagnostics == (
        "refs.bib:4: warning: @bad: a comma is missing after the field title [broken-entry]",
    )


def test_a_citekey_in_another_case_is_found_and_mentioned(read: Read) -> None:
    """The author learns how the library spells it."""
    library, _ = read(refs=GOOD)
    items, (spelling,) = look_up(library, ["Pang2021"])

    assert titles(items) == {"Pang2021": "Axes"}
    assert str(spelling) == (
        "refs.bib:1: info: @Pang2021 is cited, but the library spells it @pang2021 [citekey-case]"
    )


def test_a_case_that_fits_two_entries_is_not_guessed(read: Read) -> None:
    """Two entries that differ only in case are told apart by it."""
    library, _ = read(refs="@book{Pang, title = {A}}\n@book{pang, title = {B}}")

    assert titles(look_up(library, ["Pang", "pang", "PANG"])[0]) == {"Pang": "A", "pang": "B"}


def test_accents_may_be_composed_differently(read: Read) -> None:
    """Vaults on a Mac may spell ü as u and two dots; nobody sees a difference."""
    library, _ = read(refs="@book{m\u00fcller, title = {A}}")
    items, diagnostics = look_up(library, ["mu\u0308ller"])

    assert titles(items) == {"mu\u0308ller": "A"}
    assert diagnostics == ()


def test_a_chapter_inherits_from_its_book(read: Read) -> None:
    """`crossref`: the book's title becomes the container's; what the chapter says stands."""
    library, _ = read(
        a="@incollection{kid, crossref = {par}, title = {Kid}, year = 2001, author = {Roe, R.}}",
        b="@book{par, title = {Par}, subtitle = {Sub}, date = {1999}, editor = {Doe, J.},"
        " publisher = {Pub}, doi = {10.1000/book}, isbn = {1}}",
    )
    kid = look_up(library, ["kid"])[0]["kid"]

    assert (kid.title, kid.container, kid.publisher) == ("Kid", "Par: Sub", "Pub")
    assert kid.issued is not None
    assert kid.issued.year == 2001
    assert [name.family for name in kid.editors] == ["Doe"]
    assert kid.doi == ""


def test_xdata_is_merged_through_several_entries(read: Read) -> None:
    """`xdata` lists entries whose fields are taken over, and they may use it in turn."""
    library, _ = read(
        refs="@book{a, title = {A}, xdata = {x, y}}\n@xdata{x, publisher = {X}, xdata = {z}}\n"
        "@xdata{y, publisher = {Y}, edition = {2}}\n@xdata{z, location = {Rome}}"
    )
    item = look_up(library, ["a"])[0]["a"]

    assert (item.publisher, item.edition, item.place) == ("X", "2nd", "Rome")


def test_macros_may_stand_in_another_library(read: Read) -> None:
    """One bibliography is often split over several files."""
    library, _ = read(a="@article{a, journal = jfk, title = {A}}", b="@string{JFK = {Journal}}")

    assert look_up(library, ["a"])[0]["a"].container == "Journal"


def test_entries_in_a_ring_are_read_once(read: Read) -> None:
    """Ten thousand entries that inherit from each other in a ring end well, and soon."""
    ring = "\n".join(
        f"@book{{k{at}, title = {{T{at}}}, crossref = {{k{(at + 1) % 10_000}}}}}"
        for at in range(10_000)
    )
    library, diagnostics = read(refs=ring)

    assert diagnostics == ()
    assert look_up(library, ["k0", "k9999"])[0]["k9999"].title.endswith("T9999")


def test_macros_that_multiply_are_cut_short(read: Read) -> None:
    """Thirty doublings of a text do not fill the memory."""
    macros = "".join(f"@string{{m{at} = m{at - 1} # m{at - 1}}}\n" for at in range(1, 30))
    library, _ = read(refs="@string{m0 = {xxxxxxxxxx}}\n" + macros + "@book{a, title = m29 # m29}")

    assert len(look_up(library, ["a"])[0]["a"].title) < 1_000_000


def test_near_misses_come_with_their_places(read: Read) -> None:
    """The likeliest first: another year, a hyphen, accents, letters in another order."""
    library, _ = read(
        refs="@book{gettier1963-Knowledge, title = {A}}\n@book{pang2021, title = {B}}\n"
        "@book{pang2012, title = {C}}\n@book{müller2020, title = {D}}"
    )

    assert near_misses(library, "gettier1963Knowledge") == (
        ("gettier1963-Knowledge", Span("refs.bib", 1, 1)),
    )
    assert near_misses(library, "pnag2021")[0] == ("pang2021", Span("refs.bib", 2, 2))
    assert [citekey for citekey, _ in near_misses(library, "pang2022")] == ["pang2012", "pang2021"]
    assert [citekey for citekey, _ in near_misses(library, "Muller2020")] == ["müller2020"]


@pytest.mark.parametrize("citekey", ["", "fig:one", "zzz", "2020", "x" * 10_000, "@", "\ud800"])
def test_nothing_is_suggested_for_something_else(read: Read, citekey: str) -> None:
    """No suggestion is better than a silly one."""
    library, _ = read(refs=GOOD)

    assert near_misses(library, citekey) == ()


def test_nothing_is_imported_before_it_is_needed() -> None:
    """Runs that cite nothing do not pay for bibtexparser."""
    program = "import sys, flashcards.bibliography; sys.exit('bibtexparser' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_bibtexparser_keeps_quiet(read: Read, caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong is a diagnostic, never a line of someone else's log."""
    library, _ = read(refs="@book{a, title = {C:\\dir\\}}\n@book{b, title = x y z}")
    look_up(library, ["a", "b"])

    assert caplog.records == []
