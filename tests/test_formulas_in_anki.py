"""Formulas of many fields, in `tests/formulas.txt`: what Anki shows is what the author wrote."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from anki_backend import open_anki
from anki_notes import cloze, packaged
from conftest import NOW
from test_html import cloze_field

from flashcards.config import Config
from flashcards.inline import scan
from flashcards.inline._pieces import PieceKind
from flashcards.markdown.anki import card_ords
from flashcards.package import write_package
from flashcards.pipeline import build

FORMULAS = [
    line
    for line in (Path(__file__).parent / "formulas.txt").read_text("utf-8").splitlines()
    if not line.startswith("# ")
]
INLINE = [each for each in FORMULAS if not re.search(r"(?<!\\)\$", each)]
NOTHING = "\u200c"


def answers(tmp_path: Path, texts: list[str]) -> list[str]:
    """Return what Anki shows behind the first card of each text."""
    notes = [cloze(f"gap-{n}", cloze_field(text), 0) for n, text in enumerate(texts)]
    assert all(card_ords(note.fields["Text"]) == (0,) for note in notes)
    write_package(tmp_path / "deck.apkg", packaged(*notes), tmp_path)
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(tmp_path / "deck.apkg").new == len(texts)
        shown = {card.guid: card.answer for card in anki.cards()}
    return [shown[f"gap-{n}"] for n in range(len(texts))]


def formulas_in(html: str, opening: str, closing: str) -> list[str]:
    """Return what stands between the marks of formulas, as MathJax reads it."""
    found = re.findall(re.escape(opening) + "(.*?)" + re.escape(closing), html, re.DOTALL)
    return [unescape(each) for each in found]


def test_there_are_many() -> None:
    """Three hundred, each once"""
    assert len(set(FORMULAS)) == len(FORMULAS) >= 300


def test_a_formula_in_a_cloze_is_what_it_was(tmp_path: Path) -> None:
    """Hidden and shown again, no brace, colon, dollar or angle bracket is lost"""
    shown = answers(tmp_path, [f"So {{{{c1::${each}$}}}} holds." for each in INLINE])

    for formula, html in zip(INLINE, shown, strict=True):
        assert formulas_in(html, r"\(", r"\)") == [formula]
        assert html.count("</span> holds.") == 1


def test_a_displayed_formula_in_a_cloze_is_what_it_was(tmp_path: Path) -> None:
    """The same between two dollars, where dollars within may stand for themselves"""
    shown = answers(tmp_path, [f"So {{{{c1::$${each}$$}}}} holds." for each in FORMULAS])

    for formula, html in zip(FORMULAS, shown, strict=True):
        assert [each.replace(NOTHING, "") for each in formulas_in(html, r"\[", r"\]")] == [formula]


def test_a_formula_beside_a_cloze_is_what_it_was(tmp_path: Path) -> None:
    """What is not hidden is left alone, too"""
    shown = answers(tmp_path, [f"${each}$ is {{{{c1::$x$}}}}." for each in INLINE])

    for formula, html in zip(INLINE, shown, strict=True):
        assert formulas_in(html, r"\(", r"\)") == [formula, "x"]


def test_words_are_found_around_formulas() -> None:
    """Whoever looks for separators and clozes takes each formula for one piece"""
    for formula in INLINE:
        kinds = [piece.kind for piece in scan(f"a ${formula}$ b")]
        assert kinds == [PieceKind.TEXT, PieceKind.MATH, PieceKind.TEXT], formula


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("$5 and $6, $$x$$", r"$5 and $6, \[x\]"),
        ("$5 and $6, $x$", r"$5 and $6, \(x\)"),
        ("costs $5 or $x$", r"costs $5 or \(x\)"),
        ("a $5-$10 range", "a $5-$10 range"),
        ("US$5 and US$6 for $n$", r"US$5 and US$6 for \(n\)"),
        ("$5$ and $x$2", r"\(5\) and $x$2"),
        ("$x$$y$", r"\(x\)\(y\)"),
        ("$HOME and $PATH", "$HOME and $PATH"),
        (r"\$5 and $\$6$", r"$5 and \(\$6\)"),
        ("$a $b$", r"$a \(b\)"),
        ("$a\nb$ and $ c$", "\\(a\nb\\) and $ c$"),
    ],
)
def test_money_is_no_formula(markdown: str, html: str) -> None:
    """The next dollar ends a formula, or none begins: no blank before it, no digit behind"""
    assert cloze_field(markdown) == html
    math = [markdown[p.start : p.end] for p in scan(markdown) if p.kind is PieceKind.MATH]
    assert len(math) == html.count(r"\(") + html.count(r"\[")


def test_formulas_around_the_text_stay_formulas(tmp_path: Path) -> None:
    """In titles and headings, in what is cited, and in vault notes that are embedded"""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "refs.bib").write_text(
        "@article{a, title={On $\\frac{a}{b^{2}}$ and \\href}, author={Ann, A}, year=2020}"
    )
    (root / "Other.md").write_text("It is $x_1$ {{c1::y}} [sound:z.mp3].\n")
    (root / "N.md").write_text(
        "# About $E=mc^2$\n## Flashcards\n### With $\\alpha < 1$\nWhat?::![[Other]]"
        " [@a] \\\\(z\\\\)\n"
    )
    [note] = [each.anki_note for each in build(root, Config(), NOW).rendered]

    assert r"\(E=mc^2\)" in note.fields["Context"]
    assert r"\(\alpha &lt; 1\)" in note.fields["Context"]
    assert r"\(\frac{a}{b^{2&#125;&#125;\)" in note.fields["Source"]
    assert r"\(x_1\)" in note.fields["Back"]
    assert r"\&#8204;(z\)" in note.fields["Back"]
