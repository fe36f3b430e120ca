"""The forms of flashcards-obsidian, in both versions, and what its settings change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki_backend import DEFAULT, Imported, open_anki
from conftest import NOW, MakeVault
from found import PLACE, find, read, render
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from markdown_it.utils import read_fixture_file
from markdown_strategies import MARKDOWN
from msgspec.structs import replace

from flashcards.blocks import parse_blocks
from flashcards.config import Config
from flashcards.exporting import export
from flashcards.model import VaultNote
from flashcards.parsing import make_sheet
from flashcards.pipeline import build
from flashcards.syntaxes import SyntaxOptions, load_plugin_syntax
from flashcards.syntaxes._flashcards_obsidian_options import FlashcardsObsidianOptions

FOLDER = Path(__file__).parent / "syntaxes" / "flashcards-obsidian"
NAMES = frozenset({"definition", "quote", "section", "flashcards-obsidian"})
V1 = SyntaxOptions(enabled=NAMES, flashcards_obsidian=FlashcardsObsidianOptions(version=1))
V2 = replace(V1, flashcards_obsidian=FlashcardsObsidianOptions(version=2))
VERSIONS = {"v1": V1, "v2": V2}


def own(options: SyntaxOptions, **changes: object) -> SyntaxOptions:
    changed = replace(options.flashcards_obsidian, **changes)  # type: ignore[arg-type]
    return replace(options, flashcards_obsidian=changed)


def fixtures() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.md")):
        for line, title, source, expected in read_fixture_file(path):
            options = VERSIONS[path.stem]
            yield pytest.param(options, source, expected, id=f"{path.name}:{line} {title}")


@pytest.mark.parametrize(("options", "source", "expected"), list(fixtures()))
def test_fixture(options: SyntaxOptions, source: str, expected: str) -> None:
    """What users of the plugin have becomes what the fixture says"""
    assert render(source, PLACE, options).strip() == expected.strip()


def fronts(source: str, options: SyntaxOptions) -> list[str]:
    flashcards, _, _ = find(source, options=options)
    return [flashcard.question for flashcard in flashcards]


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_separators_by_setting(options: SyntaxOptions) -> None:
    """Separators are the vault's own; the usual ones are text then"""
    options = own(options, separator=";;", reversed_separator=";;;")
    flashcards, _, _ = find("a ;; b\n\nc ;;; d\n\ne :: f\n", options=options)

    assert [(each.question, each.reversed) for each in flashcards] == [("a", False), ("c", True)]


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_no_separator(options: SyntaxOptions) -> None:
    """An empty separator separates nothing"""
    options = own(options, separator="")

    assert fronts("a :: b\n\nc ::: d\n", options) == ["c"]
    assert fronts("A question on\ntwo lines\n#card\n1\n", options) == ["A question on\ntwo lines"]


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_word_by_setting(options: SyntaxOptions) -> None:
    """The word of the tag is the vault's own"""
    source = "A #Learn\n1\n\nB #learn/reverse\n2\n\nC #card\n3\n"

    assert fronts(source, own(options, tag="learn")) == ["A", "B"]


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_highlights_off(options: SyntaxOptions) -> None:
    """Without highlights, `==x==` hides nothing; braces still do"""
    source = "The ==heart== beats.\n\nThe {1:heart} ==beats==.\n"
    flashcards, _, _ = find(source, options=own(options, highlights=False))

    assert [[cloze.text for cloze in each.clozes] for each in flashcards] == [["heart"]]


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_fields_by_setting(options: SyntaxOptions) -> None:
    """Lines with the named fields of Dataview are counted, and no flashcards"""
    source = "up:: [[Map]]\n\nStatus:: done\n\nup there:: heaven\n"
    flashcards, silent, _ = find(source, options=own(options, fields=("Up", "status")))

    assert [each.question for each in flashcards] == ["up there"]
    assert silent == ("fields of Dataview",) * 2


def test_deck_of_the_properties_is_stronger() -> None:
    """A `cards-deck` line names the deck only if no property does"""
    source = "cards-deck: A::B\n\na :: b\n"
    (flashcard,) = read(source, options=V1).flashcards
    (other,) = read(f"---\ncards-deck: C\n---\n{source}", options=V1).flashcards

    assert (flashcard.deck, other.deck) == ("A::B", "")


def test_a_deck_with_characters_that_anki_drops() -> None:
    """They are dropped here, so that the deck is called the same in Anki"""
    (flashcard,) = read("cards-deck: A\x01::\x7f :: B\x00\n\na :: b\n", options=V1).flashcards

    assert flashcard.deck == "A::B"


def test_forms_of_version_2_in_version_1() -> None:
    """Fences, callouts and the property `test` mean nothing in version 1"""
    source = (
        "---\ntest: title\n---\nText.\n\n```flashcard\nfront: a\nback: b\n```\n\n> [!card] A\n> b\n"
    )

    assert find(source, options=V1)[0] == ()
    assert len(find(source, options=V2)[0]) == 3


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_no_flashcard(options: SyntaxOptions) -> None:
    """What carries `#no-flashcard` is left out, and ends the answer above it"""
    source = "A #card\n1\n\n#no-flashcard B :: c\n\n## D #card #no-flashcard\n4\n"

    assert fronts(source, options) == ["A"]


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
def test_crlf_and_a_missing_last_newline(options: SyntaxOptions) -> None:
    """Line ends do not matter"""
    source = "## A #card\n1\n^1672531200000\n\nB::C"

    assert render(source.replace("\n", "\r\n"), PLACE, options) == render(source, PLACE, options)


@pytest.mark.parametrize(
    ("options", "source", "number", "words"),
    [
        (V1, "`a::b`", 1, "stands in code"),
        (V1, "std::vector", 1, "is part of a name in a program or of an address"),
        (V1, "a::", 1, "on one side of `::`"),
        (V1, "> a :: b", 1, "quotation or a callout"),
        (V1, "```\na :: b\n```", 2, "code"),
        (V1, "```flashcard\nfront: a\n```", 1, "version 2"),
        (V1, "> [!card] A\n> b", 1, "version 2"),
        (V1, "a #card in the text", 1, "at the end of a line"),
        (V1, "a #cards", 1, "`#cards` is none of `#card`"),
        (V1, "tags: a::b", 1, "for the whole vault note"),
        (V1, "a\n\n^1672531200000", 3, "stands alone"),
        (V1, "$\\frac{a}{b}$", 1, "braces stand in code, math"),
        (V2, "The {heart} beats.", 1, "only with a number"),
        (own(V1, highlights=False), "a ==b==", 1, "hides nothing"),
        (own(V1, fields=("up",)), "up:: a", 1, "`fields`"),
        (V1, "Nothing at all.", 1, ""),
        (V1, "", 1, ""),
    ],
)
def test_explain(options: SyntaxOptions, source: str, number: int, words: str) -> None:
    """`check --explain` says in the author's words why a line is none of the plugin's"""
    blocks, _ = parse_blocks(source, PLACE.path)
    sheet = make_sheet(VaultNote(PLACE.path, {}, source), blocks, options)
    reason = load_plugin_syntax("flashcards-obsidian").explain(sheet, number, options)

    assert words in reason
    assert bool(words) == bool(reason)


@pytest.mark.parametrize(
    ("properties", "tags"),
    [
        ("tags: a, b", ("a", "b")),
        ("tags: a b/c", ("a", "b/c")),
        ("tags: [[a b]]", ("a b",)),
        ("tags: a, [[b c]]", ("a", "b_c")),
        ('tags: ["#a", "[[b]]"]', ("a", "b")),
        ("tags:\n  - a\n  - b", ("a", "b")),
        ("cards-tags: a b", ("a", "b")),
    ],
)
def test_tags_of_the_properties(properties: str, tags: tuple[str, ...]) -> None:
    """All ways in which the plugin takes tags from the properties"""
    assert read(f"---\n{properties}\n---\na :: b\n", options=V1).tags == tags


def test_flashcards_without_answer_in_anki(make_vault: MakeVault, tmp_path: Path) -> None:
    """A reminder has nothing on its back, and Anki takes it; its id does not get lost"""
    vault = make_vault({"a.md": "See this again. #card-spaced\n^1672531200000\n"})
    package = tmp_path / "deck.apkg"
    export(build(vault, Config(syntaxes=V1), NOW), package)

    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(package, DEFAULT) == Imported(new=1)
        (card,) = anki.cards()
    assert "See this again." in card.question
    assert "1672531200000" not in card.answer


MANY = 4_000
HOSTILE = {
    "ids": "a::b ^q-7fke\n" * MANY,
    "separators": "::" * 20_000,
    "sides": "a :: b " * MANY,
    "lines": "a :: b\n" * MANY,
    "paragraphs": "a :: b\n\n" * MANY,
    "markers": "a #card\n" * MANY,
    "lone markers": "#card\n" * MANY,
    "lone markers apart": "#card\n\n" * MANY,
    "far below": "a #card\n" + "\n" * MANY + "#card\n",
    "long question": "a\n" * MANY + "#card\nb\n",
    "headings": "## a #card\n" * MANY,
    "headings and lone markers": "## a\n#card\n" * MANY,
    "lower headings": "".join(f"{'#' * (i % 6 + 1)} a #card\nb\n" for i in range(MANY)),
    "tags": "a " + "#card " * MANY,
    "words": "#card/" * MANY,
    "items": "- a #card\n" * MANY,
    "long item": "- a :: b\n" + "  c\n" * MANY,
    "empty items": "- ::\n" * MANY,
    "clozes": "==a== {1:b} " * MANY,
    "cloze lines": "==a==\n" * MANY,
    "braces": "{1:" * 20_000,
    "fields": "(a:: " * MANY + "[b:: " * MANY,
    "parentheses": "(" * 20_000 + "::",
    "key characters": "(" + "a " * 20_000 + "::",
    "blanks": "a" + " " * 50_000 + "::" + " " * 50_000 + "b",
    "hats": "^q-" * 20_000,
    "fences": "```flashcard\nfront: a\nback: b\n```\n" * (MANY // 4),
    "keys": "```flashcard\n" + "front:\n" * MANY + "```\n",
    "callouts": "> [!card] a\n> b\n\n" * (MANY // 4),
    "about the file": "tags: a\n" * MANY,
    "nested items": "".join(" " * (2 * i) + "- a ==b==\n" for i in range(20)) * 50,
    "rules": "a #card\nb\n---\n" * MANY,
}


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text_alone(options: SyntaxOptions, source: str) -> None:
    """No text takes long: the plugin's forms are found in linear time"""
    blocks, _ = parse_blocks(source, PLACE.path)
    sheet = make_sheet(VaultNote(PLACE.path, {}, source), blocks, options)
    syntax = load_plugin_syntax("flashcards-obsidian")
    began = time.process_time()
    list(syntax.find_containers(sheet, options))
    list(syntax.find_lines(sheet, options))

    assert time.process_time() - began < 4.0


@pytest.mark.parametrize("options", VERSIONS.values(), ids=VERSIONS)
@hypothesis_settings(deadline=None)
@given(text=MARKDOWN)
def test_no_text_breaks_it(options: SyntaxOptions, text: str) -> None:
    """Whatever stands there, spans lie within the text and clozes within theirs"""
    lines = text.count("\n") + 1
    for flashcard in read(text, options=options).flashcards:
        assert 1 <= flashcard.span.line <= flashcard.span.end_line <= lines
        assert flashcard.question.strip()
        for cloze in flashcard.clozes:
            assert cloze.text in flashcard.fields["Text"][cloze.start : cloze.end]
