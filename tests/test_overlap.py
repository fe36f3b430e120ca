"""A text belongs to one syntax: which of several flashcards that share lines is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.diagnostics import Span
from flashcards.model import Flashcard, Kind
from flashcards.syntaxes import settle, settle_containers
from flashcards.syntaxes._overlap import DIALECTS, SYNTAXES


def flashcard(lines: str, syntax: str = "osr", dialect: str = "separated") -> Flashcard:
    first, _, last = lines.partition("-")
    span = Span("a.md", int(first), int(last or first))
    return Flashcard(syntax, Kind.BASIC, {"Front": "x", "Back": "y"}, span, dialect)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (flashcard("1-3", "flashcards-obsidian", "hashtag"), flashcard("2", "osr", "separated")),
        (flashcard("2", "flashcards-obsidian"), flashcard("1-3", "obsidian-to-anki", "style")),
        (flashcard("1-3", "osr", "multi-line"), flashcard("3-4", "flashcards-obsidian")),
        (flashcard("2", "osr"), flashcard("2", "flashcards-obsidian")),
        (flashcard("2-3", "obsidian-to-anki", "style"), flashcard("2-3", "osr", "cloze")),
        (flashcard("1-4", "osr", "cloze"), flashcard("3-5", "osr", "cloze")),
    ],
)
def test_the_more_explicit_form_wins(stronger: Flashcard, weaker: Flashcard) -> None:
    """Then the plugin that comes first, then the flashcard that begins first"""
    assert settle([stronger, weaker]) == settle([weaker, stronger]) == (stronger,)


def test_flashcards_of_one_line_share_it() -> None:
    """Several inline flashcards of one plugin may stand on a line, those of two may not"""
    first, second = (flashcard("4", "obsidian-to-anki", "inline") for _ in range(2))
    other = flashcard("4", "flashcards-obsidian", "cloze")

    assert settle_containers([first, second]) == (first, second)
    assert settle([first, other, second]) == (other,)


def test_the_outer_container_wins() -> None:
    """Of two that cross, the one that begins first"""
    outer = flashcard("1-9", "obsidian-to-anki", "block")
    inner = flashcard("3-4", "flashcards-obsidian", "fenced")
    crossing = flashcard("8-12", "flashcards-obsidian", "callout")
    below = flashcard("13-14", "flashcards-obsidian", "callout")

    assert settle_containers([below, crossing, inner, outer]) == (outer, below)


def lines_of(each: Flashcard) -> set[int]:
    return set(range(each.span.line, each.span.end_line + 1))


FLASHCARDS = st.builds(
    lambda line, length, syntax, dialect: flashcard(f"{line}-{line + length}", syntax, dialect),
    st.integers(1, 30),
    st.integers(0, 6),
    st.sampled_from(SYNTAXES),
    st.sampled_from(DIALECTS),
)


@given(st.lists(FLASHCARDS, max_size=20), st.randoms())
def test_what_is_kept_shares_no_line_and_does_not_depend_on_the_order(
    flashcards: list[Flashcard], random: object
) -> None:
    """Whatever is dropped shares a line with something that is kept"""
    kept = settle(flashcards)
    random.shuffle(flashcards)  # type: ignore[attr-defined]

    assert settle(flashcards) == kept
    alone = [each for each in kept if each.span.line < each.span.end_line]
    assert all(lines_of(a).isdisjoint(lines_of(b)) for a in alone for b in kept if a is not b)
    taken = set().union(*map(lines_of, kept))
    assert all(each in kept or lines_of(each) & taken for each in flashcards)
