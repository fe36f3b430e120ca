"""Reads a Flashcards section from top to bottom: what each line belongs to."""

from __future__ import annotations

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic
from flashcards.inline import split_tags
from flashcards.limits import is_enough
from flashcards.model import Block, Comment, Flashcard, ListItem, Place, Section, Silent
from flashcards.syntaxes._options import is_flashcards_section, opts_out
from flashcards.syntaxes._walk import below
from flashcards.syntaxes.section import (
    clozed,
    foreign,
    headed,
    labelled,
    listed,
    multiline,
    paired,
    separated,
    table,
)
from flashcards.syntaxes.section.draft import Draft, Reading, Scene
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.reading import read_row
from flashcards.syntaxes.section.suspicions import suspicions
from flashcards.syntaxes.section.unannounced import unannounced

DIALECTS = (
    labelled.read,
    multiline.read,
    separated.read,
    table.read,
    paired.read,
    clozed.read,
)
"""Tried in this order at each element; the first that reads something takes it.

Whole list items and headings that ask come last: only if nothing in or below them is a flashcard.
"""


class Reader:
    """Reads a section, and remembers what a later line may belong to."""

    def __init__(self, scene: Scene, outer: Reader | None = None) -> None:
        self.scene = scene
        self.found: list[Flashcard | Diagnostic | Silent] = []
        self.tags: tuple[str, ...] = outer.tags if outer else ()
        self.has_prose = False
        self.has_others = False
        self.has_readings = False
        """Whether any dialect read something, be it a flashcard or a failed one."""

        self._in_run = 0  # flashcards since the last blank line or block id
        self._told: set[str] = outer._told if outer else set()  # noqa: SLF001 - of the same section

    def read_blocks(self, blocks: tuple[Block, ...], place: Place) -> None:
        """Read blocks in a row, then the sections among them."""
        self.read_row(self.row_of(blocks), place)
        for block in blocks:
            if is_enough(self.found):
                return
            if isinstance(block, Section) and not self._reads_itself(block):
                self._read_section(block, place)

    def row_of(self, blocks: tuple[Block, ...], *, in_item: bool = False) -> Row:
        """Return blocks as a row, and remember what the author wants left out."""
        row, silent = read_row(blocks, self.scene.options, in_item=in_item)
        self.found += silent
        self.has_others = self.has_others or bool(silent)
        return row

    def _reads_itself(self, section: Section) -> bool:
        """Whether an inner section is left out, or is a Flashcards section of its own."""
        return opts_out(section.heading) or is_flashcards_section(section, self.scene.options)

    def read_row(self, row: Row, place: Place) -> None:
        """Read a row from its beginning."""
        self._in_run = 0
        self._read_on(row, 0, place)

    def _read_on(self, row: Row, at: int, place: Place) -> None:
        while at < len(row) and not is_enough(self.found):
            self._in_run = 0 if row.gaps[at] else self._in_run
            at = self._read_at(row, at, place)

    def _read_at(self, row: Row, at: int, place: Place) -> int:
        element = row[at]
        match element.role:
            case Role.TAGS:
                self.tags = split_tags(element.text)[1]
            case Role.MARKS:
                self._attach(element)
            case Role.OWN:
                self.has_others = True
            case Role.BREAK | Role.END:
                pass
            case _ if element.is_plain:
                return self._read_plain(row, at, place)
            case _:
                return self._read_flashcard(row, at, place)
        return at + 1

    def _read_flashcard(self, row: Row, at: int, place: Place) -> int:
        for read in DIALECTS:
            reading = read(row, at, self.scene)
            if reading is not None:
                self._take(row, at, reading, place)
                return reading.end
        return self._read_prose(row, at, place)

    def _read_plain(self, row: Row, at: int, place: Place) -> int:
        """Pass over a list item that is no flashcard, unless a marker below it asks."""
        reading = multiline.read(row, at, self.scene)
        if reading is not None:
            self._take(row, at, reading, place)
            return reading.end
        self._in_run = 0  # as behind any row of its own
        self.has_prose = True
        return at + 1

    def _take(self, row: Row, at: int, reading: Reading, place: Place) -> None:
        self.has_readings = True
        if any(row.gaps[at + 1 : reading.end]):
            self._in_run = 0
        for each in reading.found:
            if isinstance(each, Draft):
                self._add(each, place)
            elif not reading.once or each.hint not in self._told:
                self._told.add(each.hint)
                self.found.append(each)

    def _add(self, read: Draft, place: Place) -> None:
        self.found.append(read.flashcard(place, self.tags))
        self.has_readings = True
        self._in_run += 1

    def _attach(self, marks: Element) -> None:
        """Give what stands below a flashcard to it; an id below several names none of them."""
        last = self.found[-1] if self.found else None
        if isinstance(last, Flashcard):
            names = marks.block_id if self._in_run == 1 else None
            self.found[-1] = replace(
                last,
                block_id=last.block_id or names,
                foreign=(*last.foreign, *marks.foreign),
            )
        self._in_run = 0 if marks.block_id else self._in_run

    def _read_prose(self, row: Row, at: int, place: Place) -> int:
        """Pass over what is no flashcard, and warn where it looks like one."""
        element = row[at]
        end = at + 1
        while end < len(row) and element.is_line and row.continues(at, end):
            end += 1
        self._in_run += 1 if self._in_run else 0
        self.has_prose = self.has_prose or not isinstance(element.block, Comment)
        self.found += unannounced(row, at, end, self.scene)
        for index in range(at, end):
            self.found += suspicions(row[index], self.scene)
            self._tell_of_language(row, index)
        if isinstance(element.block, ListItem):
            self._read_item(element, element.block, place)
        return end

    def _tell_of_language(self, row: Row, at: int) -> None:
        reading = foreign.read(row, at, self.scene)
        self.has_readings = self.has_readings or reading is not None
        for each in reading.found if reading else ():
            if isinstance(each, Diagnostic) and each.hint not in self._told:
                self.found.append(each)
                self._told.add(each.hint)

    def _read_item(self, element: Element, item: ListItem, place: Place) -> None:
        """Read what is in a list item; if that is nothing and the item asks, it is the answer."""
        asked = listed.read_item(element, self.scene)
        if asked is None:
            self.read_row(self.row_of(item.children, in_item=True), place)
            return
        inner = Reader(self.scene, self)
        inner.read_row(inner.row_of(item.children, in_item=True), place)
        if inner.has_readings or inner.has_others:
            self._merge(inner)
        else:
            self._in_run = 0
            self._add(asked, place)

    def _read_section(self, section: Section, place: Place) -> None:
        """Read what is below an inner heading; the heading asks for it if it is a question."""
        inner_place = below(section, place, self.scene.options)
        heading = headed.read_heading(section, self.scene)
        if heading is None:
            self.read_blocks(section.children, inner_place)
            return
        row = self.row_of(section.children)
        answered = headed.read_answer(heading, row, self.scene)
        self._in_run = 0
        if answered:
            end, asked = answered
            self._add(asked, place)
            self._read_on(row, end, inner_place)
            self.read_blocks(_sections(section), inner_place)
        else:
            self._read_below(heading, row, _sections(section), (place, inner_place))

    def _read_below(
        self,
        heading: headed.Heading,
        row: Row,
        sections: tuple[Section, ...],
        places: tuple[Place, Place],
    ) -> None:
        """Take for the answer what is no flashcard itself: the text, and the headings below."""
        place, inner_place = places
        direct = Reader(self.scene, self)
        direct.read_row(row, inner_place)
        deeper = Reader(self.scene, direct)
        deeper.read_blocks(sections, inner_place)
        is_all = not (direct.has_readings or deeper.has_readings or deeper.has_others)
        text = Row(()) if direct.has_readings else row
        reading = headed.read_text(heading, text, sections if is_all else (), self.scene)
        if reading:
            self.tags = direct.tags
            self._take(row, len(row), reading, place)
            direct.found = direct.found if direct.has_readings else []
            deeper.found = [] if is_all else deeper.found
        self._merge(direct)
        self._merge(deeper)

    def _merge(self, inner: Reader) -> None:
        self.found += inner.found
        self.tags = inner.tags
        self.has_prose = self.has_prose or inner.has_prose
        self.has_others = self.has_others or inner.has_others
        self.has_readings = self.has_readings or inner.has_readings
        self._in_run = inner._in_run


def _sections(section: Section) -> tuple[Section, ...]:
    return tuple(block for block in section.children if isinstance(block, Section))
