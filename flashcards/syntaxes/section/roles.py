"""What a line of a Flashcards section is among flashcards."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flashcards.inline import split_tags
from flashcards.syntaxes._dividing import find_divider
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.elements import Role
from flashcards.syntaxes.section.labels import answer_labels, match_label, question_labels

DECK_TAG = "flashcards"
"""The tag that says: here are flashcards; what follows after a slash names their deck."""

# What other plugins say about the whole file in the form of a flashcard, and footnotes.
_NO_QUESTION = re.compile(
    r"\s*(?:(?:cards-deck|tags|TARGET DECK|FILE TAGS)\s*|\[\^[^\[\]]+\]):", re.IGNORECASE
)


def role_of(text: str, options: SyntaxOptions) -> Role:
    """Say what a line is among flashcards."""
    line = text.strip()
    if line in options.markers:
        return Role.MARKER
    if line and line == options.end_marker.strip():
        return Role.END
    return _role_of_label(line, options) or _role_of_text(line, options)


def _role_of_label(line: str, options: SyntaxOptions) -> Role | None:
    if match_label(line, question_labels(options)):
        return Role.QUESTION
    return Role.ANSWER if match_label(line, answer_labels(options)) else None


def _role_of_text(line: str, options: SyntaxOptions) -> Role:
    if line.startswith("#") and names_deck(line):
        return Role.TAGS
    if find_divider(line, options.separators) and not _NO_QUESTION.match(line):
        return Role.SEPARATED
    return Role.TEXT


def names_deck(line: str) -> bool:
    """Say whether a line holds nothing but tags, one of which names a deck."""
    rest, tags = split_tags(line)
    return not rest.strip() and bool(deck_tags(tags))


def deck_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that say where flashcards belong."""
    return tuple(tag for tag in tags if tag.lower().split("/")[0] == DECK_TAG)
