"""`Front: ...` and `Back: ...`, `Prompt:` and `Answer:`, `Q1.` and `A1.`: read only as a pair."""

from __future__ import annotations

from flashcards.syntaxes.section.draft import Reading, Scene, two_sided, unparsed
from flashcards.syntaxes.section.elements import Row
from flashcards.syntaxes.section.labelled import DIALECT, answer_end
from flashcards.syntaxes.section.pairing import match_back, match_front


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Read the question that stands here with its answer; the answer ends as a labelled one."""
    answer = row.pairs.answers.get(at)
    if answer is None:
        return _unanswered(row, at, scene) if at in row.pairs.unanswered else None
    asks, answers = (
        match_front(row[at].text, scene.options),
        match_back(row[answer].text, scene.options),
    )
    end = answer_end(row, answer, at_pairs=True)
    front = row.text(at, answer, asks.rest if asks else None)
    back = row.text(answer, end, answers.rest if answers else None)
    if not front.strip() or not back.strip():
        side = "answer to" if front.strip() else "question after"
        message = f"there is no {side} `{row[at].text}`"
        hint = "write the question behind the first label and the answer behind the second"
        return Reading(end, (unparsed(scene, row[at], message, hint),))
    return Reading(end, (two_sided(DIALECT, row.elements[at:end], scene, front, back),))


def _unanswered(row: Row, at: int, scene: Scene) -> Reading:
    label = scene.answers[0]
    message = f"there is no answer to `{row[at].text}`"
    hint = f"write the answer below the question, on a line that begins with `{label}:`"
    return Reading(at + 1, (unparsed(scene, row[at], message, hint),))
