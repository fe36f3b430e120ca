"""A flashcard as a dialect reads it, before the section adds where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.inline import split_tags
from flashcards.model import Flashcard, Kind
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.elements import Element
from flashcards.syntaxes.section.labels import answer_labels, question_labels

SECTION = "section"


@dataclass(frozen=True, slots=True)
class Scene:
    """What every dialect may know."""

    path: str
    options: SyntaxOptions

    @property
    def questions(self) -> tuple[str, ...]:
        """The labels of questions."""
        return question_labels(self.options)

    @property
    def answers(self) -> tuple[str, ...]:
        """The labels of answers."""
        return answer_labels(self.options)

    def span(self, *elements: Element) -> Span:
        """Return the lines of elements in a row."""
        return Span(self.path, elements[0].first, elements[-1].last)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a dialect made of the elements up to `end`."""

    end: int
    found: tuple[Flashcard | Diagnostic, ...]
    once: bool = False
    """Whether saying it once in a section is enough."""


def draft(dialect: str, elements: tuple[Element, ...], scene: Scene) -> Flashcard:
    """Make a flashcard without fields from the elements that it takes up."""
    ids = (element.block_id for element in (elements[0], elements[-1]))
    return Flashcard(
        SECTION,
        Kind.BASIC,
        {},
        scene.span(*elements),
        dialect,
        block_id=next((block_id for block_id in ids if block_id), None),
        foreign=tuple(mark for element in elements for mark in element.foreign),
    )


def with_sides(flashcard: Flashcard, front: str, back: str) -> Flashcard:
    """Fill in question and answer; the tags at their edges become the flashcard's."""
    front, before = untag_first_line(front)
    back, behind = untag_last_line(back)
    fields = {"Front": front.strip(), "Back": trim(back)}
    return replace(flashcard, fields=fields, tags=(*before, *behind))


def untag_first_line(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the tags off the first line, unless nothing else would be left."""
    line, newline, below = markdown.partition("\n")
    rest, tags = split_tags(line)
    if not rest.strip() and not below.strip():
        return markdown, ()
    return rest + newline + below, tags


def untag_last_line(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the tags off the end of the last line, unless nothing else would be left."""
    above, newline, line = markdown.rpartition("\n")
    rest, tags = split_tags(line, leading=False)
    if not rest.strip() and not above.strip():
        return markdown, ()
    return (above + newline + rest).rstrip(), tags


def trim(markdown: str) -> str:
    """Drop blank lines around a text, and blanks before it if it begins with words."""
    lines = markdown.split("\n")
    while len(lines) > 1 and not lines[0].strip():
        lines.pop(0)
    lines[0] = lines[0].lstrip() if len(lines) == 1 else lines[0]
    return "\n".join(lines).rstrip()


def unparsed(scene: Scene, element: Element, message: str, hint: str) -> Diagnostic:
    """Warn of what looks meant as a flashcard and is none."""
    line = Span(scene.path, element.first, element.first)
    return Diagnostic("unparsed-flashcard", Severity.WARNING, line, message, hint)
