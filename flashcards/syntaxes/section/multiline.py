"""A question, a lone `?` (or `??`), and the answer, with no blank line between."""

from __future__ import annotations

from dataclasses import replace

from flashcards.syntaxes.section.draft import Reading, Scene, draft, unparsed, with_sides
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
    end = marker + 1
    while end < len(row) and not row.gaps[end] and row.role(end) not in _ENDS:
        end += 1
    if marker == at or end == marker + 1:
        side = "question above" if marker == at else "answer below"
        message = f"there is no {side} the line `{written}`"
        problem = unparsed(scene, row[marker], message, _HINT.format(written))
        return Reading(end, (problem,))
    flashcard = draft(DIALECT, row.elements[at:end], scene)
    flashcard = with_sides(flashcard, row.text(at, marker), row.text(marker + 1, end))
    is_reversed = written in scene.options.reversed_markers
    return Reading(end, (replace(flashcard, reversed=is_reversed),))


_ENDS = frozenset({Role.MARKS, Role.BREAK, Role.OWN})
