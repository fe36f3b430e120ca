"""A question, a lone `?` (or `??`), and the answer, with no blank line between."""

from __future__ import annotations

from flashcards.syntaxes.section import clozed
from flashcards.syntaxes.section.draft import Reading, Scene, two_sided, unparsed
from flashcards.syntaxes.section.elements import Role, Row

DIALECT = "multi-line"
_HINT = "write the question directly above the `{}` and the answer directly below it"


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Read the lines around a marker; the answer ends at the first blank line outside of code."""
    marker = row.next_special(at)
    is_apart = marker > at and marker < len(row) and row.gaps[marker]
    if row.role(marker) is not Role.MARKER or is_apart:
        return None
    written = row[marker].text
    end, after = _answer_end(row, marker, scene)
    if marker == at or end == marker + 1:
        side = "question above" if marker == at else "answer below"
        message = f"there is no {side} the line `{written}`"
        problem = unparsed(scene, row[marker], message, _HINT.format(written))
        return Reading(after, (problem,))
    front, back = row.text(at, marker), row.text(marker + 1, end)
    found = two_sided(DIALECT, row.elements[at:after], scene, front, back)
    found.reversed = written in scene.options.reversed_markers
    return Reading(after, (found,))


def _answer_end(row: Row, marker: int, scene: Scene) -> tuple[int, int]:
    """Return where the answer ends and where to read on: behind the end marker, if one is set."""
    start = marker + 1
    marked = row.end_marker(start)
    if marked >= 0:
        return marked, marked + 1
    end = start
    while end < len(row) and row.role(end) not in _ENDS and not row.gaps[end]:
        end += 1
    while start < end < len(row) and row.in_item and _goes_on(row, end, scene):
        end += 1
    return end, end


def _goes_on(row: Row, index: int, scene: Scene) -> bool:
    """Say whether text of the same list item belongs to the answer though a blank line is above."""
    if row.role(index) is not Role.TEXT:
        return False
    return not row.gaps[index] or not (row.asks(index) or clozed.read(row, index, scene))


_ENDS = frozenset({Role.MARKS, Role.BREAK, Role.OWN, Role.END})
