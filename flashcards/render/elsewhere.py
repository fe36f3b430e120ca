"""What comes onto a card from outside its flashcard: embeds and footnotes, and their limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from flashcards.citations import find_citations
from flashcards.clozes import find_clozes, mark_clozes
from flashcards.diagnostics import Span
from flashcards.excerpts import DEEPEST
from flashcards.footnotes import defined_in, references_in
from flashcards.markdown.private import strip_private
from flashcards.media import Refusal
from flashcards.model import Citation, Footnote, Item

MOST_TOGETHER = 60_000
"""Characters that the embeds of one flashcard may bring in."""

_LEAST = 100
"""What an embed counts at least, so that many short ones inside each other come to an end."""

_MOST_FOOTNOTES = 50


def refusal(span: Span, around: Sequence[Span], embedded: Sequence[int]) -> Refusal | None:
    """Say why a part of a vault note is not shown inside `around`, outermost first; None if it is.

    The first of `around` is the flashcard: what holds a part of it might show the answer.
    """
    if any(_overlap(span, each) for each in around[:1]):
        return Refusal("this flashcard stands in it", "embed a part that does not hold it")
    if any(_holds(span, each) for each in around[1:]):
        return Refusal("it embeds itself", "embed a part of it that does not")
    if len(around) > DEEPEST:
        reason = f"more than {DEEPEST} embeds stand inside each other"
        return Refusal(reason, "embed the innermost itself")
    if sum(max(each, _LEAST) for each in embedded) > MOST_TOGETHER:
        reason = f"the embeds together are longer than {MOST_TOGETHER:,} characters"
        return Refusal(reason, "embed headings or blocks instead of whole vault notes")
    return None


def without_clozes(text: str) -> str:
    """Return a text in which what others hide is shown: it is no cloze of this flashcard."""
    text = strip_private(text)
    return mark_clozes(text, find_clozes(text, highlights=False), {}) if "{{c" in text else text


def cited_there(text: str, span: Span, items: Mapping[str, Item]) -> Iterator[Citation]:
    """Yield the citations in a text; a bare `@name` that no bibliography knows is a mere word."""
    for group in find_citations(text, span):
        for citation in group.citations:
            if citation.form != "bare" or citation.citekey in items:
                yield citation


def foot_of(markdown: str, own: str, footnotes: Mapping[str, Footnote]) -> dict[str, Footnote]:
    """Return the footnotes to be shown below a text, by name as written, in their order.

    Those whose words stand in `own` are shown there. A footnote may refer to others.
    """
    if not footnotes:
        return {}
    shown = defined_in(own)
    waiting = list(references_in(markdown).items())
    found: dict[str, tuple[str, Footnote]] = {}
    while waiting and len(found) < _MOST_FOOTNOTES:
        name, written = waiting.pop(0)
        if name in footnotes and name not in found and name not in shown:
            found[name] = (written, footnotes[name])
            waiting += references_in(footnotes[name].text).items()
    return dict(found.values())


def footnote(name: str, html: str) -> str:
    """Return one line of a foot; the name stands in the first paragraph if there are several."""
    number = f"<sup>[{escape(name)}]</sup> "
    words = "<p>" + number + html.removeprefix("<p>") if html.startswith("<p>") else number + html
    return f'<div class="footnote">{words}</div>\n'


def _overlap(one: Span, other: Span) -> bool:
    return one.path == other.path and one.line <= other.end_line and other.line <= one.end_line


def _holds(one: Span, other: Span) -> bool:
    return one.path == other.path and one.line <= other.line and other.end_line <= one.end_line
