"""The preview page: the cards that Anki shows, made by ourselves, and what surrounds them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from anki_backend import open_anki
from anki_notes import basic, cloze, packaged
from card_gallery import GALLERY
from click.testing import CliRunner
from conftest import NOW, copy_of_sample

from flashcards.cli import main_group
from flashcards.config import load_config
from flashcards.exporting import package_contents
from flashcards.model import AnkiNote, Kind, Media
from flashcards.notetypes import NOTETYPES
from flashcards.package import write_package
from flashcards.pipeline import Build, build
from flashcards.preview.chemistry import without_chemistry
from flashcards.preview.files import Files, inline, media_of
from flashcards.preview.formulas import Formulas
from flashcards.preview.framing import framed
from flashcards.preview.page import preview_page
from flashcards.preview.showing import Show
from flashcards.preview.templates import cards_of

BuildVault = Callable[..., Build]
BY_KIND = {notetype.kind: notetype for notetype in NOTETYPES}


def known(page: str) -> dict[str, object]:
    """Return what a page knows."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


# --- the same cards as Anki's -------------------------------------------------------------------


def as_anki_has_it(html: str) -> str:
    """Leave out what differs on purpose.

    What a gap hides, once more in an attribute, is there for scripts of templates, and a player
    is a mark of the program that plays.
    """
    html = re.sub(r' data-cloze="[^"]*"', "", html)
    return re.sub(r"\[(?:sound:[^\]]+|anki:play:[qa]:\d+)\]", "[sound]", html)


def compare_with_anki(package: Path, notes: list[AnkiNote], folder: Path) -> int:
    """Import the package, compare every side of every card, and return how many cards."""
    with open_anki(folder / "anki") as anki:
        anki.import_package(package)
        theirs = {(card.guid, card.ordinal): card for card in anki.cards()}
    ours = {
        (note.guid, card.ordinal): card
        for note in notes
        for card in cards_of(note, BY_KIND[note.kind])
    }
    assert ours.keys() == theirs.keys()
    for key, card in ours.items():
        assert as_anki_has_it(card.front) == as_anki_has_it(theirs[key].question), key
        assert as_anki_has_it(card.back) == as_anki_has_it(theirs[key].answer), key
    return len(ours)


def test_every_card_of_the_sample_is_as_anki_makes_it(tmp_path: Path) -> None:
    """Front and back of all of them, but for two known differences"""
    root = copy_of_sample(tmp_path)
    built = build(root, load_config(root / "flashcards.toml"), NOW)
    write_package(tmp_path / "deck.apkg", package_contents(built), root)

    notes = [each.anki_note for each in built.rendered]
    assert compare_with_anki(tmp_path / "deck.apkg", notes, tmp_path) > 200


HARD = [
    cloze("nested", "{{c1::a {{c2::b}} c::hint}} {{c2::d}}", 0, 1),
    cloze("several", "{{c1,2::both}} {{c1::}} {{c2::u::v::w}} {{c1::x::}}", 0, 1),
    cloze("math", r"{{c1::a \(x < y\) b}} \(p {{c1::q<b>r</b>::h}} s\) \[{{c2::t}}\]", 0, 1),
    cloze("braces", "}} {{c1::a}} {{ c2::b}} }}", 0),
    cloze("spaced", "{{c1::a}}", 0),
    basic("blank", {"Extra": "<br> <div></div>", "Source": "&nbsp;", "Hint": " ", "Context": "c"}),
    basic("tags", {"Front": "{{Back}} {{#x}}", "Back": "{{c1::no gap}}"}),
    basic("both ways", {"Front": "f", "Back": "b", "Reversed": "r"}, ords=(0, 1)),
]


def test_hard_cards_are_as_anki_makes_them(tmp_path: Path) -> None:
    """Gaps in gaps, hints, formulas, unclosed gaps, fields that only look empty"""
    notes = [*HARD, *(note for note in GALLERY if not note.media)]
    write_package(tmp_path / "deck.apkg", packaged(*notes), tmp_path)

    assert compare_with_anki(tmp_path / "deck.apkg", notes, tmp_path) >= 19


# --- what a browser needs beyond that -------------------------------------------------------------


def shown(html: str, files: Files | None = None) -> str:
    def draw(latex: str, *, display: bool) -> str:
        return f"<{'block' if display else 'inline'}: {latex}>"

    return Show(files or Files(), draw).side(html)


def test_formulas_are_drawn_but_not_in_code() -> None:
    """As MathJax does: entities are read, and code is left alone"""
    assert shown(r"a \(x &lt; y\) b \[z\]") == "a <inline: x < y> b <block: z>"
    assert shown(r"<code>\(x\)</code> \(y\)") == r"<code>\(x\)</code> <inline: y>"
    assert shown(r"\(a <b>c</b> \) and \( open") == r"\(a <b>c</b> \) and \( open"


def test_a_full_stop_stays_with_its_formula() -> None:
    """Also when the formula stands in a gap; between words a line may end"""
    show = Show(Files(), lambda latex, *, display: f"<math><mi>{latex * (not display)}</mi></math>")
    kept = '<span class="formula-and-stop">'

    gap = '<span class="cloze" data-ordinal="1">'
    assert (
        show.side(rf"{gap}\(x\)</span>. a")
        == f"{kept}{gap}<math><mi>x</mi></math></span>.</span> a"
    )
    assert show.side(r"\(x\), a") == f"{kept}<math><mi>x</mi></math>,</span> a"
    assert show.side(r"\(x\) a") == "<math><mi>x</mi></math> a"
    assert show.side(r"<b>\(x\)</b>. a") == "<b><math><mi>x</mi></math></b>. a"


def test_pictures_wait_until_they_are_shown() -> None:
    """A picture's address is set by the page, so that 5,000 of them are not loaded at once"""
    files = Files({"a-1.png": "data:x"}, {"b-2.mp4": "it is too large for this page: 12 MB"})

    assert shown('<img src="a-1.png" alt="A">', files) == '<img data-src="a-1.png" alt="A">'
    assert "too large for this page: 12 MB" in shown("[sound:b-2.mp4]", files)
    assert "it is not in the package" in shown('<img src="c-3.png">', files)


def test_sounds_and_films_get_players() -> None:
    """Each its own element"""
    files = Files({"a-1.mp3": "data:x", "b-2.mp4": "data:y"})

    assert "<audio controls" in shown("[sound:a-1.mp3]", files)
    assert "<video controls" in shown("[sound:b-2.mp4]", files)


def test_what_lies_in_the_web_is_named_and_not_loaded() -> None:
    """Nobody learns from a preview that a vault is being looked at"""
    html = shown('<img src="https://example.com/a.png?b=1&amp;c=2" alt="A map">')

    assert "<img" not in html
    assert "A map: https://example.com/a.png?b=1&amp;c=2" in html


def test_a_document_is_offered_for_download() -> None:
    """A link to a file of the package leads to that file"""
    files = Files({"_paper-1.pdf": "data:x"}, {"_book-2.pdf": "it is too large"})

    link = shown('<a href="_paper-1.pdf">Paper</a>', files)
    assert link == '<a data-href="_paper-1.pdf" download>Paper</a>'
    assert "it is too large" in shown('<a href="_book-2.pdf">Book</a>', files)
    assert shown('<a href="https://a.b/">c</a>', files) == '<a href="https://a.b/">c</a>'


def test_a_drawn_screen_takes_the_place_of_the_window() -> None:
    """Or a phone's look could not be shown on a desk"""
    css = "@media (max-width: 400px) { :root { width: calc(50vw + 7.5dvh) } } .v2vw { color: red }"

    assert framed(css) == (
        "@container (max-width: 400px) { html { width: calc(50cqw + 7.5cqh) } }"
        " .v2vw { color: red }"
    )
    assert framed("@media print { a { b: c } }") == "@media print { a { b: c } }"


# --- formulas -------------------------------------------------------------------------------------


def test_formulas_become_mathml() -> None:
    """Inline and displayed, aligned without numbers, as MathJax shows them in Anki"""
    with Formulas() as formulas:
        assert formulas.draw("x^2", display=False).startswith("<math><msup>")
        aligned = formulas.draw(r"\begin{align} a &= b \\ c &= d \end{align}", display=True)
        assert aligned.startswith('<math display="block">')
        assert "(1)" not in aligned
        assert "<mtable" in formulas.draw(r"\begin{split} a &= b \end{split}", display=True)


def test_a_formula_that_cannot_be_drawn_is_shown_as_it_is_written() -> None:
    """A mistake, an unknown command, half a character: nothing is lost, nothing is HTML"""
    with Formulas() as formulas:
        for latex in (r"\frac", r"\ce{$x$}", "}", r"\text{<img src=x>} \unknown", "\ud800 }"):
            drawn = formulas.draw(latex, display=False)
            assert drawn.startswith('<span class="formula-source"><code>')
            assert "<img" not in drawn
        assert "<img" not in formulas.draw(r"\text{<img src=x>}", display=False)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("H2O", r"\mathrm{H}_{2}\mathrm{O}"),
        ("2H2 + O2", r"2\,\mathrm{H}_{2}\,{}+{}\,\mathrm{O}_{2}"),
        ("SO4^2-", r"\mathrm{SO}_{4}^{2-}"),
        ("Na+", r"\mathrm{Na}^{+}"),
        ("CH3-CH=CH2", r"\mathrm{CH}_{3}{-}\mathrm{CH}{=}\mathrm{CH}_{2}"),
        ("CuSO4*5H2O", r"\mathrm{CuSO}_{4}{\cdot}5\,\mathrm{H}_{2}\mathrm{O}"),
        ("[Fe(CN)6]^3-", r"[\mathrm{Fe}(\mathrm{CN})_{6}]^{3-}"),
        ("A <=> B(aq)", r"\mathrm{A}\,\rightleftharpoons\,\mathrm{B}(\mathrm{aq})"),
        ("A ->[x] B v", r"\mathrm{A}\,\xrightarrow[]{\mathrm{x}}\,\mathrm{B}\,\downarrow"),
        ("1/2 O2", r"1{/}2\,\,\mathrm{O}_{2}"),
    ],
)
def test_chemistry(written: str, known: str) -> None:
    """What people write of mhchem is drawn"""
    assert without_chemistry(rf"a \ce{{{written}}} b") == f"a {{{known}}} b"
    with Formulas() as formulas:
        assert formulas.draw(rf"\ce{{{written}}}", display=False).startswith("<math>")


def test_no_formula_stops_the_preview() -> None:
    """One that ends the other process, and one that never ends, are shown as they are written"""
    with Formulas(seconds=0.5) as formulas:
        for hostile in (r"\sqrt{" * 1600, r"\{" * 60, "(" * 200):
            assert "formula-source" in formulas.draw(hostile, display=True)
        assert formulas.draw("x", display=False).startswith("<math>")


def test_a_formulas_time_begins_when_the_other_process_is_ready() -> None:
    """It says so in a line of its own, so that one that never ends does not wait for a start"""
    said = subprocess.run(Formulas().command, input="", capture_output=True, text=True, check=True)

    assert said.stdout == "ready\n"


def test_without_the_other_process_formulas_are_shown_as_they_are_written() -> None:
    """It cannot be started, or ends before it is ready: the page is still made"""
    for command in (("/no/such/program",), (sys.executable, "-c", "")):
        with Formulas(command=command) as formulas:
            assert "formula-source" in formulas.draw("x", display=False)


# --- media in the page ----------------------------------------------------------------------------


def test_media_are_in_the_page_up_to_a_size(tmp_path: Path) -> None:
    """Each file, and all together; what is left out says why"""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.png").write_bytes(b"x" * 400)
    (tmp_path / "large.mp3").write_bytes(b"x" * 2000)
    names = ("a.png", "b.png", "c.png", "large.mp3", "gone.png", "../out.png")
    media = [Media(f"n-{name}", name) for name in names]
    (tmp_path.parent / "out.png").write_bytes(b"x")

    files = inline(tmp_path, media, largest=1000, total=1000)

    assert list(files.addresses) == ["n-a.png", "n-b.png"]
    assert files.addresses["n-a.png"].startswith("data:image/png;base64,eHh4")
    assert files.refusals["n-large.mp3"].startswith("it is too large")
    assert files.refusals["n-../out.png"] == "it lies outside the vault"
    assert files.refusals.keys() == {"n-c.png", "n-large.mp3", "n-gone.png", "n-../out.png"}


# --- the page -------------------------------------------------------------------------------------


VAULT = {
    "Cards/Lima.md": "---\ntags: [geo/peru]\n---\n\n## Flashcards\n"
    "Capital of Peru? :: Lima\n\nA ==gap== and ==another==\n\n"
    "What shows this? :: ![[gone.png]]\n",
    "Broken.md": "---\ntags: [\n---\n> [!quote] [[@nobody2021]]\n> Nothing **here** is known.\n",
}


def test_the_page_knows_its_flashcards(build_vault: BuildVault) -> None:
    """Words for the search, place, deck, tags, and the cards of each"""
    page = known(preview_page(build_vault(VAULT), Files()))
    lima = page["flashcards"][1]

    assert page["vault"] == "vault"
    assert lima["words"][0] == "Capital of Peru?"
    assert "Lima" in lima["words"][1]
    assert (lima["path"], lima["line"], lima["deck"]) == ("Cards/Lima.md", 6, "vault::Cards")
    assert lima["tags"] == ["geo::peru"]
    assert lima["url"] == "obsidian://open?vault=vault&file=Cards%2FLima%23Flashcards"
    assert [card["name"] for card in page["flashcards"][2]["cards"]] == ["Cloze 1", "Cloze 2"]
    assert page["flashcards"][2]["words"][0] == "A gap and another"


def test_diagnostics_stand_beside_their_flashcards(build_vault: BuildVault) -> None:
    """By their lines; the others are left for a list of their own"""
    page = known(preview_page(build_vault(VAULT), Files()))
    told = page["diagnostics"]
    beside = {
        flashcard["words"][0]: {told[at]["code"] for at in flashcard["diagnostics"]}
        for flashcard in page["flashcards"]
    }

    assert beside["What shows this?"] == {"missing-media"}
    assert beside["Capital of Peru?"] == set()
    assert "unknown-citekey" in beside["Nothing here is known."]
    others = {each["code"] for each in told} - set().union(*beside.values())
    assert others
    assert all(each["url"].startswith("obsidian://") for each in told)


def test_no_text_ends_the_data_or_runs(build_vault: BuildVault) -> None:
    """What looks like markup of the page itself stays text"""
    front = "a </script><script>alert(1)</script> <!-- b `</SCRIPT>` \ud83d"
    built = build_vault({"a.md": f"## Flashcards\n{front.encode(errors='ignore').decode()} :: c\n"})
    page = preview_page(built, Files())

    assert page.count("</script>") == page.count("<script") == 2
    assert "alert(1)" not in page.partition('id="data"')[0]
    assert "</SCRIPT>" in known(page)["flashcards"][0]["words"][0]


def test_the_page_forbids_everything_but_itself(build_vault: BuildVault) -> None:
    """No address stands in its own markup, and its policy names one script and one style"""
    page = preview_page(build_vault({}), Files())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None

    assert "default-src 'none'" in policy[1]
    assert "connect-src 'none'" in policy[1]
    assert len(re.findall("'sha256-", policy[1])) == 2
    assert "http" not in page.replace("http-equiv", "").replace("a[href^='http' i]", "")


def test_the_users_own_style_is_in_the_page(tmp_path: Path) -> None:
    """After ours, as in the package"""
    files = {"a.md": "## Flashcards\nq :: a\n", "my.css": ".card { color: teal }"}
    for name, text in (*files.items(), ("flashcards.toml", 'css = "my.css"\n')):
        (tmp_path / name).write_text(text)
    built = build(tmp_path, load_config(tmp_path / "flashcards.toml"), NOW)

    for css in known(preview_page(built, Files()))["styles"].values():
        assert css.endswith(".card { color: teal }\n")


def test_the_same_vault_makes_the_same_page(build_vault: BuildVault) -> None:
    """So that a page can be kept in git"""
    assert preview_page(build_vault(VAULT), Files()) == preview_page(build_vault(VAULT), Files())


def test_an_exported_package_is_not_needed(build_vault: BuildVault) -> None:
    """A vault without flashcards has a page, too"""
    assert known(preview_page(build_vault({}), Files()))["flashcards"] == []


# --- the command ----------------------------------------------------------------------------------


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main_group, ["preview", *map(str, arguments)])
    message = getattr(result.exception, "message", "")
    return result.exit_code, result.output + message


def test_preview_writes_one_file(tmp_path: Path) -> None:
    """With its pictures in it; the vault stays as it is; again over its own page"""
    root = copy_of_sample(tmp_path)
    before = sorted(root.rglob("*"))
    for _ in range(2):
        code, said = run(root, "-o", tmp_path / "page.html")
        assert code == 0
        assert re.search(r"page\.html: \d+ flashcards, \d+ diagnostics", said)

    page = known((tmp_path / "page.html").read_text("utf-8"))
    assert any(each.startswith("data:image/") for each in page["media"].values())
    assert sorted(root.rglob("*")) == before
    assert [each.name for each in tmp_path.iterdir()] in (
        ["sample_vault", "page.html"],
        ["page.html", "sample_vault"],
    )


def test_preview_writes_neither_into_the_vault_nor_over_other_files(tmp_path: Path) -> None:
    """What would be lost or mistaken for an attachment is refused, and nothing is written"""
    root = copy_of_sample(tmp_path)
    (tmp_path / "mine.html").write_text("<p>mine")

    assert "would be a new file in the vault" in run(root, "-o", root / "preview.html")[1]
    assert "is no preview" in run(root, "-o", tmp_path / "mine.html")[1]
    assert "is a folder" in run(root, "-o", tmp_path)[1]
    assert "cannot write" in run(root, "-o", tmp_path / "no" / "such.html")[1]
    assert (tmp_path / "mine.html").read_text() == "<p>mine"
    assert run(root, "--serve", "-o", tmp_path / "a.html")[0] == 2


def test_media_of_all_cards_are_found() -> None:
    """Each once, however many flashcards show it"""
    note = next(note for note in GALLERY if note.media)

    assert list(media_of([note, note])) == [media.name for media in note.media]


@pytest.mark.parametrize("kind", Kind)
def test_our_templates_use_nothing_that_is_not_known(kind: Kind) -> None:
    """A template that the preview cannot fill fails here and not at a user's"""
    note = basic("a") if kind is Kind.BASIC else cloze("a", "{{c1::b}}", 0)

    assert cards_of(note, BY_KIND[kind])
