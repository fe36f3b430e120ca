"""Make a row of elements out of the blocks of a Flashcards section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from flashcards.inline import find_separator, split_block_id, split_tags
from flashcards.model import (
    Block,
    Break,
    Callout,
    Comment,
    ListItem,
    Paragraph,
    Section,
    Silent,
)
from flashcards.syntaxes._foreign import SCHEDULE_CALLOUT, foreign_id, strip_foreign
from flashcards.syntaxes._options import SyntaxOptions, is_flashcard_callout, opts_out
from flashcards.syntaxes._walk import OPTED_OUT
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.labels import match_label
from flashcards.syntaxes.section.lazy import cut_lazy

DECK_TAG = "flashcards"
"""The tag that says: here are flashcards; what follows after a slash names their deck."""

# What other plugins say about the whole file in the form of a flashcard, and footnotes.
_NO_QUESTION = re.compile(
    r"\s*(?:(?:cards-deck|tags|TARGET DECK|FILE TAGS)\s*|\[\^[^\[\]]+\]):", re.IGNORECASE
)
_TASK_BOX = re.compile(r"\[.\][ \t]+")


def read_row(blocks: Iterable[Block], options: SyntaxOptions) -> tuple[Row, tuple[Silent, ...]]:
    """Return the elements of blocks, and what the author wants left out; sections are not read."""
    elements: list[Element] = []
    silent: list[Silent] = []
    for found in _elements(blocks, options):
        if isinstance(found, Silent):
            silent.append(found)
        else:
            elements.append(found)
    return Row(tuple(elements)), tuple(silent)


def _elements(blocks: Iterable[Block], options: SyntaxOptions) -> Iterator[Element | Silent]:
    above: Block | None = None
    below_text = False  # whether a paragraph, or a list with one above it, stands right above
    for block in blocks:
        is_joined = above is not None and above.span.end_line + 1 == block.span.line
        below_text = is_joined and (isinstance(above, Paragraph) or below_text)
        above = block
        match block:
            case Section():
                continue
            case Paragraph() | ListItem() if opts_out(_first_part(block)):
                yield Silent(OPTED_OUT, block.span)
            case Paragraph():
                yield from _lines(block, options)
            case ListItem():
                yield from _item(block, options, below_text=below_text)
            case Callout() if is_flashcard_callout(block, options):
                yield _other(block, options)
            case _:
                kept, *rest = cut_lazy(block, partial(_role, options=options))
                yield _other(kept, options)
                yield from _elements(rest, options)


def _first_part(block: Paragraph | ListItem) -> str:
    return block.source if isinstance(block, Paragraph) else block.body.partition("\n")[0]


def _lines(paragraph: Paragraph, options: SyntaxOptions) -> Iterator[Element]:
    ids = set()
    first = paragraph.span.line
    for number, line in enumerate(paragraph.source.split("\n"), start=first):
        stripped = strip_foreign(line)
        text, block_id = split_block_id(stripped.text)
        ids.update({block_id, *(mark.value for mark in stripped.foreign)})
        marks = not text.strip() and (block_id or stripped.foreign)
        yield Element(
            text.strip(),
            number,
            number,
            Role.MARKS if marks else _role(text, options),
            paragraph=first,
            block_id=block_id,
            foreign=stripped.foreign,
        )
    if paragraph.block_id not in {None, *ids}:
        yield _block_id_below(paragraph.block_id, paragraph.span.end_line)


def _block_id_below(block_id: str | None, line: int) -> Element:
    anki_id = foreign_id(block_id)
    marks = (anki_id,) if anki_id else ()
    own_id = None if anki_id else block_id
    return Element("", line, line, Role.MARKS, block_id=own_id, foreign=marks)


def _role(text: str, options: SyntaxOptions) -> Role:
    line = text.strip()
    if line in options.markers:
        return Role.MARKER
    if match_label(line, options.question_labels):
        return Role.QUESTION
    if match_label(line, options.answer_labels):
        return Role.ANSWER
    if line.startswith("#") and names_deck(line):
        return Role.TAGS
    if find_separator(line, options.separators) and not _NO_QUESTION.match(line):
        return Role.SEPARATED
    return Role.TEXT


def names_deck(line: str) -> bool:
    """Say whether a line holds nothing but tags, one of which names a deck."""
    rest, tags = split_tags(line)
    return not rest.strip() and bool(deck_tags(tags))


def deck_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that say where flashcards belong."""
    return tuple(tag for tag in tags if tag.lower().split("/")[0] == DECK_TAG)


def _item(
    item: ListItem, options: SyntaxOptions, *, below_text: bool
) -> Iterator[Element | Silent]:
    stripped = strip_foreign(item.body)
    box = _TASK_BOX.match(stripped.text)
    body = stripped.text[box.end() :] if box else stripped.text
    head, own_id = split_block_id(body.partition("\n")[0])
    role = _role(head, options)
    if role in {Role.QUESTION, Role.ANSWER}:
        yield from _taken_apart(item, options)
        return
    asks_itself = role is Role.TEXT and not below_text
    kept, *rest = cut_lazy(item, partial(_role, options=options), at_markers=not asks_itself)
    if rest:
        yield from _elements((kept, *rest), options)
        return
    block_id = own_id or item.block_id
    anki_id = foreign_id(block_id)
    yield Element(
        strip_foreign(item.source).text,
        item.span.line,
        item.span.end_line,
        role if role is Role.SEPARATED else Role.TEXT,
        block=item,
        body="\n".join([head, *body.split("\n")[1:]]),
        block_id=None if anki_id else block_id,
        foreign=(*stripped.foreign, *([anki_id] if anki_id else [])),
    )


def _taken_apart(item: ListItem, options: SyntaxOptions) -> Iterator[Element | Silent]:
    """Yield what is in a list item with a label as if it stood in no list."""
    ids = set()
    end = item.span.line
    for index, found in enumerate(_elements(item.children, options)):
        if isinstance(found, Silent):
            yield found
            continue
        ids.update({found.block_id, *(mark.value for mark in found.foreign)})
        end = found.last
        box = _TASK_BOX.match(found.text) if index == 0 else None
        text = found.text[box.end() :] if box else found.text
        role = _role(text, options) if box else found.role
        yield replace(found, text=text, role=role, in_item=True)
    if item.block_id not in {None, *ids}:
        yield _block_id_below(item.block_id, end)


def _other(block: Block, options: SyntaxOptions) -> Element:
    stripped = strip_foreign(block.source)
    foreign = stripped.foreign if isinstance(block, Comment) else ()
    role = Role.TEXT
    match block:
        case Break():
            role = Role.BREAK
        case Comment() if foreign:
            role = Role.MARKS
        case Callout() if block.type == SCHEDULE_CALLOUT:
            role, foreign = Role.MARKS, stripped.foreign
        case Callout() if is_flashcard_callout(block, options):
            role = Role.OWN
        case _:
            pass
    anki_id = foreign_id(block.block_id)
    return Element(
        block.source,
        block.span.line,
        block.span.end_line,
        role,
        block=block,
        block_id=None if anki_id else block.block_id,
        foreign=(*foreign, *([anki_id] if anki_id else [])),
    )
