"""Where a flashcard stands: the small line above a question, and the address that leads there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape

from flashcards.inline import plain
from flashcards.limits import LONGEST_NAME, cut
from flashcards.links import heading_subpath, obsidian_url
from flashcards.model import Flashcard, Identified, Kind, Outline
from flashcards.outline import strip_heading

APPARATUS = frozenset(
    (
        "reference",
        "references",
        "bibliography",
        "sources",
        "links",
        "mentions",
        "related",
        "see also",
    )
)
"""Headings that say nothing of what a flashcard is about. Many vault notes end with a level-1
`Reference`, and what was meant to stand beside it, the Flashcards section too, stands below it."""


_WORD = re.compile(r"[^\W_]+")


def render_place(identified: Identified, inline: Callable[[str], str]) -> str:
    """Return `label · title › heading`, without what would give the answer away.

    A cloze flashcard shows it with the answer, so there it may stand whole. `inline` renders the
    Markdown of a heading.
    """
    flashcard, title = identified.flashcard, cut(identified.title)
    hides = _gives_away(identified)
    label = _span("label", escape(flashcard.label)) if not hides(flashcard.label) else ""
    place = [] if hides(title) else [_span("title", inline(title))]
    place += [
        _span("heading", inline(heading))
        for heading in _headings(flashcard, title)
        if not hides(heading)
    ]
    return " · ".join(part for part in (label, " › ".join(place)) if part)


def block_url(flashcard: Flashcard, vault_name: str, outline: Outline) -> str:
    """Return the address of the block, or of the nearest heading.

    A heading that the vault note has more than once is named with those above it.
    """
    subpath = ""
    if flashcard.block_id:
        subpath = f"^{flashcard.block_id}"
    elif flashcard.sections and len(flashcard.sections[-1]) <= LONGEST_NAME:
        name = strip_heading(flashcard.sections[-1])
        times = sum(strip_heading(heading) == name for _, heading in outline.headings)
        path = flashcard.sections if times > 1 else flashcard.sections[-1:]
        subpath = "#".join(map(heading_subpath, map(cut, path)))
    return obsidian_url(vault_name, flashcard.span.path, subpath)


def _headings(flashcard: Flashcard, title: str) -> Iterator[str]:
    """Yield the headings, but not those that only repeat the title or name an apparatus."""
    for place, heading in enumerate(map(cut, flashcard.headings)):
        name = plain(heading)
        if name not in APPARATUS and (place > 0 or name != plain(title)):
            yield heading


def _gives_away(identified: Identified) -> Callable[[str], bool]:
    """Return whether a part of the line must not be shown with the question."""
    flashcard = identified.flashcard
    if flashcard.kind is Kind.CLOZE:
        return lambda part: not part
    question, expected = identified.said or (plain(flashcard.question), plain(flashcard.answer))
    front, answer = tuple(_WORD.findall(question)), tuple(_WORD.findall(expected))

    def hides(part: str) -> bool:
        words = _words(part)
        if not words or words == front:
            return True
        if answer and _holds(words, answer):
            return True
        return 2 * len(words) >= len(answer) and _holds(answer, words)

    return hides


@lru_cache(maxsize=1 << 10)  # flashcards of one vault note have the same title and headings
def _words(markdown: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(plain(markdown)))


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the words of `part` stand in a row in `words`."""
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def _span(name: str, html: str) -> str:
    return f'<span class="{name}">{html}</span>' if html else ""
