"""obsidian-spaced-repetition: every form, every setting, and why a line is none."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from found import PLACE, read, render
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file
from markdown_strategies import MARKDOWN
from msgspec.structs import replace

from flashcards.clozes import CLOSE, OPEN, ClozeStyle, mark_clozes
from flashcards.model import Flashcard, Kind
from flashcards.parsing import make_sheet
from flashcards.syntaxes import SyntaxOptions, load_plugin_syntax
from flashcards.syntaxes.osr.patterns import parse_pattern

OSR = SyntaxOptions(enabled=SyntaxOptions().enabled | {"osr"})
FOLDER = Path(__file__).parent / "syntaxes" / "osr"
ALL_PATTERNS = (
    "==[123;;]answer[;;hint]==",
    "**[123;;]answer[;;hint]**",
    "{{[123;;]answer[;;hint]}}",
)
FOOTNOTES = r"==answer==[^\\[hint\\]][\\[^123\\]]"


def with_osr(**changes: object) -> SyntaxOptions:
    return replace(OSR, osr=replace(OSR.osr, **changes))  # type: ignore[arg-type]


def flashcards(source: str, options: SyntaxOptions = OSR) -> tuple[Flashcard, ...]:
    return read(source, options=options).flashcards


def asked(source: str, options: SyntaxOptions = OSR) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in flashcards(source, options)]


def hidden(source: str, options: SyntaxOptions) -> list[tuple[str, str, int | None]]:
    (flashcard,) = flashcards(source, options)
    return [(each.text, each.hint, each.number) for each in flashcard.clozes]


def fixtures() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.md")):
        for line, title, source, expected in read_fixture_file(path):
            yield pytest.param(source, expected, id=f"{path.name}:{line} {title}")


@pytest.mark.parametrize(("source", "expected"), list(fixtures()))
def test_fixture(source: str, expected: str) -> None:
    """What users of the plugin write becomes what the fixture says"""
    assert render(source, options=OSR) == expected


def test_off_unless_asked_for() -> None:
    """Where the plugin is not in use, its tags mean nothing"""
    assert asked("#flashcards\na::b\n", SyntaxOptions()) == []


@pytest.mark.parametrize(
    ("line", "answer", "is_reversed"),
    [
        ("a;;b", ("a", "b"), False),
        ("a;;;b", ("a", "b"), True),
        ("a => b", None, None),
        ("a::b", None, None),
    ],
)
def test_separators_are_settings(
    line: str, answer: tuple[str, str] | None, is_reversed: bool | None
) -> None:
    """The separators of the settings divide, and the usual ones no longer do"""
    options = with_osr(separator=";;", reversed_separator=";;;")
    found = flashcards(f"#flashcards\n{line}\n", options)

    assert [(each.question, each.answer) for each in found] == ([answer] if answer else [])
    assert [each.reversed for each in found] == ([is_reversed] if answer else [])


def test_a_separator_may_be_any_text() -> None:
    """Words, arrows and signs that mean something to a regular expression divide, too"""
    for separator in (" - ", "=>", "$$$", "(.*)", "→", "^", "\\", "??"):
        options = with_osr(separator=separator, reversed_separator="")
        assert asked(f"#flashcards\na{separator}b\n", options) == [("a", "b")], separator


def test_markers_are_settings() -> None:
    """Other lone markers divide; `?` is text then"""
    options = with_osr(marker="---?", reversed_marker="<->")
    source = "#flashcards\n\na\n---?\nb\n?\n\nc\n<->\nd\n"

    assert asked(source, options) == [("a", "b\n?"), ("c", "d")]
    assert [each.reversed for each in flashcards(source, options)] == [False, True]


def test_an_emptied_setting_switches_a_form_off() -> None:
    """Empty separators and markers divide nothing"""
    options = with_osr(separator="", reversed_separator="", marker="", reversed_marker="")

    assert asked("#flashcards\na::b\n\na\n?\nb\n\n==c==\n", options) == [("==c==", "")]


def test_end_marker() -> None:
    """With an end marker, answers and texts with clozes may hold blank lines, up to that line"""
    source = (
        "#flashcards\n\nQ\n?\n\nA\n\n---\n| a |\n| - |\n+++\nprose\n\nThe ==x==\n\ny\n+++\n\nz\n"
    )
    found = flashcards(source, with_osr(end_marker="+++"))

    assert [(each.question, each.answer) for each in found] == [
        ("Q", "A\n\n---\n| a |\n| - |"),
        ("The ==x==\n\ny", ""),
    ]
    assert [(each.span.line, each.span.end_line) for each in found] == [(3, 11), (14, 17)]


def test_marks_above_and_below_an_end_marker() -> None:
    """A schedule belongs to the flashcard on either side of its end marker"""
    source = "#flashcards\n\nQ\n?\nA\n<!--SR:!2026-10-01,1,250-->\n+++\n<!--ID: 12-->\n"
    (found,) = flashcards(source, with_osr(end_marker="+++"))

    assert [mark.kind for mark in found.foreign] == ["schedule", "id"]
    assert (found.span.line, found.span.end_line) == (3, 8)


def test_missing_end_marker() -> None:
    """An answer without the end marker ends at a blank line, and the author is told"""
    source = "#flashcards\n\nQ\n?\nA\n\nprose\n\nQ2\n?\nA2\n\nB2\n+++\n"
    found = read(source, options=with_osr(end_marker="+++"))

    assert [each.answer for each in found.flashcards] == ["A", "A2\n\nB2"]
    assert [(each.code, each.span.line) for each in found.diagnostics] == [
        ("missing-end-marker", 4)
    ]


def test_tags_are_settings() -> None:
    """Other tags ask for flashcards and name decks; they may be nested, with or without `#`"""
    options = with_osr(tags=("#anki", "cards/spanish"))
    source = "a::b\n\n#anki/x\nc::d\n\n#cards/spanish/verbs\ne::f\n\n#cards/y\ng::h #anki/z\n"

    assert [each.deck for each in flashcards(source, options)] == ["x", "x", "verbs", "z"]
    assert asked("#flashcards\na::b\n", options) == []


def test_folders_as_decks() -> None:
    """Where folders are decks, flashcards need no tag, and only their own names another deck"""
    options = with_osr(folders_as_decks=True)
    found = flashcards("a::b\n\n#flashcards/x\nc::d\n\n#flashcards/y e::f\n", options)

    assert [(each.question, each.deck) for each in found] == [("a", ""), ("c", ""), ("e", "y")]


@pytest.mark.parametrize(
    ("glob", "is_ignored"),
    [("Biology", True), ("Biology/**", True), ("**/Insulin*", True), ("Bio", False)],
)
def test_ignored(glob: str, is_ignored: bool) -> None:
    """The plugin's globs of ignored vault notes and folders are kept to"""
    found = flashcards("#flashcards\na::b\n", with_osr(ignored=(glob,)))

    assert bool(found) is not is_ignored


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("==a== **b** {{c}}", [("a", "", None), ("b", "", None), ("c", "", None)]),
        ("==1;;a== **2;;b** {{1;;c}}", [("a", "", 1), ("b", "", 2), ("c", "", 1)]),
        ("==o;;x== **p;;y** {{q;;z}}", [("o", "x", None), ("p", "y", None), ("q", "z", None)]),
        ("**1;;a;;x** {{a {b} c}}", [("a", "x", 1), ("a {b} c", "", None)]),
        ("***a*** **b ==c== d**", [("a", "", None), ("b ==c== d", "", None)]),
        (r"{{$\frac{a}{{b}}$}} **$x**y$**", [(r"$\frac{a}{{b}}$", "", None), ("$x**y$", "", None)]),
        ("**ha;;b** {{12345;;c}}", [("b", "", 2), ("12345", "c", None)]),
        ("{{ blanks }} ** none **", [(" blanks ", "", None)]),
    ],
)  # fmt: skip
def test_cloze_patterns(source: str, expected: list[tuple[str, str, int | None]]) -> None:
    """Bold and braces are clozes by setting, with numbers, hints and letters like highlights"""
    options = with_osr(cloze_patterns=ALL_PATTERNS)

    assert hidden(f"#flashcards\n\n{source}\n", options) == expected


@pytest.mark.parametrize(
    ("notation", "source", "expected"),
    [
        ("((answer))", "a ((b)) c", ("b", "", None)),
        ("{{[123::]answer[::hint]}}", "{{2::b::h}}", ("b", "h", 2)),
        (FOOTNOTES, "==b==^[h][^2]", ("b", "h", 2)),
        (FOOTNOTES.replace("\\\\", "\\"), "==b==[^3]", ("b", "", 3)),
        ("<[hint: ]answer>", "<w: b>", ("b", "w", None)),
        ("_[(123)]answer[(hint)]_", "_(4)b(h)_", ("b", "h", 4)),
        ("«answer»", "«b»", ("b", "", None)),
        ("==[ash;;]answer==", "==a;;b==", ("b", "", 1)),
    ],
)
def test_patterns_of_users(
    notation: str, source: str, expected: tuple[str, str, int | None]
) -> None:
    """Whatever stands around `answer` in a pattern of the settings is read"""
    options = with_osr(cloze_patterns=(notation,), separator="=>", reversed_separator="<=>")

    assert hidden(f"#flashcards\n\n{source}\n", options) == [expected]


@pytest.mark.parametrize("notation", ["", "==", "answer", "==answer", "answer==", "[==]answer[==]"])
def test_patterns_without_marks(notation: str) -> None:
    """A pattern without an answer, or without a mark on both sides of it, finds nothing"""
    assert parse_pattern(notation) is None
    assert asked("#flashcards\n\n==a== answer\n", with_osr(cloze_patterns=(notation,))) == []


@given(
    MARKDOWN.map("#flashcards\n\n{}".format) | st.text(max_size=30).map("#flashcards\n{}".format)
)
@settings(max_examples=300, deadline=None)
def test_any_text(source: str) -> None:
    """No text makes the syntax raise; what it hides can be shown to Anki as it was found"""
    options = with_osr(cloze_patterns=ALL_PATTERNS)
    for each in flashcards(source, options):
        assert each.kind is Kind.CLOZE or (each.question.strip() and each.answer.strip())
        for cloze in each.clozes:
            marked = mark_clozes(each.question, (cloze,), {cloze.group: 1}, ClozeStyle.PRIVATE)
            assert marked.count(OPEN) == marked.count(CLOSE) == 1
            assert f"\ufdd1{cloze.text}" in marked.replace("\ufdd2", "\ufdd3")


PROSE = st.text("ab -*.,\n", max_size=40).map(lambda text: f"\n\nProse {text.strip()}\n\n")
FORMS = st.sampled_from(
    ["a::b", "c:::d", "Q\n?\nA", "S\n??\nT\n<!--SR:!2026-10-01,1,250-->", "The ==x== and ==y==",
     "- i::j ^id", "How?\n?\n```\nx\n\ny::z\n```", "#flashcards/own q::r"]
)  # fmt: skip


@given(st.lists(FORMS, max_size=6), st.lists(PROSE, min_size=7, max_size=7))
@settings(max_examples=100, deadline=None)
def test_prose_between_changes_nothing(forms: list[str], prose: list[str]) -> None:
    """What stands outside a flashcard changes nothing of it but its lines"""
    bare = flashcards("#flashcards/a\n\n" + "\n\n".join(forms))
    filled = flashcards(
        "#flashcards/a\n\n"
        + "".join(text + form for text, form in zip(prose, [*forms, ""], strict=False))
    )

    def said(found: tuple[Flashcard, ...]) -> list[Flashcard]:
        return [replace(each, span=bare[0].span) for each in found]

    assert said(bare) == said(filled)


@given(st.lists(FORMS | MARKDOWN, max_size=8).map("\n\n".join))
@settings(max_examples=100, deadline=None)
def test_line_ends_do_not_matter(source: str) -> None:
    """CRLF reads as LF does"""
    source = "#flashcards\n" + source.replace("\r", "")

    assert flashcards(source) == flashcards(source.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "unit",
    ["==", "==a;;", "==1;;", "==a==^[", "== ", "**", "**a;;", "{{", "{{a;;", "{{1;;a", "}}", "=",
     "==a ", "a::b\n", "?\n", "x\n?\n", "x\n?\ny\n\n", "x\n?\n\n", "==x== \n", "#flashcards\n",
     "#flashcards a::b\n", "# h\n", "# h\na::b\n", "^id\n", "a::b ^id\n", "<!--SR:", "<!--SR: ",
     "<!--SR:!-->\n", "x <!-- SR:        ", "> [!sr|card-metadata]\n", "- a::b\n", "+++\n",
     "x\n?\ny\n+++\n", "==x==\n\n", "`a::b` ", "((", "((a", "a))",
     "((1;;", "((a [[b::c]] "],
)  # fmt: skip
def test_time_grows_with_the_text_only(unit: str) -> None:
    """Near matches without end take no more than a few seconds (quadratic: minutes)"""
    options = with_osr(
        cloze_patterns=(*ALL_PATTERNS, "((answer))!", "((answer[::hint]))", FOOTNOTES),
        end_marker="+++",
    )
    source = "#flashcards\n\n" + unit * (40_000 // len(unit))
    started = time.process_time()

    read(source, options=options)

    assert time.process_time() - started < 10


def explained(source: str, number: int, options: SyntaxOptions = OSR) -> str:
    from flashcards.blocks import parse_blocks  # noqa: PLC0415
    from flashcards.model import VaultNote  # noqa: PLC0415
    from flashcards.properties import split_properties  # noqa: PLC0415

    properties, text, _ = split_properties(source, PLACE.path)
    vault_note = VaultNote(PLACE.path, properties, text)
    sheet = make_sheet(vault_note, parse_blocks(text, PLACE.path)[0], options)
    return load_plugin_syntax("osr").explain(sheet, number, options)


@pytest.mark.parametrize(
    ("source", "number", "words"),
    [
        ("a::b\n", 1, "carries no tag `#flashcards`"),
        ("#flashcards a::b\n\nc::d\n", 3, "only single flashcards"),
        ("#flashcards\n\n```\na::b\n```\n", 4, "code"),
        ("#flashcards\n\n$$\na::b\n$$\n", 4, "math"),
        ("#flashcards\n\n`a::b`\n", 3, "`::` stands in code"),
        ("#flashcards\n\nhttps://x.org/a::b\n", 3, "`::` stands in an address"),
        ("#flashcards\n\n[[a::b]]\n", 3, "`::` stands in a link"),
        ("#flashcards\n\nfe80::1\n", 3, "is part of a name in a program or of an address"),
        ("#flashcards\n\n`==a==`\n", 3, "`==` stands in code"),
        ("#flashcards\n\n> a::b\n", 3, "quotation"),
        ("#flashcards\n\n| a |\n| - |\n| b::c |\n", 5, "table"),
        ("#flashcards\n\n<div>a::b</div>\n", 3, "HTML"),
        ("#flashcards\n\nintroduction\na::b\n", 3, "blank line between"),
        ("#flashcards\n\nprose\n", 3, "no separator or cloze"),
        ("#flashcards\n\na?\n?\n\nb\n", 3, "the line `?` below has no answer directly below it"),
        ("#flashcards\n\na?\n?\n\nb\n", 4, "needs a question directly above it and an answer"),
        ("#flashcards\n\nprose\n", 1, "says that flashcards follow"),
        ("#flashcards\n\n^id\n", 3, "ids or schedules"),
    ],
)
def test_explain(source: str, number: int, words: str) -> None:
    """One sentence says why a line is no flashcard, in the author's words"""
    assert words in explained(source, number)


def test_explain_ignored() -> None:
    """An ignored folder comes before any other reason"""
    assert "ignores" in explained("#flashcards\na\n", 2, with_osr(ignored=("Biology",)))
