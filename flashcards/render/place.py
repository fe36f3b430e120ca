"""Where a flashcard stands: the small line above a question, and the address that leads there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html import escape

from flashcards.inline import plain
from flashcards.limits import LONGEST_NAME, cut
from flashcards.links import heading_subpath, obsidian_url
from flashcards.markdown.html import finish_html, is_plain
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


_Shown = tuple[str, str, tuple[str, ...]]
"""What of a label, a title and headings is shown; the label and the title are empty if not."""


class Places:
    """Writes where the flashcards of a vault note stand; what is alike for several, once."""

    def __init__(self, vault_name: str, outline: Outline) -> None:
        """Take the vault's name, and what links into the vault note may name."""
        self._vault_name = vault_name
        self._outline = outline
        self._addresses: dict[tuple[str | None, tuple[str, ...]], str] = {}
        self._headings: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._lines: dict[_Shown, str] = {}

    def address(self, flashcard: Flashcard) -> str:
        """Return the address of the block, or of the nearest heading, as HTML."""
        key = flashcard.block_id, flashcard.sections
        if key not in self._addresses:
            self._addresses[key] = escape(block_url(flashcard, self._vault_name, self._outline))
        return self._addresses[key]

    def line(self, identified: Identified, inline: Callable[[str], str]) -> str:
        """Return `label · title › heading`, without what would give the answer away.

        A cloze flashcard shows it with the answer, so there it may stand whole. `inline` renders
        the Markdown of a heading that is more than words.
        """
        shown = self._shown(identified)
        known = self._lines.get(shown)
        if known is None:
            known = finish_html(_written(*shown, inline))
            if all(map(is_plain, filter(None, (shown[1], *shown[2])))):
                # Of what is more than words is noted down each time what they need.
                self._lines[shown] = known
        return known

    def _shown(self, identified: Identified) -> _Shown:
        flashcard, title = identified.flashcard, cut(identified.title)
        key = title, flashcard.headings
        if key not in self._headings:
            self._headings[key] = tuple(_telling(*key))
        headings = self._headings[key]
        if flashcard.kind is Kind.CLOZE:
            return flashcard.label, title, headings
        shows = _tells_no_answer(identified)
        return (
            flashcard.label if shows(flashcard.label) else "",
            title if shows(title) else "",
            tuple(filter(shows, headings)),
        )


def _written(label: str, title: str, headings: Iterable[str], inline: Callable[[str], str]) -> str:
    def write(text: str) -> str:
        return text.strip() if is_plain(text.strip()) else inline(text)

    place = [_span("title", write(title))] if title else []
    place += [_span("heading", write(heading)) for heading in headings]
    return " · ".join(filter(None, (_span("label", escape(label)), " › ".join(place))))


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


def _telling(title: str, headings: Iterable[str]) -> Iterator[str]:
    """Yield the headings, but not those that only repeat the title or name an apparatus."""
    for place, heading in enumerate(map(cut, headings)):
        name = plain(heading)
        if heading and name not in APPARATUS and (place > 0 or name != plain(title)):
            yield heading


def _tells_no_answer(identified: Identified) -> Callable[[str], bool]:
    """Return whether a part of the line may be shown with the question."""
    flashcard = identified.flashcard
    question, expected = identified.said or (plain(flashcard.question), plain(flashcard.answer))
    answer = tuple(_WORD.findall(expected))

    def shows(part: str) -> bool:
        words = _words(part)
        if not words or (words[0] in question and words == tuple(_WORD.findall(question))):
            return False
        if answer and _holds(words, answer):
            return False
        return 2 * len(words) < len(answer) or not _holds(answer, words)

    return shows


@lru_cache(maxsize=1 << 10)  # flashcards of one vault note have the same title and headings
def _words(markdown: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(plain(markdown)))


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the words of `part` stand in a row in `words`."""
    return part[0] in words and f" {' '.join(part)} " in f" {' '.join(words)} "


def _span(name: str, html: str) -> str:
    return f'<span class="{name}">{html}</span>' if html else ""
