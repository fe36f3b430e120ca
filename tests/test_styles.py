"""References in a CSL style: the style is made stable, found, and used; pandoc is looked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import NOW, MakeVault, needs_pandoc
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run

from flashcards.bibliography import item_from_properties
from flashcards.config import Config, parse_config
from flashcards.diagnostics import FlashcardsError, Span
from flashcards.markdown.sanitize import sanitise
from flashcards.model import Item, Name, PartialDate
from flashcards.pipeline import Build, build
from flashcards.styles import StyleError, Styles, item_digest, references_in_style, styles_of
from flashcards.styles._csl import parse_style, stable_style
from flashcards.styles._engine import Engine
from flashcards.styles._find import load_style
from flashcards.styles._items import entry_of
from flashcards.works import with_references

PLAIN = (Path(__file__).parent / "styles" / "plain.csl").read_text(encoding="utf-8")
SPAN = Span("library.bib", 1, 1)

DEPENDENT = """\
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>Journal</title>
<link href="http://www.zotero.org/styles/plain" rel="independent-parent"/></info></style>
"""
LIBRARY = r"""
@article{pang2021, title = {Axes \& {DNA}}, author = {Pang, Lifang and Liu, Xiaomei},
  journaltitle = {Nature}, volume = {3}, pages = {1--20}, date = {2021}, doi = {10.1/x_y}}
@book{berg2020, title = {On <script>alert(1)</script> $x^2$}, author = {Berg, Jan},
  publisher = {Knopf}, date = {2020}}
"""
CELLS = """\
> [!quote] [[@pang2021]], p. 4
> A **first** quote.

> [!quote] [[@berg2020]]
> A **second** quote.
"""


def item(number: int = 1, **parts: object) -> Item:
    names = (Name(family="Pang", given="Lifang"),)
    whole = {"title": f"Title {number}", "authors": names, "issued": PartialDate(year=2021)}
    return Item(f"key{number}", "book", SPAN, **{**whole, **parts})  # type: ignore[arg-type]


@pytest.fixture
def styles(tmp_path: Path) -> Styles:
    """A vault with our style, a cache of its own, and whatever pandoc there is."""
    (tmp_path / "plain.csl").write_text(PLAIN, encoding="utf-8")
    return Styles((tmp_path,), ("plain.csl",), tmp_path / "cache")


def test_a_style_is_made_to_write_each_reference_for_itself() -> None:
    """Letters behind years, dashes for names, numbers and the order of the list are gone"""
    stable = stable_style(parse_style(PLAIN, "plain"), "plain")

    assert not re.search(
        r"disambiguat|substitute|second-field|hanging|<sort|variable=\"citation-n", stable
    )
    assert 'name-as-sort-order="all"' in stable
    assert stable_style(parse_style(stable, "plain"), "plain") == stable


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no valid XML"),
        ("<html/>", "no CSL style"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><style>&a;</style>', "no CSL style"),
        ("<style xmlns='http://purl.org/net/xbiblio/csl'/>", "writes no bibliography"),
        ("<a>" * 100_000, "no valid XML"),
        (
            "<style xmlns='http://purl.org/net/xbiblio/csl'>"
            + "<group>" * 50_000
            + "</group>" * 50_000
            + "</style>",
            "no CSL style",
        ),
        ("{" * 3_000_000, "no CSL style"),
    ],
)
def test_what_is_no_style_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """A broken or hostile file is named, with what to do about it"""
    (tmp_path / "bad.csl").write_text(text, encoding="utf-8")

    with pytest.raises(StyleError, match=message) as raised:
        load_style("bad", (tmp_path,), ())
    assert raised.value.hint


@pytest.mark.parametrize("name", ["plain", "plain.csl", "Styles/plain.csl", "PLAIN"])
def test_a_style_is_found_by_path_or_name(tmp_path: Path, name: str) -> None:
    """Anywhere in the vault, with or without its ending"""
    (tmp_path / "Styles").mkdir()
    (tmp_path / "Styles" / "plain.csl").write_text(PLAIN, encoding="utf-8")

    assert "name-as-sort-order" in load_style(name, (tmp_path,), ("Styles/plain.csl",))


@pytest.mark.parametrize("folder", ["Zotero/styles", "Zotero/styles/hidden", ".csl"])
def test_a_style_of_another_program_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """In the user's own folders, whatever its case; then in the system's"""
    (tmp_path / "home" / folder).mkdir(parents=True)
    (tmp_path / "home" / folder / "plain.csl").write_text(PLAIN, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    folders = styles_of(tmp_path / "vault", ()).folders

    assert "name-as-sort-order" in load_style("Plain", folders, ())
    assert folders[-1] == Path("/usr/share/citation-style-language/styles")


def test_a_dependent_style_needs_its_parent(tmp_path: Path) -> None:
    """It is only a name; its parent is taken from beside it, and never fetched"""
    (tmp_path / "journal.csl").write_text(DEPENDENT, encoding="utf-8")

    with pytest.raises(StyleError, match="the same as plain, which is not there") as raised:
        load_style("journal", (tmp_path,), ())
    assert 'style = "plain"' in raised.value.hint

    (tmp_path / "plain.csl").write_text(PLAIN, encoding="utf-8")
    assert "name-as-sort-order" in load_style("journal", (tmp_path,), ())


def test_no_style_and_no_pandoc_name_the_fix(tmp_path: Path, styles: Styles) -> None:
    """The message says what is missing, and where to get it"""
    with pytest.raises(StyleError, match="there is no citation style apa") as raised:
        references_in_style([item()], "apa", styles)
    assert "apa.csl" in raised.value.hint

    without = Styles(styles.folders, styles.inside, None, lambda: None)
    with pytest.raises(StyleError, match="needs pandoc") as raised:
        references_in_style([item()], "plain", without)
    assert "vault-flashcards[csl]" in raised.value.hint

    broken = Styles(styles.folders, styles.inside, None, lambda: Engine(tmp_path / "none"))
    with pytest.raises(StyleError, match="cannot be started"):
        references_in_style([item()], "plain", broken)
    assert references_in_style([], "apa", without) == {}


def _program(folder: Path, script: str) -> Engine:
    path = folder / "pandoc"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return Engine(path)


def test_a_pandoc_that_fails_is_an_error(tmp_path: Path, styles: Styles) -> None:
    """What it says comes along"""
    engine = _program(tmp_path, "echo 'Unknown option --sandbox.' >&2; exit 6")
    failing = Styles(styles.folders, styles.inside, None, lambda: engine)

    with pytest.raises(StyleError, match="Unknown option --sandbox") as raised:
        references_in_style([item()], "plain", failing)
    assert "2.15" in raised.value.hint


def test_what_a_program_returns_is_sanitised_and_remembered(tmp_path: Path, styles: Styles) -> None:
    """Scripts go, links stay; a second run asks for what is new only, and a broken cache for all"""
    made = '<div id="ref-w0" class="csl-entry"><script>x</script><a href="https://a.b">A</a></div>'
    engine = _program(tmp_path, f"cat >/dev/null; echo run >> {tmp_path}/runs; echo '{made}'")
    counting = Styles(styles.folders, styles.inside, styles.cache, lambda: engine)

    def runs() -> int:
        return len((tmp_path / "runs").read_text(encoding="utf-8").split())

    first = references_in_style([item(1)], "plain", counting)
    assert first == {item_digest(item(1)): '<a href="https://a.b">A</a>'}
    assert references_in_style([item(1)], "plain", counting) == first
    assert runs() == 1
    references_in_style([item(1), item(2)], "plain", counting)
    assert runs() == 2
    for file in (tmp_path / "cache" / "references").iterdir():
        file.write_text('{"' + item_digest(item(1)) + '": 3', encoding="utf-8")
    assert references_in_style([item(1)], "plain", counting) == first
    assert runs() == 3


def test_a_cache_that_somebody_changed_cannot_harm(tmp_path: Path, styles: Styles) -> None:
    """What comes out of it is sanitised again"""
    made = '<div id="ref-w0">A</div>'
    engine = _program(tmp_path, f"cat >/dev/null; echo '{made}'")
    counting = Styles(styles.folders, styles.inside, styles.cache, lambda: engine)
    references_in_style([item()], "plain", counting)
    [file] = (tmp_path / "cache" / "references").iterdir()
    file.write_text(json.dumps({item_digest(item()): "<script>x</script>B"}), encoding="utf-8")

    assert list(references_in_style([item()], "plain", counting).values()) == ["B"]


def test_an_entry_says_what_a_reference_may_show() -> None:
    """Characters are no references, formulas keep their case, dates are CSL's"""
    entry = entry_of(
        item(
            title=r"A &lt;b&gt; &amp; <i>E. coli</i> \(X^2\)",
            authors=(Name(family="Berg", given="Jan", prefix="van der"), Name(literal="WHO")),
            et_al=True,
            issued=PartialDate(year=-42, month=21, circa=True),
            accessed=PartialDate(year=2020, month=3, day=4, end_year=2021, end_month=5),
            eprint="https://arxiv.org/abs/1",
        )
    )

    assert entry["title"] == 'A <b> & <i>E. coli</i> <span class="nocase">\\(X^2\\)</span>'
    assert entry["author"] == [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "WHO"},
        {"literal": "others"},
    ]
    assert entry["issued"] == {"date-parts": [[-43]], "season": 1, "circa": True}
    assert entry["accessed"] == {"date-parts": [[2020, 3, 4], [2021, 5]]}
    assert entry["URL"] == "https://arxiv.org/abs/1"


@given(title=st.text(), where=st.text())
def test_only_what_is_shown_changes_a_digest(title: str, where: str) -> None:
    """Where an entry stands, and its key, are nothing to a reader"""
    one = Item("a", "book", SPAN, title="x")
    other = Item(where, "book", Span(where, 3, 9), title="x", zotero_key=title)

    assert item_digest(one) == item_digest(other)
    assert (item_digest(Item("a", "book", SPAN, title=title)) == item_digest(one)) == (title == "x")


@needs_pandoc
def test_pandoc_writes_the_style(styles: Styles) -> None:
    """Quotes, italics, bold type and small capitals as the style says, without a number"""
    book = item(
        2, title="A &amp; B", container="Nature", volume="3", pages="1–20", publisher="Knopf"
    )
    [html] = references_in_style([book], "plain", styles).values()

    assert html == (
        "Pang, L., 2021, <span>“A &amp; B,”</span> <em>Nature</em> <strong>3</strong>, 1–20,"
        ' <span style="font-variant:small-caps">Knopf</span>.'
    )


@needs_pandoc
def test_a_reference_does_not_depend_on_the_others(styles: Styles) -> None:
    """Works of one author and one year: together each reads as it does alone"""
    works = [item(number) for number in range(8)]
    fresh = Styles(styles.folders, styles.inside, None)
    together = references_in_style(works, "plain", fresh)

    assert len(together) == 8
    for each in works:
        assert together[item_digest(each)] == next(
            iter(references_in_style([each], "plain", fresh).values())
        )


@needs_pandoc
@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "[x](javascript:alert(1))",
        "{{c1::x}}",
    ],
)
def test_nothing_harmful_comes_from_pandoc(styles: Styles, title: str) -> None:
    """What an author of a library writes is shown as text"""
    work = item_from_properties("a", {"title": title, "author": "Jan Berg"}, SPAN)
    assert work is not None
    [html] = references_in_style([work], "plain", styles).values()

    assert html == sanitise(html)
    assert not re.search(r"<(?:script|img)|href=\"javascript", html)


BuildVault = Callable[[Mapping[str, str]], Build]


@pytest.fixture
def styled(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> BuildVault:
    """Build a vault with the works above and these settings."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def make(files: Mapping[str, str]) -> Build:
        root = make_vault(
            {"library.bib": LIBRARY, "Cells.md": CELLS, "Csl/plain.csl": PLAIN, **files}
        )
        config = parse_config(files["flashcards.toml"], base=Config())
        return build(root, config, NOW)

    return make


def _sources(built: Build) -> list[str]:
    return [each.anki_note.fields["Source"] for each in built.rendered]


@needs_pandoc
def test_a_card_has_its_reference_in_the_style(styled: BuildVault) -> None:
    """With a link to the work, and the locator behind it"""
    first, second = _sources(styled({"flashcards.toml": '[citations]\nstyle = "plain"'}))

    assert first == (
        '<div class="reference">Pang, L. &amp; Liu, X., 2021, <span>“'
        '<a href="https://doi.org/10.1/x_y">Axes &amp; DNA</a>,”</span> <em>Nature</em>'
        ' <strong>3</strong>, 1–20. <span class="locator">p. 4</span></div>'
    )
    assert "&lt;script&gt;" in second
    assert "<script" not in second


def test_only_what_is_cited_is_sent(styles: Styles, tmp_path: Path, styled: BuildVault) -> None:
    """One run for all works of the vault, and no others"""
    log = tmp_path / "sent"
    script = f'for a in "$@"; do case $a in --bib*) cat "${{a#*=}}" >> {log};; esac; done'
    engine = _program(tmp_path, f"{script}; cat > /dev/null")
    uncited = LIBRARY + "@book{uncited, title = {Nobody}}"
    works = styled({"flashcards.toml": "", "library.bib": uncited}).works

    counting = Styles(styles.folders, styles.inside, None, lambda: engine)
    shown, told = with_references(works, "plain", ("doi",), counting, fallback=False)

    sent = json.loads(log.read_text(encoding="utf-8"))
    assert sorted(each["author"][0]["family"] for each in sent) == ["Berg", "Pang"]
    assert (shown.references, told) == ({}, ())


@needs_pandoc
def test_sources_shows_the_style(styled: BuildVault, tmp_path: Path) -> None:
    """`flashcards sources --json` has the reference that the card has"""
    styled({"flashcards.toml": '[citations]\nstyle = "plain"'})
    lines = run("sources", tmp_path / "vault", "--json").stdout.splitlines()

    assert "“On" in json.loads(lines[0])["reference"]


def test_a_missing_style_stops_the_run_or_is_told(styled: BuildVault) -> None:
    """As `style_fallback` says; our own references are then those without a style"""
    with pytest.raises(FlashcardsError, match="there is no citation style gone"):
        styled({"flashcards.toml": '[citations]\nstyle = "gone"'})

    told = styled({"flashcards.toml": '[citations]\nstyle = "gone"\nstyle_fallback = true'})
    plain = styled({"flashcards.toml": ""})
    assert [each.code for each in told.diagnostics] == ["style-not-used"]
    assert _sources(told) == _sources(plain)
