"""Make a row of elements out of the blocks of a Flashcards section."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from flashcards.inline import find_native, split_block_id
from flashcards.model import (
    Block,
    Break,
    Callout,
    Comment,
    ListItem,
    Paragraph,
    Section,
    Silent,
    Table,
)
from flashcards.syntaxes._finding import HOLE
from flashcards.syntaxes._foreign import SCHEDULE_CALLOUT, foreign_id, strip_foreign
from flashcards.syntaxes._options import SyntaxOptions, is_flashcard_callout, opts_out
from flashcards.syntaxes._walk import OPTED_OUT
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.headers import says_flashcards
from flashcards.syntaxes.section.lazy import cut_lazy
from flashcards.syntaxes.section.pairing import find_halves, find_pairs_of_labels, holds_pair
from flashcards.syntaxes.section.plain import is_plain_item
from flashcards.syntaxes.section.roles import role_of

_TASK_BOX = re.compile(r"\[.\][ \t]+")


def read_row(
    blocks: Iterable[Block], options: SyntaxOptions, *, in_item: bool = False
) -> tuple[Row, tuple[Silent, ...]]:
    """Return the elements of blocks, and what the author wants left out; sections are not read."""
    elements: list[Element] = []
    silent: list[Silent] = []
    for found in _elements(blocks, options):
        if isinstance(found, Silent):
            silent.append(found)
        else:
            elements.append(found)
    pairs = find_pairs_of_labels(elements, options)
    return Row(tuple(elements), pairs, in_item=in_item), tuple(silent)


def _elements(blocks: Iterable[Block], options: SyntaxOptions) -> Iterator[Element | Silent]:
    blocks = tuple(blocks)
    halves = frozenset(find_halves(blocks, options))
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
            case ListItem() if block.span.line in halves:
                yield from _taken_apart(block, options)
            case ListItem():
                yield from _item(block, options, below_text=below_text)
            case Callout() if is_flashcard_callout(block, options):
                yield _other(block, options)
            case _:
                kept, *rest = cut_lazy(block, partial(role_of, options=options))
                yield _other(kept, options)
                yield from _elements(rest, options)


def _first_part(block: Paragraph | ListItem) -> str:
    return block.source if isinstance(block, Paragraph) else block.body.partition("\n")[0]


def _lines(paragraph: Paragraph, options: SyntaxOptions) -> Iterator[Element]:
    first = paragraph.span.line
    visible = _before_open_clozes(paragraph.source)
    if "^" in paragraph.source or "<!--" in paragraph.source:
        yield from _marked_lines(paragraph, visible, options)
        return
    for number, line in enumerate(paragraph.source.split("\n")):
        role = role_of(visible.get(number, line), options)
        yield Element(line.strip(), first + number, first + number, role, paragraph=first)
    if paragraph.block_id:
        yield _block_id_below(paragraph.block_id, paragraph.span.end_line)


def _marked_lines(
    paragraph: Paragraph, visible: Mapping[int, str], options: SyntaxOptions
) -> Iterator[Element]:
    """Yield lines some of which may have a block id, or the mark of another plugin."""
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
            Role.MARKS if marks else role_of(visible.get(number - first, text), options),
            paragraph=first,
            block_id=block_id,
            foreign=stripped.foreign,
        )
    if paragraph.block_id not in {None, *ids}:
        yield _block_id_below(paragraph.block_id, paragraph.span.end_line)


def _before_open_clozes(text: str) -> dict[int, str]:
    """Return what lines say before a cloze that spans several, whose `::` divides nothing."""
    if "{{c" not in text or "\n" not in text:
        return {}
    visible: dict[int, str] = {}
    starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
    done = 0
    for cloze in find_native(text):
        if cloze.start < done:
            continue
        done = cloze.end
        first, last = (bisect_right(starts, at) - 1 for at in (cloze.start, cloze.end - 1))
        if first < last:
            visible.setdefault(first, text[starts[first] : cloze.start])
            for number in range(first + 1, last + 1):
                visible[number] = ""
    return visible


def _block_id_below(block_id: str | None, line: int) -> Element:
    anki_id = foreign_id(block_id)
    marks = (anki_id,) if anki_id else ()
    own_id = None if anki_id else block_id
    return Element("", line, line, Role.MARKS, block_id=own_id, foreign=marks)


def _item(
    item: ListItem, options: SyntaxOptions, *, below_text: bool
) -> Iterator[Element | Silent]:
    if is_plain_item(item, options):
        line = item.span.line
        yield Element(item.source, line, line, block=item, body=item.body, is_plain=True)
        return
    stripped = strip_foreign(item.body)
    box = _TASK_BOX.match(stripped.text)
    body = stripped.text[box.end() :] if box else stripped.text
    head, own_id = split_block_id(body.partition("\n")[0])
    role = role_of(_before_open_clozes(body).get(0, head), options)
    if role in {Role.QUESTION, Role.ANSWER} or holds_pair(item, options):
        yield from _taken_apart(item, options)
        return
    asks_itself = role is Role.TEXT and not below_text
    kept, *rest = cut_lazy(item, partial(role_of, options=options), at_markers=not asks_itself)
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
        role = role_of(text, options) if box else found.role
        yield replace(found, text=text, role=role, in_item=True)
    if item.block_id not in {None, *ids}:
        yield _block_id_below(item.block_id, end)


def _other(block: Block, options: SyntaxOptions) -> Element:
    stripped = strip_foreign(block.source)
    foreign = stripped.foreign if isinstance(block, Comment) else ()
    role = Role.TEXT
    match block:
        case Break():
            is_end = stripped.text.strip() == options.end_marker.strip()
            role = Role.END if is_end else Role.BREAK
        case Comment() if foreign:
            role = Role.MARKS
        case Callout() if block.type == SCHEDULE_CALLOUT:
            role, foreign = Role.MARKS, stripped.foreign
        case _ if block.source.strip() == HOLE or is_flashcard_callout(block, options):
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
        heads_flashcards=isinstance(block, Table) and says_flashcards(block.header),
        block_id=None if anki_id else block.block_id,
        foreign=(*foreign, *([anki_id] if anki_id else [])),
    )
