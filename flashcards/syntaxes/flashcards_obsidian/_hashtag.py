"""`question #card`, and the answer below it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from flashcards.model import Flashcard
from flashcards.syntaxes._finding import Finding
from flashcards.syntaxes.flashcards_obsidian._answers import Answer, find_answer
from flashcards.syntaxes.flashcards_obsidian._ids import Bare, is_own_id, join_ids, read_id
from flashcards.syntaxes.flashcards_obsidian._markers import Asks, Marker, read_marker
from flashcards.syntaxes.flashcards_obsidian._questions import Question, find_question
from flashcards.syntaxes.flashcards_obsidian._scene import Scene, with_sides

DIALECT = "hashtag"


def find_hashtags(scene: Scene) -> Iterator[Finding]:
    """Yield the flashcards of all markers, in order; none shares a line with another."""
    number, floor = 1, 0
    while number <= scene.end:
        marker = read_marker(scene, number)
        if marker is None:
            number += 1
            continue
        found = _read(scene, marker, floor)
        yield found
        floor = max(found.span.end_line, marker.last)
        number = floor + 1


def _read(scene: Scene, marker: Marker, floor: int) -> Finding:
    question = find_question(scene, marker, floor)
    if question is None or not question.text:
        return scene.unparsed(
            marker.line,
            marker.last,
            f"there is no question before `{marker.written}`",
            f"write the question on the same line, before `{marker.written}`, or directly above it",
        )
    if marker.asks is Asks.NOTHING:
        return _flashcard(scene, marker, question, Answer("", marker.last, Bare("")))
    answer = find_answer(scene, marker, question)
    if not answer.text.strip():
        return scene.unparsed(
            marker.line,
            marker.last,
            f"there is no answer below `{marker.written}`",
            "write the answer on the lines below; a heading or another flashcard ends it",
        )
    return _flashcard(scene, marker, question, answer)


def _flashcard(scene: Scene, marker: Marker, question: Question, answer: Answer) -> Flashcard:
    last = answer.last
    below = Bare("")
    if is_own_id(scene.line(last + 1)):
        last += 1
        below = read_id(scene.line(last).text)
    ids = join_ids((below, marker.ids, question.ids, answer.ids))
    flashcard = scene.flashcard(DIALECT, question.first, last, ids)
    tags = (*marker.tags, *flashcard.tags)
    flashcard = replace(flashcard, reversed=marker.asks is Asks.BOTH, tags=tags)
    return with_sides(flashcard, question.text, answer.text)
