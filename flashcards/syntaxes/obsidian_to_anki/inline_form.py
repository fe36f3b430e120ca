"""`STARTI [Basic] question Back: answer ENDI`: a flashcard within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import Piece, PieceKind, scan
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._foreign import strip_foreign
from flashcards.syntaxes._sheet import Line
from flashcards.syntaxes.obsidian_to_anki.making import (
    UNKNOWN_AS,
    Scene,
    make,
    unknown_notetype,
    why_none,
)
from flashcards.syntaxes.obsidian_to_anki.notetypes import find_notetype
from flashcards.syntaxes.obsidian_to_anki.values import (
    LITERAL,
    Values,
    id_mark,
    read_tags,
    read_words,
)

_HIDING = frozenset({PieceKind.CODE, PieceKind.MATH, PieceKind.COMMENT})
_TYPE = re.compile(r"\s*\[(?P<name>[^\[\]]*)\]")
_TAGS = re.compile(r"(?<!\S)Tags:(?!\S)")
_BARE_ID = re.compile(r"(?<!\S)ID: (?P<number>\d++)\s*+\Z")


class _Words(Struct, frozen=True):
    begin: re.Pattern[str]
    end: re.Pattern[str]


def find_inline(scene: Scene) -> Iterator[Finding]:
    """Yield what stands between STARTI and ENDI; several may stand on one line."""
    words = _words(scene.options.begin_inline, scene.options.end_inline)
    for line in scene.sheet.lines:
        if scene.options.begin_inline in line.text and line.kind not in LITERAL:
            yield from _in_line(line, words, scene)


@lru_cache(maxsize=8)
def _words(begin: str, end: str) -> _Words:
    """Compile the two words, so that neither is found within another word (`RESTARTING`)."""
    return _Words(_whole(begin), _whole(end))


def _whole(word: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if word[:1].isalnum() else ""
    behind = r"(?!\w)" if word[-1:].isalnum() else ""
    return re.compile(f"{before}{re.escape(word)}{behind}")


def _in_line(line: Line, words: _Words, scene: Scene) -> Iterator[Finding]:
    hiding = [piece for piece in scan(line.text) if piece.kind in _HIDING]
    ends = _outside(words.end, line.text, hiding)
    at = index = 0
    for begin in _outside(words.begin, line.text, hiding):
        if begin.start() < at:
            continue
        while index < len(ends) and ends[index].start() < begin.end():
            index += 1
        if index == len(ends):
            if _TYPE.match(line.text, begin.end()):
                yield _unclosed(line, scene)
            return
        at = ends[index].end()
        yield from _read(line, line.text[begin.end() : ends[index].start()], scene)


def _outside(word: re.Pattern[str], text: str, hiding: Sequence[Piece]) -> list[re.Match[str]]:
    """Return where a word stands in the running text."""
    found = []
    index = 0
    for match in word.finditer(text):
        while index < len(hiding) and hiding[index].end <= match.start():
            index += 1
        if index == len(hiding) or hiding[index].start >= match.end():
            found.append(match)
    return found


def _read(line: Line, inside: str, scene: Scene) -> Iterator[Finding]:
    span = scene.sheet.span(line.number, line.number)
    options = scene.options
    form = f"{options.begin_inline} [Basic] question Back: answer {options.end_inline}"
    named = _TYPE.match(inside)
    name = named["name"].strip() if named else ""
    notetype = find_notetype(name, options)
    text = inside[named.end() :] if named else inside
    values = _values(text, (notetype or UNKNOWN_AS).fields)
    if notetype is None:
        made = make(UNKNOWN_AS, values, span, "inline", scene)
        yield unknown_notetype(name, span, f"`{form}`", exported=made is not None, scene=scene)
        yield from [made] if made else []
    else:
        yield make(notetype, values, span, "inline", scene) or why_none(
            notetype, values, span, "inline"
        )


def _values(text: str, names: Sequence[str]) -> Values:
    """Take the id off the end, then the tags, as the plugin writes them; the rest are fields."""
    stripped = strip_foreign(text)
    text, foreign = stripped.text, stripped.foreign
    if bare := _BARE_ID.search(text):
        text = text[: bare.start()]
        foreign = (*foreign, id_mark(bare["number"]))
    tags: tuple[str, ...] = ()
    if mark := _TAGS.search(text):
        tags = read_tags(text[mark.end() :])
        text = text[: mark.start()]
    return replace(Values(read_words(text, names)), tags=tags, foreign=foreign)


def _unclosed(line: Line, scene: Scene) -> Diagnostic:
    options = scene.options
    return Diagnostic(
        "unparsed-flashcard",
        Severity.WARNING,
        scene.sheet.span(line.number, line.number),
        f"what `{options.begin_inline}` begins is not closed on its line",
        f"write `{options.end_inline}` behind it, on the same line",
    )
