"""The ways to write flashcards: one module each, found by its name in this folder.

A syntax has a docstring (its line in the documentation), `NAME`, `EXAMPLE` (Markdown that is
shown there and run by the tests) and `find`. It sees one block at a time, only its own kind, and
yields what it finds. Modules that begin with an underscore are parts of syntaxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Protocol

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import plain, shown_text
from flashcards.model import Block, Flashcard, Kind, Place, Silent
from flashcards.syntaxes._names import NAMES
from flashcards.syntaxes._options import SyntaxOptions, is_flashcards_section
from flashcards.syntaxes._walk import walk

__all__ = [
    "NAMES",
    "Finding",
    "Syntax",
    "SyntaxOptions",
    "find_flashcards",
    "is_flashcards_section",
    "load_syntax",
]

Finding = Flashcard | Diagnostic | Silent

_EXCERPT = 60


class Syntax(Protocol):
    """What a module of this folder offers."""

    NAME: str
    EXAMPLE: str
    __doc__: str | None

    def find(self, block: Block, place: Place, options: SyntaxOptions) -> Iterator[Finding]:
        """Yield what this block alone, not the blocks inside it, says in this syntax."""


@cache
def load_syntax(name: str) -> Syntax:
    """Return the syntax of that name."""
    syntax: Syntax = import_module(f"{__name__}.{name}")
    return syntax


def find_flashcards(
    blocks: Iterable[Block], place: Place, options: SyntaxOptions
) -> tuple[tuple[Flashcard, ...], tuple[Silent, ...], tuple[Diagnostic, ...]]:
    """Find the flashcards of a vault note, in the order of its lines.

    Returns them, what is rightly none, and what there is to tell the author.
    """
    syntaxes = [load_syntax(name) for name in NAMES if name in options.enabled]
    findings: list[Finding] = []
    for found in walk(blocks, place, options):
        if isinstance(found, Silent):
            findings.append(found)
            continue
        block, where = found
        for syntax in syntaxes:
            findings += syntax.find(block, where, options)
    findings.sort(key=_order)
    flashcards = tuple(each for each in findings if isinstance(each, Flashcard))
    silent = tuple(each for each in findings if isinstance(each, Silent))
    diagnostics = [each for each in findings if isinstance(each, Diagnostic)]
    return flashcards, silent, (*diagnostics, *_same_questions(flashcards))


def _order(finding: Finding) -> tuple[int, int, str]:
    name = finding.syntax if isinstance(finding, Flashcard) else ""
    return finding.span.line, finding.span.end_line, name


def _same_questions(flashcards: Iterable[Flashcard]) -> Iterator[Diagnostic]:
    """Tell of questions that stand twice in one vault note: nobody could know which is meant."""
    first: dict[tuple[Kind, str], Flashcard] = {}
    for flashcard in flashcards:
        asked = plain(flashcard.question) or flashcard.question.strip()
        earlier = first.setdefault((flashcard.kind, asked), flashcard)
        if earlier is not flashcard:
            lines = f"lines {earlier.span.line} and {flashcard.span.line}"
            yield Diagnostic(
                "same-question",
                Severity.WARNING,
                flashcard.span,
                f"{lines} ask the same: {_excerpt(flashcard.question)}",
                "both are exported; reword one, so that you can tell which answer is asked for",
            )


def _excerpt(markdown: str) -> str:
    """Return the beginning of a text as a reader sees it, for a message."""
    words = " ".join(shown_text(markdown).text.split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…"
