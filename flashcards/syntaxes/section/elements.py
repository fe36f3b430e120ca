"""A Flashcards section as a row of elements: its lines of text, and its other blocks whole.

Dialects read this row. A list item that holds a labelled question or answer is taken apart into
its lines, as if there were no list; other items stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum, auto
from functools import cached_property
from itertools import pairwise

from msgspec import Struct, field

from flashcards.model import Block, ForeignMark, ListItem


class Role(IntEnum):
    """What an element is among flashcards.

    A number, since each line is looked for in sets of them, and hashes of other members are slow.
    """

    TEXT = auto()
    """A line, or a block that stays whole."""

    QUESTION = auto()
    """`Q: ...`."""

    ANSWER = auto()
    """`A: ...`."""

    MARKER = auto()
    """A lone `?` or the like."""

    SEPARATED = auto()
    """`question :: answer`, a line or a list item."""

    TAGS = auto()
    """A line of nothing but tags, one of which names a deck."""

    MARKS = auto()
    """A block id, or what another plugin wrote, below a flashcard."""

    BREAK = auto()
    """`---`."""

    END = auto()
    """The marker that ends the answer below a lone `?`, if one is set."""

    OWN = auto()
    """A definition or a quote: a flashcard of its own."""


class Element(Struct, frozen=True):
    """A line of a paragraph, or another block."""

    text: str
    """Markdown without block id and marks of other plugins."""

    first: int
    last: int
    role: Role = Role.TEXT

    block: Block | None = None
    """The block, if it is no line."""

    body: str = ""
    """What a list item says, without its marker and task box."""

    paragraph: int = -1
    """The first line of the paragraph that it is a line of."""

    block_id: str | None = None
    foreign: tuple[ForeignMark, ...] = ()
    in_item: bool = False
    """Whether it stood in a list item that was taken apart."""

    heads_flashcards: bool = False
    """Whether it is a table of questions and answers."""

    is_plain: bool = False
    """Whether it is a list item that nothing but a marker below it can make a flashcard of."""

    @property
    def is_line(self) -> bool:
        """Whether it is a line of running text."""
        return self.block is None

    @property
    def is_item(self) -> bool:
        """Whether it is a list item that stays whole."""
        return isinstance(self.block, ListItem)

    @property
    def head(self) -> str:
        """The line; of a list item its first line."""
        return self.body.partition("\n")[0] if self.is_item else self.text


class Pairs(Struct, frozen=True):
    """Lines with labels that count only in twos: `Front:` and, further below, `Back:`."""

    answers: Mapping[int, int] = field(default_factory=dict)
    """Where the answer stands to the question that stands there."""

    unanswered: frozenset[int] = frozenset()
    """Where `Q1. ...?` stands without an answer."""

    foreign: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    """The same for labels of a language that is not set, with the language's code."""

    foreign_answers: frozenset[int] = frozenset()
    """Where the answers to those stand."""


class Row:
    """Elements in order, and what a dialect must know about the ones that follow."""

    def __init__(
        self, elements: tuple[Element, ...], pairs: Pairs | None = None, *, in_item: bool = False
    ) -> None:
        self.elements = elements
        self.pairs = pairs or Pairs()
        self.in_item = in_item
        apart = (below.first > above.last + 1 for above, below in pairwise(elements))
        self.gaps = (False, *apart) if elements else ()
        """Which of them stand below a blank line."""

    def __len__(self) -> int:
        return len(self.elements)

    def __getitem__(self, index: int) -> Element:
        return self.elements[index]

    def role(self, index: int) -> Role | None:
        """Return the role of an element; None beyond the last."""
        return self.elements[index].role if index < len(self.elements) else None

    def next_special(self, index: int) -> int:
        """Return the first element from here that is not plain text or follows a blank line."""
        return self._special[index]

    def lead_in(self, index: int) -> int:
        """Return the line that stands before the list of this item; -1 if there is none."""
        return self._list_starts[index] - 1

    def continues(self, start: int, index: int) -> bool:
        """Whether a line goes on with the plain text of the paragraph in which `start` is."""
        element = self.elements[index]
        return (
            element.role is Role.TEXT
            and element.paragraph == self.elements[start].paragraph
            and index not in self.pairs.answers
            and index not in self.pairs.unanswered
        )

    def end_marker(self, index: int) -> int:
        """Return where the marker stands that ends an answer from here; -1 if there is none."""
        return self._end_markers[index] if index < len(self) else -1

    def asks(self, index: int) -> bool:
        """Whether a flashcard certainly begins here, even a failed one."""
        role = self.role(index)
        if self._is_title(index):
            return True
        if index in self.pairs.answers or self[index].heads_flashcards:
            return True
        if role is Role.TEXT:
            end = self.next_special(index)
            return self.role(end) is Role.MARKER and not self.gaps[end]
        return role in {Role.SEPARATED, Role.MARKER}

    def _is_title(self, index: int) -> bool:
        """Whether a line numbers the flashcard that begins right below: `**Card 2**`."""
        below = index + 1
        return (
            below < len(self)
            and self[index].is_line
            and self.role(index) is Role.TEXT
            and _TITLE.fullmatch(self[index].text) is not None
            and (self.role(below) is Role.QUESTION or below in self.pairs.answers)
        )

    def text(self, start: int, end: int, first: str | None = None) -> str:
        """Return the Markdown of elements, `first` in place of the first one's."""
        parts = [self[start].text if first is None else first]
        for index in range(start + 1, end):
            parts += ["\n\n" if self.gaps[index] else "\n", self[index].text]
        return "".join(parts)

    @cached_property
    def _special(self) -> list[int]:
        special = [len(self)] * len(self)
        following = len(self)
        for index in range(len(self) - 1, -1, -1):
            if self.elements[index].role is not Role.TEXT:
                special[index] = index
            elif following < len(self) and not self.gaps[following]:
                special[index] = special[following]
            else:
                special[index] = following
            following = index
        return special

    @cached_property
    def _end_markers(self) -> list[int]:
        found = [-1] * len(self)
        for index in range(len(self) - 1, -1, -1):
            if self[index].role is Role.END:
                found[index] = index
            elif index + 1 < len(self) and self[index].role not in _OTHER_FLASHCARDS:
                found[index] = found[index + 1]
        return found

    @cached_property
    def _list_starts(self) -> list[int]:
        starts: list[int] = []
        for index, element in enumerate(self.elements):
            continues = index > 0 and element.is_item and self[index - 1].is_item
            starts.append(starts[-1] if continues else index)
        return starts


_TITLE = re.compile(r"[\W_]*(?:flash)?card\W{0,3}\d{1,4}[\W_]*", re.IGNORECASE)
_OTHER_FLASHCARDS = frozenset({Role.MARKER, Role.QUESTION, Role.OWN, Role.TAGS})
