"""What holds for all syntaxes together, whatever a vault note mixes."""

from __future__ import annotations

import itertools
import re

from found import read
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_strategies import MARKDOWN
from msgspec.structs import replace

from flashcards.blocks import parse_blocks
from flashcards.diagnostics import Span
from flashcards.model import Flashcard, VaultNote
from flashcards.parsing import make_sheet, parse_vault_note
from flashcards.properties import split_properties
from flashcards.syntaxes import NAMES, OF_PLUGINS, Style, SyntaxOptions, load_plugin_syntax
from flashcards.vault.read import decode

EVERYTHING = SyntaxOptions(enabled=frozenset(NAMES))
SECOND = replace(
    EVERYTHING,
    flashcards_obsidian=replace(EVERYTHING.flashcards_obsidian, version=2),
    obsidian_to_anki=replace(EVERYTHING.obsidian_to_anki, curly_clozes=True, highlights=True),
)

CHUNKS = (
    "Prose that asks nothing.",
    "Two lines of prose,\nthe second one.",
    "# Heading", "## Flashcards", "### Inner heading", "## Other heading",
    "#flashcards/biology", "#flashcards",
    "one :: 1", "- two ::: 2\n  - below", "three;;3", "four::4 #tag ^id-4",
    "Five\n?\n5", "Six\n??\n6\n<!--SR:!2026-10-01,12,250-->",
    "Q: seven\nA: 7", "- Q: eight\n  A: 8", "**Q:** nine\n\n**A:** 9",
    "The ==tenth== word.", "Eleven {{c1::is}} native.", "- ==twelve==\n- ==more==",
    "| Question | Answer |\n| --- | --- |\n| thirteen | 13 |",
    "### What is fourteen?\n\n14",
    "What is fifteen? #card\nIt is 15.\n^1672531200000", "Sixteen #card-reverse\n\n16",
    "START\nBasic\nSeventeen\nBack: 17\n<!--ID: 1566052191670-->\nEND",
    "STARTI [Basic] Eighteen Back: 18 ENDI",
    "> [!definition] Nineteen\n> 19", "> [!quote] [[@key]]\n> Twenty is **20**.",
    "> [!card] Twenty-one\n> 21", "```flashcard\nfront: Twenty-two\nback: 22\n```",
    "```python\nstd::vector<int> x = a::b; ==c==\n\nQ: code\n```",
    "$$\n{a} :: b\n\n==c==\n$$", "<!-- Q: comment :: 1 -->", "%% Q: hidden :: 1 %%",
    "---", "- a list\n- of prose", "> a quotation :: of nothing", "[field:: value]",
    "https://example.org/a::b", "FILE TAGS\nvocabulary", "TARGET DECK: Languages",
    "no answer ::", "Q: no answer", "?", "why? ; because", "#no-flashcard a :: b",
    "> [!sr|card-metadata]\n> <!--SR:!2026-10-01,12,250-->",
)  # fmt: skip

CHUNKS_IN_A_ROW = st.lists(st.sampled_from(CHUNKS), max_size=14)
VAULT_NOTES = CHUNKS_IN_A_ROW.map("\n\n".join)
OPTIONS = st.sampled_from([SyntaxOptions(), EVERYTHING, SECOND])


@given(VAULT_NOTES, OPTIONS)
@settings(max_examples=150, deadline=None)
def test_a_text_makes_one_flashcard(source: str, options: SyntaxOptions) -> None:
    """No two flashcards share a line, but for callouts in containers and forms on one line"""
    found = read(source, options=options).flashcards
    spans = sorted(each.span for each in found if each.syntax not in {"definition", "quote"})

    for above, below in itertools.pairwise(spans):
        assert above.end_line < below.line or (above == below and above.line == above.end_line)


@given(VAULT_NOTES, OPTIONS)
@settings(max_examples=100, deadline=None)
def test_line_ends_do_not_matter(source: str, options: SyntaxOptions) -> None:
    """CRLF, CR and LF give the same flashcards in the same lines; so does a byte order mark"""

    def found(text: str) -> tuple[Flashcard, ...]:
        decoded, _ = decode(text.encode(), "a.md")
        properties, body, _ = split_properties(decoded, "a.md")
        return parse_vault_note(VaultNote("a.md", properties, body), options).flashcards

    usual = found(source)
    assert usual == found(source.replace("\n", "\r\n")) == found(source.replace("\n", "\r"))
    assert usual == found(f"\ufeff{source}")


OPEN_ENDED = frozenset({"labelled", "heading", "list", "hashtag"})
"""Their answers go on over blank lines, so that prose below is part of them."""

CLOSES = re.compile(r"#{1,6} |---")


PATTERNS = (
    Style("Basic", r"^(.*[^\n:])::([^\n:].*)$"),
    Style("Basic", r"^#+ (.+)\n+((?:[^\n#].*\n?)+)"),
    Style("Cloze", r"^(.*[{=].*)$"),
)
WITH_PATTERNS = replace(SECOND, obsidian_to_anki=replace(SECOND.obsidian_to_anki, styles=PATTERNS))
PIECES = (
    "\n",
    " ",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\t",
    "#",
    "?",
    ":",
    ";",
    "|",
    "=",
    "{",
    "}",
    "ID: 5",
)
ANYTHING = st.lists(
    st.sampled_from((*CHUNKS, *PIECES, *PIECES, "START", "END", "ENDI", "Back:", "#card", "A:"))
    | MARKDOWN
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@given(ANYTHING, OPTIONS | st.just(WITH_PATTERNS), st.data())
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_and_explained(
    source: str, options: SyntaxOptions, data: st.DataObject
) -> None:
    """No text makes a syntax raise, spans lie in the file, clozes in their text"""
    vault_note = VaultNote("a.md", {}, source)
    parsed = parse_vault_note(vault_note, options)
    lines = source.count("\n") + 1

    for each in (*parsed.flashcards, *parsed.silent, *parsed.diagnostics):
        assert 1 <= each.span.line <= each.span.end_line <= lines
    for flashcard in parsed.flashcards:
        for cloze in flashcard.clozes:
            assert 0 <= cloze.start < cloze.end <= len(flashcard.fields["Text"])
    number = data.draw(st.integers(1, lines))
    sheet = make_sheet(vault_note, parse_blocks(source, "a.md")[0], options)
    for name in options.enabled & OF_PLUGINS:
        assert isinstance(load_plugin_syntax(name).explain(sheet, number, options), str)


@given(CHUNKS_IN_A_ROW, OPTIONS, st.data())
@settings(max_examples=200, deadline=None)
def test_prose_outside_changes_nothing(
    chunks: list[str], options: SyntaxOptions, data: st.DataObject
) -> None:
    """A paragraph of prose between two blocks, outside of all flashcards, touches none of them"""
    source = "\n\n".join(chunks)
    before = read(source, options=options).flashcards
    places = [number for number in lines_between(chunks) if is_outside(number, source, before)]
    assume(places)
    number = data.draw(st.sampled_from(places))
    lines = source.split("\n")
    added = ["", "New prose, of no interest.", ""]
    after = read("\n".join([*lines[:number], *added, *lines[number:]]), options=options).flashcards

    assert after == tuple(moved(each, number, len(added)) for each in before)


def lines_between(chunks: list[str]) -> list[int]:
    """Return the numbers of the blank lines that divide chunks."""
    numbers, number = [], 0
    for chunk in chunks[:-1]:
        number += chunk.count("\n") + 2
        numbers.append(number)
    return numbers


def is_outside(number: int, source: str, flashcards: tuple[Flashcard, ...]) -> bool:
    """Whether no flashcard has the line, nor goes on to it from above."""
    if any(each.span.line <= number <= each.span.end_line for each in flashcards):
        return False
    above = source.split("\n")[:number]
    closed = max((n for n, line in enumerate(above, 1) if CLOSES.match(line)), default=0)
    return not any(
        each.dialect in OPEN_ENDED and closed <= each.span.end_line < number for each in flashcards
    )


def moved(flashcard: Flashcard, number: int, by: int) -> Flashcard:
    """Return the flashcard with its lines moved if it stands below the line."""
    if flashcard.span.line < number:
        return flashcard
    span = flashcard.span
    citations = tuple(
        replace(each, span=Span(span.path, each.span.line + by, each.span.end_line + by))
        for each in flashcard.citations
    )
    lines = Span(span.path, span.line + by, span.end_line + by)
    return replace(flashcard, span=lines, citations=citations)
