"""`Q: ...` and `A: ...`, each over as many lines as it needs."""

from __future__ import annotations

from msgspec.structs import replace

from flashcards.inline import find_native
from flashcards.syntaxes.section import foreign, separated
from flashcards.syntaxes.section.draft import Reading, Scene, two_sided, unparsed
from flashcards.syntaxes.section.elements import Role, Row
from flashcards.syntaxes.section.labels import (
    Label,
    find_label,
    find_label_in_words,
    match_label,
)

DIALECT = "labelled"


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Read a question with its answer, which ends at a new question, a rule or a heading."""
    if row.role(at) is Role.ANSWER:
        return _without_question(row, at, scene)
    label = match_label(row[at].text, scene.questions)
    if row.role(at) is not Role.QUESTION or label is None:
        return None
    answer = _find_answer(row, at)
    if answer is not None:
        answer_label = match_label(row[answer].text, scene.answers)
        end = answer_end(row, answer)
        front = row.text(at, answer, label.rest)
        back = row.text(answer, end, answer_label.rest if answer_label else None)
        return _flashcard(row, at, end, (front, back), scene)
    return _on_one_line(row, at, label, scene)


def _on_one_line(row: Row, at: int, label: Label, scene: Scene) -> Reading:
    joint = find_label(label.rest, scene.answers)
    if joint is None:
        reading = separated.read(row, at, scene)
        if reading is not None:
            return reading
        joint = find_label_in_words(label.rest, scene.answers)
    if joint is None:
        return _without_answer(row, at, scene)
    end = answer_end(row, at)
    below = row.text(at, end, "").strip("\n")
    back = f"{joint.rest}\n{below}" if below else joint.rest
    return _flashcard(row, at, end, (label.rest[: joint.start], back), scene)


def _flashcard(row: Row, at: int, end: int, sides: tuple[str, str], scene: Scene) -> Reading:
    front, back = sides
    if not front.strip():
        label = scene.options.question_labels[0]
        message = f"no question follows `{row[at].text}`"
        hint = f"write the question on the line that begins with `{label}:`"
        return Reading(end, (unparsed(scene, row[at], message, hint),))
    if not back.strip():
        return replace(_without_answer(row, at, scene), end=end)
    return Reading(end, (two_sided(DIALECT, row.elements[at:end], scene, front, back),))


def _without_answer(row: Row, at: int, scene: Scene) -> Reading:
    in_other_language = foreign.read(row, at, scene)
    if in_other_language is not None:
        return in_other_language
    label = scene.options.answer_labels[0]
    message = f"there is no answer to `{row[at].text}`"
    hint = f"write the answer below the question, on a line that begins with `{label}:`"
    return Reading(at + 1, (unparsed(scene, row[at], message, hint),))


def _without_question(row: Row, at: int, scene: Scene) -> Reading:
    if at in row.pairs.foreign_answers:
        return Reading(at + 1, ())  # its question is told to be in another language
    label = scene.options.question_labels[0]
    message = f"there is no question to `{row[at].text}`"
    hint = f"write the question above the answer, on a line that begins with `{label}:`"
    return Reading(at + 1, (unparsed(scene, row[at], message, hint),))


def _find_answer(row: Row, at: int) -> int | None:
    for index in range(at + 1, len(row)):
        if row.role(index) is Role.ANSWER:
            return index
        if row.role(index) in _NEVER_INSIDE or (row.gaps[index] and row.asks(index)):
            return None
    return None


def answer_end(row: Row, start: int, *, at_pairs: bool = False) -> int:
    """Return where an answer ends: nothing but a new flashcard, a rule or an id below ends it."""
    for index in range(start + 1, len(row)):
        role = row.role(index)
        if role in _NEVER_INSIDE or role is Role.MARKS or _begins_anew(row, start, index):
            return index
        if at_pairs and (index in row.pairs.answers or index in row.pairs.unanswered):
            return index
    return len(row)


def _begins_anew(row: Row, start: int, index: int) -> bool:
    element = row[index]
    if element.is_item and row[start].in_item and not element.in_item:
        return element.role is Role.SEPARATED
    return row.gaps[index] and (row.asks(index) or bool(find_native(element.text)))


_NEVER_INSIDE = frozenset({Role.QUESTION, Role.BREAK, Role.OWN, Role.TAGS, Role.END})
