"""Thousands of generated flashcards of obsidian-spaced-repetition: all are found, none invented."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from osr_generator import STYLES, Expected, Style, generate

from flashcards.model import Flashcard, VaultNote
from flashcards.parsing import parse_vault_note
from flashcards.properties import split_properties
from flashcards.syntaxes import SyntaxOptions
from flashcards.vault.read import decode

VAULT_NOTES = 30
PIECES = 40
AT_LEAST = 5_000


def options_for(style: Style) -> SyntaxOptions:
    options = SyntaxOptions(enabled=frozenset({"osr"}))
    osr = replace(
        options.osr,
        tags=(style.tag,),
        folders_as_decks=style.folders,
        separator=style.separator,
        reversed_separator=style.reversed_separator,
        marker=style.marker,
        reversed_marker=style.reversed_marker,
        end_marker=style.end_marker,
        cloze_patterns=style.patterns,
    )
    return replace(options, osr=osr)


def found_in(source: str, options: SyntaxOptions) -> tuple[Flashcard, ...]:
    text, _ = decode(source.encode(), "a.md")
    properties, body, _ = split_properties(text, "a.md")
    return parse_vault_note(VaultNote("a.md", properties, body), options).flashcards


def as_expected(flashcard: Flashcard) -> Expected:
    return Expected(
        flashcard.question,
        flashcard.answer,
        flashcard.span.line,
        flashcard.span.end_line,
        flashcard.deck,
        flashcard.reversed,
        tuple((each.text, each.hint, each.number) for each in flashcard.clozes),
        flashcard.block_id,
        len(flashcard.foreign),
        flashcard.tags,
    )


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.tag + style.separator)
def test_generated_vault_notes(style: Style) -> None:
    """Every flashcard is found with its text, lines, deck and marks, and nothing else is

    What is expected was written down by the generator while it wrote the text; it never asks the
    parser. So a wrong rule in one of the two shows as a difference here.
    """
    options = options_for(style)
    for seed in range(VAULT_NOTES):
        source, expected = generate(seed, style, PIECES)
        found = tuple(map(as_expected, found_in(source, options)))
        assert found == expected, f"seed {seed}\n{source}"


def test_there_are_enough() -> None:
    """The generated vault notes hold at least five thousand flashcards of all forms"""
    made = [
        each
        for style in STYLES
        for seed in range(VAULT_NOTES)
        for each in generate(seed, style, PIECES)[1]
    ]

    assert len(made) >= AT_LEAST
    assert sum(bool(each.hidden) for each in made) > AT_LEAST / 20
    assert sum(each.reversed for each in made) > AT_LEAST / 20
    assert sum("\n" in each.answer for each in made) > AT_LEAST / 20
