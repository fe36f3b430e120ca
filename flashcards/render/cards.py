"""Whether an Anki note has the cards that its author meant it to have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import DEEPEST, is_too_deep
from flashcards.markdown.anki import LAST_NUMBER, depth_of_clozes
from flashcards.model import Cloze, Flashcard, Identified, Kind

_NOTHING_TO_SEE = re.compile(r"<(?!img\b|hr\b)[^>]*>|&nbsp;|\s")


_MANY = 4
_GROWTH = 2.7
"""By so much a question grows with each cloze around it, measured in Anki 25.9."""

_MOST_SHOWN = 20_000_000
"""Characters of a question that Anki still shows at once."""


def has_content(html: str) -> bool:
    """Whether a reader of the field sees or hears anything."""
    if "<" not in html and "&" not in html:  # as in most
        return bool(html.strip())
    return _NOTHING_TO_SEE.sub("", html) != ""


def too_nested(identified: Identified, html: str) -> Iterator[Diagnostic]:
    """Yield an error for clozes that Anki could not show: it repeats each in those around it."""
    depth = depth_of_clozes(html) if html.count("{{c") >= _MANY else 0
    if depth >= _MANY and len(html) * _GROWTH**depth > _MOST_SHOWN:
        yield Diagnostic(
            "nested-too-deep",
            Severity.ERROR,
            identified.flashcard.span,
            f"{depth} clozes stand inside each other, and there is much in them: Anki could not"
            " show that, and it is not exported",
            "put the clozes beside each other, or hide less",
        )


def with_cards(identified: Identified) -> tuple[Cloze, ...]:
    """Return the clozes of which Anki makes cards.

    For all higher numbers it makes one card together, the last, which shows an error unless a cloze
    has just that number (measured in Anki 26.9).
    """
    numbers = identified.numbers
    highest = max(numbers.values(), default=0)
    if highest <= LAST_NUMBER or LAST_NUMBER in numbers.values():
        return identified.clozes
    return tuple(each for each in identified.clozes if numbers[each.group] <= LAST_NUMBER)


def cards_that_are_not(identified: Identified, ords: tuple[int, ...]) -> Iterator[Diagnostic]:
    """Yield what is wrong if a card is missing among those with the given ordinals."""
    flashcard = identified.flashcard
    if flashcard.kind is Kind.BASIC:
        yield from _of_two_sides(flashcard, ords)
        return
    if is_too_deep(flashcard.fields["Text"]):
        yield Diagnostic(
            "nested-too-deep",
            Severity.WARNING,
            flashcard.span,
            f"more than {DEEPEST} clozes stand inside each other; those further inside are text",
            "put them beside each other",
        )
    numbers = set(identified.numbers.values())
    if ords and {number - 1 for number in numbers}.issubset(ords):  # as in most
        return
    for number in sorted(numbers):
        if number > LAST_NUMBER:
            yield Diagnostic(
                "cloze-number-too-high",
                Severity.WARNING,
                flashcard.span,
                f"cloze {number} has no card of its own: Anki counts to {LAST_NUMBER}",
                "split the text into several flashcards",
            )
    lost = sorted(number for number in numbers if number <= LAST_NUMBER and number - 1 not in ords)
    if lost or not ords:
        yield _lost(identified, lost, ords)


def _of_two_sides(flashcard: Flashcard, ords: tuple[int, ...]) -> Iterator[Diagnostic]:
    if not ords:
        yield Diagnostic(
            "empty-question",
            Severity.ERROR,
            flashcard.span,
            "the question is empty, so there is no flashcard",
            "write something before the separator, or give the callout a title",
        )
    elif flashcard.reversed and 1 not in ords:
        yield Diagnostic(
            "no-second-card",
            Severity.WARNING,
            flashcard.span,
            "nothing of the answer can be seen, so no second card asks with it",
            "write an answer, or use the separator for one card",
        )


def _lost(identified: Identified, lost: list[int], ords: tuple[int, ...]) -> Diagnostic:
    names = ", ".join(map(str, lost))
    return Diagnostic(
        "lost-cloze",
        Severity.WARNING if ords else Severity.ERROR,
        identified.flashcard.span,
        f"cloze {names} stands where Anki cannot hide it" if lost else "nothing is hidden here",
        "hide words of the text, not parts of a link's address or of a picture's description",
    )
