"""What a vault's owner can decide about the syntaxes, and the names that follow from it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from flashcards.inline import plain, split_tags
from flashcards.model import Block, Callout, Section
from flashcards.syntaxes._flashcards_obsidian_options import FlashcardsObsidianOptions
from flashcards.syntaxes._names import NAMES
from flashcards.syntaxes._obsidian_to_anki_options import ObsidianToAnkiOptions
from flashcards.syntaxes._osr_options import OsrOptions

OF_PLUGINS = frozenset({"flashcards-obsidian", "obsidian-to-anki", "osr"})
"""Syntaxes of plugins, which are read where the vault uses the plugin."""

NO_FLASHCARD = "no-flashcard"
"""The tag by which an author says that a block is none."""


class SyntaxOptions(Struct, frozen=True):
    """Everything that syntaxes can be told; the defaults read what most people write."""

    enabled: frozenset[str] = frozenset(NAMES) - OF_PLUGINS
    """The syntaxes to look for, by name."""

    definition: Literal["basic", "reversed", "cloze"] = "basic"
    """What a definition becomes; `cloze` hides its bold and highlighted words."""

    definition_callouts: tuple[str, ...] = ("definition",)
    quote_callouts: tuple[str, ...] = ("quote", "quote-*")
    """Types of callouts; a star at the end stands for anything."""

    bold_clozes: bool = True
    """Whether bold words of a quote are hidden if nothing is marked more strongly."""

    section_headings: tuple[str, ...] = ("Flashcards", "Flashcard")
    basic_separators: tuple[str, ...] = ("::", ";;")
    reversed_separators: tuple[str, ...] = (":::", ";;;")
    basic_markers: tuple[str, ...] = ("?", ";?")
    reversed_markers: tuple[str, ...] = ("??", ";??")
    """Lines that stand between a question and its answer and hold nothing else."""

    question_labels: tuple[str, ...] = ("Q", "Question")
    answer_labels: tuple[str, ...] = ("A", "Answer")

    highlights: bool = True
    """Whether `==x==` is hidden in a quote and in a section's text without question and answer."""

    highlights_together: bool = False
    """Whether all highlights of a flashcard are hidden on one card."""

    section_bold_clozes: bool = False
    """Whether `**x**` is hidden in a section's text without question and answer."""

    section_curly_clozes: bool = False
    """Whether `{x}` and `{2:x}` are hidden there."""

    languages: tuple[str, ...] = ("en",)
    """Whose words for question and answer label flashcards and head tables, as codes (`de`)."""

    end_marker: str = ""
    """A line that ends the answer below a lone marker, which may then hold blank lines."""

    osr: OsrOptions = field(default_factory=OsrOptions)
    flashcards_obsidian: FlashcardsObsidianOptions = field(
        default_factory=FlashcardsObsidianOptions
    )
    obsidian_to_anki: ObsidianToAnkiOptions = field(default_factory=ObsidianToAnkiOptions)

    @property
    def separators(self) -> tuple[str, ...]:
        """All separators."""
        return _joined(self.basic_separators, self.reversed_separators)

    @property
    def markers(self) -> tuple[str, ...]:
        """All lone markers."""
        return (*self.basic_markers, *self.reversed_markers)


@lru_cache(maxsize=16)  # asked for each line
def _joined(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (*some, *others)))


def is_flashcards_section(section: Section, options: SyntaxOptions) -> bool:
    """Say whether flashcards are looked for in the whole section.

    Case, emoji, emphasis and tags of the heading do not matter.
    """
    name = _heading_name(section.heading)
    return bool(name) and name in _heading_names(options.section_headings)


@lru_cache(maxsize=8)
def _heading_names(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_heading_name, headings))


@lru_cache(maxsize=1 << 10)  # each section is looked at by several
def _heading_name(heading: str) -> str:
    words, _ = split_tags(heading)
    name = plain(words)
    while name and _is_decoration(name[0]):
        name = name[1:]
    while name and _is_decoration(name[-1]):
        name = name[:-1]
    return name


def _is_decoration(char: str) -> bool:
    """Say whether a character is neither letter nor number: emoji, punctuation, blanks."""
    return unicodedata.category(char)[0] not in "LN"


def is_definition(block: Block, options: SyntaxOptions) -> bool:
    """Say whether the block is a callout of a definition."""
    return isinstance(block, Callout) and _is_type(block.type, options.definition_callouts)


def is_quote(block: Block, options: SyntaxOptions) -> bool:
    """Say whether the block is a callout of a quote."""
    return isinstance(block, Callout) and _is_type(block.type, options.quote_callouts)


def is_flashcard_callout(block: Block, options: SyntaxOptions) -> bool:
    """Say whether the block is a flashcard of its own wherever it stands."""
    return ("definition" in options.enabled and is_definition(block, options)) or (
        "quote" in options.enabled and is_quote(block, options)
    )


def _is_type(written: str, types: tuple[str, ...]) -> bool:
    return any(
        written.startswith(type_[:-1].lower()) if type_.endswith("*") else written == type_.lower()
        for type_ in types
    )


_NO_FLASHCARD = re.compile(rf"(?<!\S)#{NO_FLASHCARD}(?![\w/-])", re.IGNORECASE)


def opts_out(markdown: str) -> bool:
    """Say whether the text carries the tag `#no-flashcard`."""
    return "#" in markdown and _NO_FLASHCARD.search(markdown) is not None
