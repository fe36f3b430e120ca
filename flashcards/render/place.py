"""Where a flashcard stands: the small line above a question, and the address that leads there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from flashcards.inline import plain, said
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

_Parts = list[tuple[str, tuple[str, ...]]]
"""The label, the title and the headings that tell something, each with its words."""


class Places:
    """Writes where the flashcards of a vault note stand; what is alike for several, once."""

    def __init__(self, vault_name: str, outline: Outline) -> None:
        """Take the vault's name, and what links into the vault note may name."""
        self._vault_name = vault_name
        self._outline = outline
        self._addresses: dict[tuple[str | None, tuple[str, ...]], str] = {}
        self._parts: dict[_Shown, _Parts] = {}
        self._lines: dict[_Shown, str] = {}

    def address(self, flashcard: Flashcard) -> str:
        """Return the address of the block, or of the nearest heading, as HTML."""
        key = flashcard.block_id, flashcard.sections
        known = self._addresses.get(key)
        if known is None:
            known = escape(block_url(flashcard, self._vault_name, self._outline))
            self._addresses[key] = known
        return known

    def line(self, identified: Identified, inline: Callable[[str], str]) -> str:
        """Return `label · title › heading`, without what would give the answer away.

        A cloze flashcard shows it with the answer, so there it may stand whole. `inline` renders
        the Markdown of a heading that is more than words.
        """
        shown = self._shown(identified)
        known = self._lines.get(shown)
        if known is not None:
            return known
        line = _written(*shown, inline)
        if not all(map(is_plain, filter(None, (*shown[:2], *shown[2])))):
            return finish_html(line)  # of each flashcard is noted down what a heading needs
        self._lines[shown] = line
        return line

    def _shown(self, identified: Identified) -> _Shown:
        flashcard = identified.flashcard
        key = flashcard.label, identified.title, flashcard.headings
        parts = self._parts.get(key)
        if parts is None:
            parts = self._parts[key] = _parts(*key)
        if flashcard.kind is Kind.CLOZE:
            label, title, *headings = (part for part, _ in parts)
        else:
            label, title, *headings = _without_answer(identified, parts)
        return label, title, tuple(filter(None, headings))


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


def _parts(label: str, title: str, headings: Sequence[str]) -> _Parts:
    """Return the parts, but no heading that only repeats the title or names an apparatus."""
    name = plain(cut(title))
    telling = [
        heading
        for place, heading in enumerate(map(cut, headings))
        if plain(heading) not in APPARATUS and (place > 0 or plain(heading) != name)
    ]
    return [(part, _words(plain(part))) for part in (label, cut(title), *telling)]


def _without_answer(identified: Identified, parts: _Parts) -> Iterator[str]:
    """Yield each part; empty in place of one that must not be shown with the question."""
    flashcard = identified.flashcard
    question, expected = said(flashcard)
    answer = _words(expected)
    for part, words in parts:
        yield "" if _gives_away(words, question, answer) else part


def _gives_away(words: tuple[str, ...], question: str, answer: tuple[str, ...]) -> bool:
    if not words or (words[0] in question and words == _words(question)):
        return True
    if answer and _holds(words, answer):
        return True
    return 2 * len(words) >= len(answer) and _holds(answer, words)


def _words(said: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(said))


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether the words of `part` stand in a row in `words`."""
    return part[0] in words and f" {' '.join(part)} " in f" {' '.join(words)} "


def _span(name: str, html: str) -> str:
    return f'<span class="{name}">{html}</span>' if html else ""
