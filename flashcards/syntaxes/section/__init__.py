"""`## Flashcards`: everything below the heading, in the forms that people write by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from flashcards.diagnostics import Diagnostic
from flashcards.inline import find_separator, split_tags
from flashcards.model import Block, Comment, Flashcard, ListItem, Place, Section, Silent
from flashcards.syntaxes._options import SyntaxOptions, is_flashcards_section, opts_out
from flashcards.syntaxes._walk import below
from flashcards.syntaxes.section import clozed, labelled, multiline, separated
from flashcards.syntaxes.section.draft import Reading, Scene, unparsed
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.reading import deck_tags, read_row

NAME = "section"
EXAMPLE = """\
## Flashcards

What is the powerhouse of the cell? :: The mitochondrion

Q: What does it make?
A: ATP
"""

DIALECTS = (labelled.read, multiline.read, separated.read, clozed.read)
"""Tried in this order at each element; the first that reads something takes it."""


def find(
    block: Block, place: Place, options: SyntaxOptions
) -> Iterator[Flashcard | Diagnostic | Silent]:
    """Yield the flashcards of a whole section, those below its inner headings too."""
    if not isinstance(block, Section) or not is_flashcards_section(block, options):
        return
    reader = _Reader(Scene(place.path, options))
    reader.tags = deck_tags(split_tags(block.heading)[1])
    reader.read_blocks(block.children, place)
    yield from reader.found
    if all(isinstance(each, Silent) for each in reader.found):
        if reader.has_prose:
            yield Silent("Flashcards sections without flashcards", block.span)
        elif not reader.has_others:
            yield Silent("empty Flashcards sections", block.span)


class _Reader:
    """Reads a section from top to bottom, and remembers what a later line may belong to."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.found: list[Flashcard | Diagnostic | Silent] = []
        self.tags: tuple[str, ...] = ()
        self.has_prose = False
        self.has_others = False
        self._in_run = 0  # flashcards since the last blank line or block id

    def read_blocks(self, blocks: tuple[Block, ...], place: Place) -> None:
        """Read blocks in a row, then the sections among them."""
        row, silent = read_row(blocks, self.scene.options)
        self.found += silent
        self.has_others = self.has_others or bool(silent)
        self._read_row(row, place)
        for block in blocks:
            if isinstance(block, Section) and not self._reads_itself(block):
                self.read_blocks(block.children, below(block, place, self.scene.options))

    def _reads_itself(self, section: Section) -> bool:
        """Whether an inner section is left out, or is a Flashcards section of its own."""
        return opts_out(section.heading) or is_flashcards_section(section, self.scene.options)

    def _read_row(self, row: Row, place: Place) -> None:
        self._in_run = 0
        at = 0
        while at < len(row):
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
            case Role.BREAK:
                pass
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

    def _take(self, row: Row, at: int, reading: Reading, place: Place) -> None:
        if any(row.gaps[at + 1 : reading.end]):
            self._in_run = 0
        for each in reading.found:
            if isinstance(each, Flashcard):
                tags = tuple(dict.fromkeys((*each.tags, *self.tags)))
                self.found.append(replace(each, headings=place.headings, tags=tags))
                self._in_run += 1
            else:
                self.found.append(each)

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
        for line in row.elements[at:end]:
            self.found += _suspicions(line, self.scene)
        if isinstance(element.block, ListItem):
            self.read_blocks(element.block.children, place)
        return end


def _suspicions(element: Element, scene: Scene) -> Iterator[Diagnostic]:
    """Yield a warning for marks that are nearly those of a flashcard."""
    line = element.text
    if not element.is_line:
        return
    narrow = unicodedata.normalize("NFKC", line)
    if narrow != line and narrow in scene.options.markers:
        message = f"`{line}` in full width does not ask for what is below it"
        yield unparsed(scene, element, message, f"write `{narrow}`")
    found = find_separator(line, ("：：", "；；")) or _semicolon(line)
    if found is None:
        return
    question, answer = line[: found[0]].strip(), line[found[1] :].strip()
    written = line[found[0] : found[1]]
    if question and answer:
        narrow = "::" if written == "：：" else ";;"
        message = f"{'one ' * (len(written) == 1)}`{written}` does not make a flashcard of `{line}`"
        yield unparsed(scene, element, message, f"write `{question}{narrow} {answer}`")


def _semicolon(line: str) -> tuple[int, int] | None:
    """Return the single semicolon that divides a question from its answer."""
    found = find_separator(line, (";", "；"))
    asks = found and line[: found[0]].rstrip("*_ \u00a0\u202f").endswith(("?", "？"))
    return found if asks else None
