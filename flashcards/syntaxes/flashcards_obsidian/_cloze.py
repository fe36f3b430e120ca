"""A line with clozes (version 1), or a paragraph or list item with clozes (version 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from flashcards.clozes import Curly, find_clozes
from flashcards.inline import split_tags
from flashcards.model import Cloze, Flashcard, Kind
from flashcards.syntaxes._sheet import LineKind
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, is_own_id, join_ids, take_ids
from flashcards.syntaxes.flashcards_obsidian._lines import is_about_the_file, read_head
from flashcards.syntaxes.flashcards_obsidian._rest import below_line, id_below, rest_of_item
from flashcards.syntaxes.flashcards_obsidian._scene import Scene

DIALECT = "cloze"


class _Passage(Struct, frozen=True):
    """Lines that are one flashcard if something in them is hidden."""

    first: int
    last: int
    text: str
    ids: Bare


def find_cloze_lines(scene: Scene, used: frozenset[int]) -> Iterator[Flashcard]:
    """Yield the cloze flashcards on the lines that nobody uses yet."""
    number = 0
    while number < scene.end:
        number += 1
        if not _may_begin(scene, number, used):
            continue
        passage = _paragraph(scene, number, used) if scene.is_second else _line(scene, number)
        found = _read(scene, passage)
        if found is None and scene.is_second and number in scene.items:
            passage = _own_lines(scene, number, used)
        if found:
            yield found
            number = found.span.end_line
        elif scene.is_second:
            number = passage.last


def marks_of(scene: Scene, text: str) -> tuple[Cloze, ...]:
    """Return what is hidden in a text by the rules of the version."""
    highlights = scene.own.highlights
    if scene.is_second:
        return find_clozes(text, highlights=highlights, curly=Curly.NUMBERED)
    found = find_clozes(text, highlights=highlights, curly=Curly.FLASHCARDS_OBSIDIAN)
    return tuple(_as_first(found))


def _as_first(clozes: Iterable[Cloze]) -> Iterator[Cloze]:
    """Give the clozes without a number the number 1, as version 1 does."""
    groups: dict[int, int] = {}
    for cloze in clozes:
        number = 1 if cloze.number is None else cloze.number
        yield replace(cloze, number=number, group=groups.setdefault(number, len(groups)))


def _may_begin(scene: Scene, number: int, used: frozenset[int]) -> bool:
    line = scene.line(number)
    kinds = {LineKind.TEXT} if scene.is_second else {LineKind.TEXT, LineKind.HEADING}
    return (
        number not in used
        and line.kind in kinds
        and not is_own_id(line)
        and not is_about_the_file(line.text)
    )


def _line(scene: Scene, number: int) -> _Passage:
    bare = take_ids(read_head(scene.line(number)).text)
    return _Passage(number, number, bare.text, bare.ids)


def _paragraph(scene: Scene, number: int, used: frozenset[int]) -> _Passage:
    """Return the item, or the lines of the paragraph from that line on."""
    if number not in scene.items:
        return _own_lines(scene, number, used)
    own = _own_lines(scene, number, used)
    if not marks_of(scene, own.text):
        return own
    last, rest = rest_of_item(scene, number, used)
    head = take_ids(read_head(scene.line(number)).text)
    text = below_line(scene, number, head.text, rest)
    return _Passage(number, last, text, join_ids((head, rest)))


def _own_lines(scene: Scene, number: int, used: frozenset[int]) -> _Passage:
    last = number
    limit = scene.paragraphs.get(number, number)
    while last < limit and _may_begin(scene, last + 1, used):
        last += 1
    lines = [scene.line(each).text.strip() for each in range(number + 1, last + 1)]
    bare = take_ids("\n".join([read_head(scene.line(number)).text, *lines]))
    return _Passage(number, last, bare.text, bare.ids)


def _read(scene: Scene, passage: _Passage) -> Flashcard | None:
    text, tags = split_tags(passage.text, leading=False)
    clozes = marks_of(scene, text)
    if not clozes:
        return None
    last, below = id_below(scene, passage.first, passage.last)
    ids = join_ids((below, passage.ids))
    flashcard = scene.flashcard(DIALECT, passage.first, last, ids)
    return replace(
        flashcard,
        kind=Kind.CLOZE,
        fields={"Text": text},
        clozes=clozes,
        tags=(*tags, *flashcard.tags),
    )
