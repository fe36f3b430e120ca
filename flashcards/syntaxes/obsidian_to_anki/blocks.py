"""`START` to `END`: a notetype's name, then its fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.model import Silent
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes._sheet import Line
from flashcards.syntaxes.obsidian_to_anki.making import (
    UNKNOWN_AS,
    Scene,
    make,
    unknown_notetype,
    why_none,
)
from flashcards.syntaxes.obsidian_to_anki.notetypes import find_notetype
from flashcards.syntaxes.obsidian_to_anki.values import LITERAL, read_values

EMPTY = "START blocks without text"


def find_blocks(scene: Scene) -> Iterator[Finding]:
    """Yield what stands between START and END; both are words by setting."""
    lines = scene.sheet.lines
    index = 0
    last_end = _last_end(scene)
    while index < len(lines):
        if not _is(lines[index], scene.options.begin):
            index += 1
            continue
        end = _find_end(scene, index) if last_end > index else 0
        if end:
            yield from _read(lines[index : end + 1], scene)
        elif _names_notetype(lines[index + 1 : index + 2], scene):
            yield _unclosed(lines[index], scene)
        index = (end or index) + 1


def _last_end(scene: Scene) -> int:
    """Return the index of the last END: without it, each START would look for one anew."""
    lines = scene.sheet.lines
    ends = (at for at in range(len(lines) - 1, -1, -1) if _is(lines[at], scene.options.end))
    return next(ends, -1)


def _find_end(scene: Scene, start: int) -> int:
    """Return the index of the END below; 0 if another START with a notetype comes before it."""
    lines = scene.sheet.lines
    for at in range(start + 1, len(lines)):
        if _is(lines[at], scene.options.end):
            return at
        if _is(lines[at], scene.options.begin) and _names_notetype(lines[at + 1 : at + 2], scene):
            return 0
    return 0


def _is(line: Line, word: str) -> bool:
    return line.text.rstrip() == word and line.kind not in LITERAL


def _names_notetype(lines: Sequence[Line], scene: Scene) -> bool:
    return bool(lines) and find_notetype(lines[0].text, scene.options) is not None


def _read(lines: Sequence[Line], scene: Scene) -> Iterator[Finding]:
    """Read a block, START and END included."""
    span = scene.sheet.span(lines[0].number, lines[-1].number)
    inside = list(lines[1:-1])
    while inside and not inside[0].text.strip():
        inside.pop(0)
    if not inside:
        yield Silent(EMPTY, span)
        return
    name = inside[0].text.strip()
    notetype = find_notetype(name, scene.options)
    values = read_values(inside[1:], (notetype or UNKNOWN_AS).fields)
    if notetype is None:
        if not values.fields.get("Front", "").strip():  # perhaps only the notetype was forgotten
            values = replace(values, fields={**values.fields, "Front": name})
        made = make(UNKNOWN_AS, values, span, "block", scene)
        expected = f"a notetype such as `Basic` or `Cloze` in the line below {scene.options.begin}"
        yield unknown_notetype(name, span, expected, exported=made is not None, scene=scene)
        yield from [made] if made else []
    elif not any(text.strip() for text in values.fields.values()):
        yield Silent(EMPTY, span)
    else:
        yield make(notetype, values, span, "block", scene) or why_none(
            notetype, values, span, "block"
        )


def _unclosed(line: Line, scene: Scene) -> Diagnostic:
    options = scene.options
    return Diagnostic(
        "unparsed-flashcard",
        Severity.WARNING,
        scene.sheet.span(line.number, line.number),
        f"the block that `{options.begin}` begins is never closed",
        f"write `{options.end}` on a line of its own below it",
    )
