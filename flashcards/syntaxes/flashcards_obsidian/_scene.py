"""What every form may know about a vault note, read once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashcards.deck_names import whole_deck_name
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import split_tags
from flashcards.model import (
    Block,
    Flashcard,
    ForeignMark,
    Kind,
    ListItem,
    Paragraph,
    Place,
    Section,
)
from flashcards.syntaxes._flashcards_obsidian_options import FlashcardsObsidianOptions
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes._sheet import Line, LineKind, Sheet
from flashcards.syntaxes._walk import below
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, anki_ids
from flashcards.syntaxes.flashcards_obsidian._lines import ABOUT_THE_FILE, indent

NAME = "flashcards-obsidian"

_TAG_IN_LIST = re.compile(r"\[\[([^\[\]]*+)\]\]|([^\s,\[\]]++)")


class Scene(Struct, frozen=True):
    """A vault note, with its parts by their lines."""

    sheet: Sheet
    options: SyntaxOptions
    looked_into: tuple[Block, ...]
    """All blocks but those in quotations and callouts."""

    items: Mapping[int, ListItem]
    """List items by the line that they begin on."""

    paragraphs: Mapping[int, int]
    """The last line of the paragraph that a line is in."""

    blocks: Mapping[int, int]
    """The last line of the block that begins on a line; all items of a list are one."""

    headings: Sequence[tuple[int, tuple[str, ...]]]
    """From which line on which headings stand above, in order."""

    anki_ids: Mapping[str, ForeignMark]
    deck: str
    tags: tuple[str, ...]
    """What lines of the text, `cards-deck: A::B` and `tags: a, b`, say for all flashcards."""

    @property
    def own(self) -> FlashcardsObsidianOptions:
        """The plugin's options."""
        return self.options.flashcards_obsidian

    @property
    def is_second(self) -> bool:
        """Whether the rules of version 2 hold."""
        return self.own.version == 2

    def end_of_item(self, number: int) -> int:
        """Return the last line of the list item that begins on a line.

        Text that is not indented belongs to it for Markdown alone, if no blank line is between.
        """
        item = self.items.get(number)
        last = item.span.end_line if item else number
        within = indent(self.line(number).text)
        for each in range(number + 1, last + 1):
            line = self.line(each)
            if line.kind is LineKind.TEXT and indent(line.text) <= within:
                return each - 1
        return last

    @property
    def end(self) -> int:
        """The number of the last line."""
        return len(self.sheet.lines)

    def line(self, number: int) -> Line:
        """Return a line; beyond the ends there are blank ones."""
        if 1 <= number <= self.end:
            return self.sheet.lines[number - 1]
        return Line(number, "", LineKind.BLANK)

    def headings_at(self, number: int) -> tuple[str, ...]:
        """Return the headings above a line, outermost first."""
        index = bisect_right(self.headings, number, key=lambda change: change[0])
        return self.headings[index - 1][1] if index else ()

    def flashcard(self, dialect: str, first: int, last: int, ids: Bare) -> Flashcard:
        """Return a basic flashcard that has yet to be filled."""
        known = self.anki_ids.get(ids.block_id or "")
        return Flashcard(
            NAME,
            Kind.BASIC,
            {},
            self.sheet.span(first, last),
            dialect,
            headings=self.headings_at(first),
            block_id=ids.block_id,
            tags=self.tags,
            deck=self.deck,
            foreign=(*ids.foreign, *([known] if known else [])),
        )

    def unparsed(self, first: int, last: int, message: str, hint: str) -> Diagnostic:
        """Warn of what looks meant as a flashcard and is none."""
        span = self.sheet.span(first, last)
        return Diagnostic("unparsed-flashcard", Severity.WARNING, span, message, hint)


def read_scene(sheet: Sheet, options: SyntaxOptions) -> Scene:
    """Return what there is to know about a vault note."""
    all_blocks = tuple(_walk(sheet.blocks))
    items = {each.span.line: each for each in all_blocks if isinstance(each, ListItem)}
    paragraphs = {
        number: each.span.end_line
        for each in all_blocks
        if isinstance(each, Paragraph)
        for number in range(each.span.line, each.span.end_line + 1)
    }
    deck, tags = _said_of_all(sheet) if options.flashcards_obsidian.version == 1 else ("", ())
    return Scene(
        sheet,
        options,
        all_blocks,
        items,
        paragraphs,
        dict(_rows(sheet.blocks)),
        tuple(_headings(sheet.blocks, sheet.place, options)),
        anki_ids(sheet.properties),
        "" if sheet.deck else deck,
        tags,
    )


def with_sides(flashcard: Flashcard, front: str, back: str) -> Flashcard:
    """Fill in question and answer."""
    return replace(flashcard, fields={"Front": front.strip(), "Back": trim(back)})


def trim(markdown: str) -> str:
    """Drop blank lines around a text, and what all its lines are indented by."""
    lines = markdown.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    least = min(indents, default=0)
    return "\n".join(line[least:] for line in lines).rstrip()


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks in which the plugin looks: none in quotations."""
    for block in blocks:
        yield block
        if isinstance(block, Section | ListItem):
            yield from _walk(block.children)


def _rows(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    first = 0
    last = 0
    for block in blocks:
        if isinstance(block, ListItem):
            first, last = first or block.span.line, block.span.end_line
            continue
        if first:
            yield first, last
            first = 0
        if isinstance(block, Section):
            yield from _rows(block.children)
        else:
            yield block.span.line, block.span.end_line
    if first:
        yield first, last


def _headings(
    blocks: Iterable[Block], place: Place, options: SyntaxOptions
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for block in blocks:
        if isinstance(block, Section):
            inside = below(_unmarked(block, options), place, options)
            yield block.span.line + 1, inside.headings
            yield from _headings(block.children, inside, options)
            yield block.span.end_line + 1, place.headings


def _unmarked(section: Section, options: SyntaxOptions) -> Section:
    """Take the plugin's tag off a heading, and those beside it: they are none of its words."""
    rest, tags = split_tags(section.heading, leading=False)
    word = options.flashcards_obsidian.tag.casefold()
    is_marked = any(tag.casefold().startswith(word) for tag in tags)
    return replace(section, heading=rest) if is_marked else section


def _said_of_all(sheet: Sheet) -> tuple[str, tuple[str, ...]]:
    """Return the deck and the tags that lines of the text name."""
    deck = ""
    tags: list[str] = []
    for line in sheet.lines:
        match = ABOUT_THE_FILE.match(line.text) if line.kind is LineKind.TEXT else None
        if match and match["name"].lower() == "tags":
            tags += _tags_in(line.text[match.end() :])
        elif match and not deck:
            deck = whole_deck_name(line.text[match.end() :])
    return deck, tuple(dict.fromkeys(tags))


def _tags_in(text: str) -> Iterator[str]:
    for match in _TAG_IN_LIST.finditer(text):
        tag = (match[1] or match[2] or "").strip().removeprefix("#")
        if tag:
            yield tag
