"""Every syntax against its fixtures, and what holds for all of them."""

from __future__ import annotations

import inspect
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from found import PLACE, find, read, render
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from flashcards import finding, syntaxes
from flashcards.clozes import CLOSE, HINT, OPEN, SEP
from flashcards.model import Block, Flashcard, Kind, Place
from flashcards.syntaxes import (
    NAMES,
    OF_PLUGINS,
    SyntaxOptions,
    load_plugin_syntax,
    load_syntax,
)

OURS = tuple(name for name in NAMES if name not in OF_PLUGINS)
EVERYTHING = SyntaxOptions(enabled=frozenset(NAMES))
FOLDER = Path(__file__).parent / "syntaxes"
LITERATURE = Place("Sources/@pang2021.md", "Mitochondria and ageing", "pang2021")
"""The fixtures of `literature.md` stand in a vault note about a work."""


def fixtures() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.md")):
        place = LITERATURE if path.stem == "literature" else PLACE
        for line, title, source, expected in read_fixture_file(path):
            yield pytest.param(place, source, expected, id=f"{path.name}:{line} {title}")


@pytest.mark.parametrize(("place", "source", "expected"), list(fixtures()))
def test_fixture(place: Place, source: str, expected: str) -> None:
    """What people write becomes what the fixture says"""
    assert render(source, place, SyntaxOptions()) == expected


@pytest.mark.parametrize("name", OURS)
def test_syntax_is_complete(name: str) -> None:
    """A syntax of ours has a docstring, NAME, BLOCK, EXAMPLE and find(block, place, options)"""
    syntax = load_syntax(name)

    assert name == syntax.NAME
    assert syntax.__doc__
    assert syntax.BLOCK in get_args(Block)
    assert list(inspect.signature(syntax.find).parameters) == ["block", "place", "options"]


@pytest.mark.parametrize("name", sorted(OF_PLUGINS))
def test_syntax_of_a_plugin_is_complete(name: str) -> None:
    """A plugin's syntax has a docstring, NAME, PLUGIN, EXAMPLE and its three functions"""
    syntax = load_plugin_syntax(name)

    assert name == syntax.NAME
    assert syntax.__doc__
    assert syntax.PLUGIN
    assert list(inspect.signature(syntax.find_containers).parameters) == ["sheet", "options"]
    assert list(inspect.signature(syntax.find_lines).parameters) == ["sheet", "options"]
    assert list(inspect.signature(syntax.explain).parameters) == ["sheet", "number", "options"]


def example(name: str) -> str:
    return (load_plugin_syntax if name in OF_PLUGINS else load_syntax)(name).EXAMPLE


@pytest.mark.parametrize("name", NAMES)
def test_example_gives_flashcards_of_its_syntax_alone(name: str) -> None:
    """The example in the documentation works, without any warning, whatever else is enabled"""
    flashcards, silent, codes = find(example(name), options=EVERYTHING)

    assert {flashcard.syntax for flashcard in flashcards} == {name}
    assert (silent, codes) == ((), ())


def test_names_are_the_folder() -> None:
    """A new syntax is one new file or folder; those with an underscore are parts of syntaxes"""
    folder = Path(syntaxes.__file__).parent.glob("[!_]*")

    assert set(NAMES) == {path.stem.replace("_", "-") for path in folder}


def test_plugins_are_asked_for() -> None:
    """Without a word from the vault's settings, no plugin's forms are looked for"""
    assert SyntaxOptions().enabled == set(OURS)


@pytest.mark.parametrize("names", [NAMES[::-1], *itertools.permutations(OURS)])
def test_order_of_syntaxes_does_not_matter(
    names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Syntaxes do not depend on which of them looks first"""
    options = SyntaxOptions(enabled=frozenset(names))
    source = "".join(example(name) + "\n" for name in NAMES)
    usual = find(source, options=options)
    monkeypatch.setattr(syntaxes, "NAMES", names)
    monkeypatch.setattr(finding, "NAMES", names)

    assert find(source, options=options) == usual


def test_disabled_syntax_finds_nothing() -> None:
    """`syntaxes.NAME.enabled = false` leaves a syntax out, silently"""
    source = "".join(example(name) + "\n" for name in NAMES)

    assert find(source, options=SyntaxOptions(enabled=frozenset())) == ((), (), ())


def test_reversed_definition() -> None:
    """`definition = reversed` asks the back, too"""
    options = SyntaxOptions(definition="reversed")
    flashcards, _, _ = find("> [!definition] Entropy\n> Disorder.\n", options=options)

    assert [flashcard.reversed for flashcard in flashcards] == [True]


@pytest.mark.parametrize(
    ("body", "text", "hidden"),
    [
        ("A ==measure== of **disorder**.", "**Entropy**\n\n{body}", ["measure"]),
        ("A measure of **disorder**.", "**Entropy**\n\n{body}", ["disorder"]),
        ("**Entropy** is a measure.", "{body}", ["Entropy"]),
    ],
)
def test_cloze_definition(body: str, text: str, hidden: list[str]) -> None:
    """`definition = cloze` hides highlights, else bold; the term stands above unless hidden"""
    options = SyntaxOptions(definition="cloze")
    (flashcard,), _, _ = find(f"> [!definition] Entropy\n> {body}\n", options=options)

    assert flashcard.kind is Kind.CLOZE
    assert flashcard.fields["Text"] == text.format(body=body)
    assert [cloze.text for cloze in flashcard.clozes] == hidden
    assert places_of_clozes_hold(flashcard)


def test_definition_without_anything_to_hide_stays_basic() -> None:
    """`definition = cloze` does not lose a definition that marks no word"""
    options = SyntaxOptions(definition="cloze")
    (flashcard,), _, _ = find("> [!definition] Entropy\n> Disorder.\n", options=options)

    assert flashcard.kind is Kind.BASIC


def test_highlights_are_no_clozes_if_so_set() -> None:
    """`highlights = false` leaves highlights what they are"""
    options = SyntaxOptions(highlights=False)
    source = "> [!quote]\n> ==a== b\n\n## Flashcards\nThe ==a== b\n"
    flashcards, silent, _ = find(source, options=options)

    assert [flashcard.clozes for flashcard in flashcards] == [()]
    assert silent == ("Flashcards sections without flashcards",)


def test_highlights_hidden_together() -> None:
    """`highlights_together` hides all highlights on one card"""
    options = SyntaxOptions(highlights_together=True)
    (flashcard,), _, _ = find("## Flashcards\n==a== and ==b==\n", options=options)

    assert [cloze.group for cloze in flashcard.clozes] == [0, 0]


def test_bold_clozes_by_setting() -> None:
    """Bold is hidden in sections only, and not in quotes, if so set"""
    options = SyntaxOptions(bold_clozes=False, section_bold_clozes=True)
    source = "> [!quote]\n> **a** b\n\n## Flashcards\n**c** d\n"
    flashcards, _, _ = find(source, options=options)

    assert [[cloze.text for cloze in each.clozes] for each in flashcards] == [[], ["c"]]


def test_names_of_the_section_are_a_setting() -> None:
    """Another heading can be the Flashcards section"""
    options = SyntaxOptions(section_headings=("Karten",))
    flashcards, _, _ = find("## Flashcards\na :: b\n## Karten\nc :: d\n", options=options)

    assert [flashcard.question for flashcard in flashcards] == ["c"]


def test_separators_are_a_setting() -> None:
    """A separator of the author's own divides, and the usual ones no longer do"""
    options = SyntaxOptions(basic_separators=("=>",), reversed_separators=("<=>",))
    source = "## Flashcards\na => b\nc <=> d\ne :: f\n"
    flashcards, _, _ = find(source, options=options)

    assert [(each.question, each.reversed) for each in flashcards] == [("a", False), ("c", True)]


def test_labels_are_a_setting() -> None:
    """Labels in other languages, with a blank before the colon"""
    options = SyntaxOptions(question_labels=("Q",), answer_labels=("R",))
    source = "## Flashcards\n**Q\u00a0: Pourquoi\u202f?**\nR\u202f: Parce que.\n"
    (flashcard,), _, _ = find(source, options=options)

    assert dict(flashcard.fields) == {"Front": "Pourquoi\u202f?", "Back": "Parce que."}


def places_of_clozes_hold(flashcard: Flashcard) -> bool:
    text = flashcard.fields.get("Text", "")
    return all(
        cloze.text in text[cloze.start : cloze.end] and cloze.start < cloze.end
        for cloze in flashcard.clozes
    )


LINES = st.sampled_from(
    [
        "## Flashcards", "# Flashcards", "### Sub", "", "", "Q: a", "**Q: b**", "A: c", "- Q: d",
        "  A: e", "x :: y", "- x ;;; y", "  - z", "?", "??", "```", "$$", "---", "^id", "a ^id2",
        "<!--SR:!2024-10-18,7,190-->", "<!--ID: 12-->", "^1672531200000", "The ==x== is ==y==",
        "{{c1::x}} {{c2::y", "- {{c1::a {{c2::b}} }}", "list:", "> [!definition]", "> **T**: x",
        "> [!quote] [[@k]], p. 3", "> text", "> > [!definition]- X", "> > y", "#flashcards/a/b",
        "#no-flashcard x::y", "| a | b |", "|---|---|", "why?;because", "a ::", ":: b", "\t- q",
        "> [!sr|x]", "> <!--SR:!a-->", "[x](y) **a", "[[a|b]] ::c", "1. **Q:** x **A:** y",
    ]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=20), max_size=25).map("\n".join))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(source: str) -> None:
    """Whatever stands in a vault note, spans lie in it and clozes in their text"""
    source = source.replace("\r", "\n")
    lines = source.count("\n") + 1
    found = read(source, options=EVERYTHING)
    flashcards = found.flashcards

    for each in (*flashcards, *found.silent, *found.diagnostics):
        assert 1 <= each.span.line <= each.span.end_line <= lines
    assert all(places_of_clozes_hold(flashcard) for flashcard in flashcards)
    assert all(flashcard.question.strip() for flashcard in flashcards)
    assert not any(
        char in "".join(flashcards[0].fields.values()) if flashcards else ""
        for char in (OPEN, SEP, HINT, CLOSE)
        if char not in source
    )


@pytest.mark.parametrize(
    "unit",
    ["Q: x\n", "A: x\n", "x :: y\n", "?\n", "x\n?\n", "x\n", "- x\n", "- Q: x\n", "==x== y\n",
     "- ==x== y\n", "x:\n- ==y==\n", "x\n\n", "^id\n", "Q: x", "x ::", "<!--SR:!", "#flashcards\n",
     "> [!quote]\n> x\n\n", "> [!definition] Definition\n> **a**: b\n\n", "{{c1::", "- {{c1::x}}\n",
     "**Q:** ", "Q: x **A:** ", "why?;y\n", "`", "- x\n  - y\n"],
)  # fmt: skip
def test_time_grows_with_the_text_only(unit: str) -> None:
    """Hostile repetition takes no more than a few seconds (a quadratic rule would take hours)"""
    source = "## Flashcards\n" + unit * (40_000 // len(unit))
    started = time.process_time()

    read(source, options=EVERYTHING)

    assert time.process_time() - started < 10
