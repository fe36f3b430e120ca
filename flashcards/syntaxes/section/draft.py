"""A flashcard as a dialect reads it, before the section adds where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.inline import split_tags
from flashcards.model import Cloze, Flashcard, ForeignMark, Kind, Place
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.elements import Element
from flashcards.syntaxes.section.labels import answer_labels, question_labels

SECTION = "section"


class Scene(Struct, frozen=True):
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


class Draft(Struct):
    """A flashcard while it is read; all that is known of it beside where it stands."""

    dialect: str
    span: Span
    fields: Mapping[str, str]
    block_id: str | None
    foreign: tuple[ForeignMark, ...]
    clozes: tuple[Cloze, ...] = ()
    """What it hides; one that hides something is a cloze flashcard."""

    tags: tuple[str, ...] = ()
    reversed: bool = False

    def flashcard(self, place: Place, tags: tuple[str, ...]) -> Flashcard:
        """Return the flashcard that stands at a place, below a line with tags."""
        return Flashcard(
            SECTION,
            Kind.CLOZE if self.clozes else Kind.BASIC,
            self.fields,
            self.span,
            self.dialect,
            reversed=self.reversed,
            clozes=self.clozes,
            headings=place.headings,
            sections=place.sections,
            block_id=self.block_id,
            tags=tuple(dict.fromkeys((*self.tags, *tags))),
            foreign=self.foreign,
        )


class Reading(Struct, frozen=True):
    """What a dialect made of the elements up to `end`."""

    end: int
    found: tuple[Draft | Diagnostic, ...]
    once: bool = False
    """Whether saying it once in a section is enough."""


def draft(
    dialect: str, elements: Sequence[Element], scene: Scene, fields: Mapping[str, str]
) -> Draft:
    """Make a draft of the elements that it takes up."""
    first, last = elements[0], elements[-1]
    foreign = tuple(mark for element in elements if element.foreign for mark in element.foreign)
    span = Span(scene.path, first.first, last.last)
    return Draft(dialect, span, fields, first.block_id or last.block_id or None, foreign)


def two_sided(
    dialect: str, elements: Sequence[Element], scene: Scene, front: str, back: str
) -> Draft:
    """Make a draft of question and answer; the tags at their edges become the flashcard's."""
    front, before = untag_first_line(front)
    back, behind = untag_last_line(back)
    made = draft(dialect, elements, scene, {"Front": front.strip(), "Back": trim(back)})
    made.tags = (*before, *behind)
    return made


def untag_first_line(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Take the tags off the first line, unless nothing else would be left."""
    if "#" not in markdown:
        return markdown, ()
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
