"""The Flashcards section: its settings, what is rightly none, and the time it takes."""

from __future__ import annotations

import time

import pytest
from found import PLACE, find, read
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from flashcards.diagnostics import Span
from flashcards.model import Block, Flashcard, Kind, ListItem, Paragraph
from flashcards.syntaxes import NAMES, OF_PLUGINS, SyntaxOptions
from flashcards.syntaxes._languages import LANGUAGES, label_words
from flashcards.syntaxes.section.draft import Scene
from flashcards.syntaxes.section.plain import is_plain
from flashcards.syntaxes.section.reader import Reader

EVERYTHING = SyntaxOptions(
    enabled=frozenset(NAMES),
    languages=("en", "de", "cs"),
    end_marker="+++",
    section_curly_clozes=True,
)


def flashcards(source: str, **options: object) -> tuple[Flashcard, ...]:
    return read(f"## Flashcards\n{source}", options=SyntaxOptions(**options)).flashcards  # type: ignore[arg-type]


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_labels_of_a_language(code: str) -> None:
    """Every word of a language that is set labels questions and answers, in bold and numbered"""
    language = LANGUAGES[code]
    question, answer = language.questions[0], language.answers[0]
    numbered = f"**{question} 2\u00a0:** two\n**{answer} 2：** second\n"
    source = f"{question}: one?\n{answer}: first\n\n{numbered}"

    found = flashcards(source, languages=(code,))

    assert [dict(each.fields) for each in found] == [
        {"Front": "one?", "Back": "first"},
        {"Front": "two", "Back": "second"},
    ]


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_header_of_a_table_in_a_language(code: str) -> None:
    """The words of every language head a table, set or not"""
    language = LANGUAGES[code]
    for front, back in (
        (language.questions[0], language.answers[0]),
        (language.fronts[0], language.backs[0]),
    ):
        if min(len(front), len(back)) > 1 or code == "en" or not front.isascii():
            source = f"| {front} | {back} |\n| - | - |\n| one | first |\n"
            assert [each.question for each in flashcards(source)] == ["one"], source


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
def test_labels_of_a_language_that_is_not_set(code: str) -> None:
    """Labels of another language are told once, with a setting that makes them flashcards"""
    language = LANGUAGES[code]
    source = f"{language.questions[0]}: one?\n{language.answers[0]}: first\n\n" * 2

    diagnostics = read(f"## Flashcards\n{source}").diagnostics

    assert [each.code for each in diagnostics] == ["unparsed-flashcard"]
    named = next(each for each in LANGUAGES if f'"{each}"' in diagnostics[0].hint)
    assert len(flashcards(source, languages=(named,))) == 2


def test_languages_add_to_the_labels_that_are_set() -> None:
    """A language that is set already is named in the hint beside the new one"""
    options = SyntaxOptions(languages=("en", "fr"))
    diagnostics = read("## Flashcards\nFrage: a\nAntwort: b\n", options=options).diagnostics

    assert 'languages = ["fr", "de"]' in diagnostics[0].hint


@pytest.mark.parametrize("codes", [("cs",), ("da",), ("no",), ("ru", "uk"), ("sv", "tr"), ("xx",)])
def test_no_label_asks_and_answers(codes: tuple[str, ...]) -> None:
    """A letter that begins both words labels nothing"""
    questions, answers = label_words(codes)

    assert not set(questions) & set(answers)


def test_end_marker() -> None:
    """With an end marker the answer goes on over blank lines, and the marker is not shown"""
    source = "one\n?\nfirst\n\na :: b\n+++\ntwo\n?\nsecond\n\nprose\n"

    found = flashcards(source, end_marker="+++")

    assert [each.fields["Back"] for each in found] == ["first\n\na :: b", "second"]
    assert found[0].span.end_line == 7


def test_end_marker_that_is_a_rule() -> None:
    """A rule between blank lines may be the end marker"""
    found = flashcards("one\n?\nfirst\n\nmore\n\n---\n\na :: b\n", end_marker="---")

    assert [each.fields["Back"] for each in found] == ["first\n\nmore", "b"]


def test_end_marker_of_another_flashcard() -> None:
    """A marker belongs to the last lone `?` above it"""
    found = flashcards("one\n?\nfirst\n\ntwo\n?\nsecond\n\nmore\n+++\n", end_marker="+++")

    assert [each.fields["Back"] for each in found] == ["first", "second\n\nmore"]


def test_end_marker_in_a_list() -> None:
    """A marker right below a list ends the answer that the list is"""
    found = flashcards("one\n?\n- a\n\n- b\n+++\nx :: y\n", end_marker="+++")

    assert [each.fields["Back"] for each in found] == ["- a\n\n- b", "y"]


def test_curly_clozes_by_setting() -> None:
    """`{x}` and `{2:x}` are hidden if so set, `{{x}}` never"""
    source = "The {heart} pumps {2:blood}.\n"

    (found,) = flashcards(source, section_curly_clozes=True)

    assert found.kind is Kind.CLOZE
    assert [cloze.text for cloze in found.clozes] == ["heart", "blood"]
    assert flashcards(source) == ()


@pytest.mark.parametrize(
    "line",
    [
        "[field:: value]", "`a::b`", "https://a.b/c::d", "$a::b$", "Use std::vector here.",
        "2001:db8::1", "fe80::1%eth0", "[a](b::c)", "<!-- a :: b -->", "%% a :: b %%", "word: b",
        "Frage: only one", "Front: only one", "Q1. Earnings rose", "{{date}}", "{x}", "# x",
        "### Easy questions\ntext", "- What is missing?", "Why? Because.", "1. first\n2. second",
        "| a | b |\n| - | - |\n| c | d |", "| Name | Back |\n| - | - |\n|  |  |",
        "| [[a]] | [[b]] |\n| - | - |\n| c | d |", "```\nQ: a\n```", "    Q: a\n    A: b",
        "> Is it a quotation?", "> [!note] See a: b", "A vitamin: retinol", "[^1]: x :: y",
    ],
)  # fmt: skip
def test_what_is_plainly_no_flashcard_is_silent(line: str) -> None:
    """Prose, code, addresses, fields and other tables are neither flashcards nor warnings"""
    found, silent, codes = find(f"## Flashcards\n\n{line}\n")

    assert (found, codes) == ((), ())
    assert set(silent) <= {"Flashcards sections without flashcards", "empty Flashcards sections"}


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("Q: why?", 3, "`A:`"),
        ("A: because", 3, "`Q:`"),
        ("why?\n?", 4, "directly below"),
        ("?\nbecause", 3, "directly above"),
        ("why? ; because", 3, "`why?;; because`"),
        ("why ：： because", 3, "`why:: because`"),
        ("why\n？\nbecause", 4, "`?`"),
        ("why ::", 3, "question :: answer"),
        ("Q1. Why?", 3, "`A:`"),
        ("Front:\nBack: because", 3, "behind the first label"),
        ("Frage: x\nAntwort: y", 3, 'languages = ["de"]'),
        ("### Card 1\ntext", 3, "`Q:`"),
        ("| Question | Points |\n| - | - |\n| a | b |", 3, "`Answer`"),
        ("| Q | A |\n| - | - |\n| a |  |", 5, "the other"),
        ("| Q | A |\n| - | - |\n| a | b | c |", 5, r"`\|`"),
        ("The {{heart}}.", 3, "{{c1::heart}}"),
        ("The {{c1:heart}}.", 3, "{{c1::"),
        ("The {{c1::heart.", 3, "{{c1::"),
        ("> The {{c1::heart}}.", 3, "paragraph"),
    ],
)
def test_what_looks_like_a_flashcard_is_told(text: str, line: int, expected: str) -> None:
    """A warning says where, and which form was expected"""
    found = read(f"## Flashcards\n\n{text}\n")

    assert found.flashcards == ()
    assert [(each.code, each.span.line) for each in found.diagnostics] == [
        ("unparsed-flashcard", line)
    ]
    assert expected in found.diagnostics[0].hint


LINES = st.sampled_from(
    [
        "## Flashcards", "### What?", "#### Card 1 · x", "### Q: a", "### a :: b", "### Plain",
        "", "", "text", "Front: a", "Back: b", "Q1. a?", "A1. b", "A. b", "B. c", "Q: a A: b",
        "Frage: a", "Antwort: b", "Question : a", "Réponse : b", "- What?", "  - below", "  text",
        "- Front: a", "  Back: b", "| Question | Answer |", "| - | - |", "| a? | b | c |",
        "| {{c1::a}} |  |", "|  | b |", "{{c1::a", "b}}", "{x} {2:y}", "{{x}}", "$$", "+++", "?",
        "---", "^id", "<!--SR:!2024-10-18,7,190-->", "> {{c1::x}}", "> [!definition] E", "> text",
        "#flashcards/a", "x #no-flashcard", "std::x", "2001:db8::1", "==a==", "O: a", "<!-- x -->",
        "- Front: c", "- Back: d", "**Card 2**", "> Q: a", "> A: b", "> [!faq] a", "**a?** b",
        "F: a", "R : b", "a()::b()",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=25).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_any_mixture_is_read(source: str) -> None:
    """Whatever is mixed, spans lie in the text and do not cross, and clozes lie in their text"""
    found = read(f"## Flashcards\n{source}", options=EVERYTHING)
    last = 0

    for each in found.flashcards:
        assert 1 <= each.span.line <= each.span.end_line <= source.count("\n") + 2
        text = each.fields.get("Text", "")
        assert all(cloze.text in text[cloze.start : cloze.end] for cloze in each.clozes)
        assert each.question.strip()
        if each.syntax == "section":
            assert each.span.line > last
            last = each.span.end_line


PARTS = st.sampled_from(
    [
        "a", "b", " ", " ", "Q", "A", "1", ".", ")", "[", "]", "[x] ", "(", "|", "->", "—",
        "!", "\\", "*", "_", "**", "__", "`", "$", "%%", "=", "==", ":", "：", ";", ";;", "；", "?",
        "？", "{", "}", "#t", "#no-flashcard", "^id", "<!--x-->", "<", "/", "+", "~~", "é",
        "ﬁ", "＋", "ask", "yes",
    ]
)  # fmt: skip
OTHER_OPTIONS = SyntaxOptions(
    basic_separators=(" / ", "—"),
    reversed_separators=("<->",),
    basic_markers=("ask",),
    reversed_markers=("+",),
    end_marker=" yes ",
    languages=("de",),
    section_bold_clozes=True,
)


@given(
    st.lists(PARTS, min_size=1, max_size=6).map("".join),
    st.sampled_from([SyntaxOptions(), EVERYTHING, OTHER_OPTIONS]),
)
@example("＋", OTHER_OPTIONS)
@settings(deadline=None)
def test_a_plain_line_says_nothing(line: str, options: SyntaxOptions) -> None:
    """What is taken for plain is no flashcard and looks like none, when it is read in full"""
    assume(is_plain(line, options))
    own = Paragraph(line, Span("x.md", 3, 3), line.strip())
    below = Paragraph("b", Span("x.md", 4, 4), "b")
    item = ListItem(f"- {line}\n  b", Span("x.md", 3, 4), "-", f"{line}\nb", (own, below))
    blocks: tuple[Block, ...] = (own, item)

    for block in blocks:
        reader = Reader(Scene("x.md", options))
        reader.read_blocks((block,), PLACE)

        assert reader.found == []
        assert reader.has_prose
        assert not reader.has_readings


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Two:\n- one :: 1\n- plain\n?\nanswer", [("one", "1", None), ("- plain", "answer", None)]),
        ("- one :: 1\n\n^id", [("one", "1", "id")]),
        ("- one :: 1\n- plain\n\n^id", [("one", "1", None)]),
        (
            "- one :: 1\n- plain\n$$\nx\n$$\ntwo :: 2\n\n^id",
            [("one", "1", None), ("two", "2", "id")],
        ),
        ("Where\n- plain\n- other", []),
    ],
)
def test_a_plain_item_among_others(
    source: str, expected: list[tuple[str, str, str | None]]
) -> None:
    """A list item without any sign asks above a marker, and is else passed over"""
    found = flashcards(source)

    assert [(each.question, each.fields["Back"], each.block_id) for each in found] == expected


@pytest.mark.parametrize(
    "unit",
    [
        "Front: x\n", "Front: x\nBack: y\n", "Q1. x?\n", "Q1. x\nA1. y\n", "A. x\n", "Frage: x\n",
        "Frage: x\nAntwort: y\n", "Question : x\nRéponse : y\n", "### What?\n", "### What?\nx\n",
        "## a?\n### b?\n#### c?\n##### d?\nx\n", "### Card 1\nx\n", "### x :: y\n",
        "- What?\n  x\n", "- What?\n  - ", "- Front: x\n  Back: y\n", "- x\n  ?\n  y\n\n  z\n\n",
        "| a | b |\n", "| Question | Answer |\n| - | - |\n| a | b |\n\n", "{{c1::a\n",
        "{{c1::a\nb}}\n", "$$\n{{c1::x}}\n$$\n", "{x} ", "{{x}} ", "x\n?\ny\n\n+++\n",
        "x\n?\ny\n\n", "+++\n", "Q: x A: y ", "std::", "2001:db8::", "> {{c1::x}}\n\n",
        "F: x\nA: y\n", "P: x?\nR: y\n", "- Front: x\n- Back: y\n", "**Card 2**\nQ: x\n",
        "> Q: x\n> y\n", "> [!qa] x\n", "**x? ", "x?\ny\n\n", "x?\n- y\n", "a::a",
        "- aaaaaaa\n", "- a: b\n",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_only(unit: str) -> None:
    """Hostile repetition takes no more than a few seconds (a quadratic rule would take hours)"""
    source = "## Flashcards\n" + unit * (40_000 // len(unit))
    started = time.process_time()

    read(source, options=SyntaxOptions(**_options_of_the_section()))  # type: ignore[arg-type]

    assert time.process_time() - started < 10


def test_time_grows_with_a_table_only() -> None:
    """A table of thousands of rows is read row by row"""
    rows = "| a | {{c1::b}} |\n" * 4_000
    started = time.process_time()

    read(f"## Flashcards\n| x | y |\n| - | - |\n{rows}")

    assert time.process_time() - started < 10


def _options_of_the_section() -> dict[str, object]:
    return {
        "enabled": frozenset(NAMES) - OF_PLUGINS,
        "languages": EVERYTHING.languages,
        "end_marker": EVERYTHING.end_marker,
        "section_curly_clozes": True,
    }
