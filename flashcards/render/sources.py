"""Works: a citation in a text, and the references at a card's foot.

Both name the work as the bibliography has it; what it does not have is shown as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from flashcards.bibliography import reference, short_citation
from flashcards.bibliography.locators import locator_text
from flashcards.citations import citations_of
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.links import obsidian_url
from flashcards.model import Citation, Flashcard, Item, Locator
from flashcards.render.values import RenderContext


def cited_in(flashcard: Flashcard, items: Mapping[str, Item]) -> tuple[Citation, ...]:
    """Return whom a flashcard cites.

    In its fields, but not beside them, a bare `@name` that no bibliography knows is a mere word.
    """
    beside = len(flashcard.citations)
    return tuple(
        each
        for place, each in enumerate(citations_of(flashcard))
        if place < beside or each.form != "bare" or each.citekey in items
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """Writes the citations of one vault note."""

    source_path: str
    context: RenderContext

    def knows(self, citekey: str) -> bool:
        """Whether there is something to say about a work, or something to link to."""
        return citekey in self.context.items or citekey in self.context.literature_notes

    def in_brackets(self, citations: tuple[Citation, ...]) -> str:
        """Return `(Pang et al., 2021, p. 12; see Liu, 2020)`."""
        return f"({'; '.join(self._within(citation) for citation in citations)})"

    def in_sentence(self, citation: Citation, item: Item) -> str:
        """Return `Pang et al. (2021, p. 12)`."""
        whole = short_citation(item)
        year = short_citation(item, suppress_author=True)
        located = short_citation(item, citation.locator, suppress_author=True)
        author = whole.removesuffix(year).rstrip(", ")
        words = f"{author} ({located})" if author else located
        return self._linked(citation.citekey, words)

    def as_label(self, citekey: str, label: str = "") -> str:
        """Return a link's text: the author's own, else `Pang et al., 2021`, else the citekey."""
        item = self.context.items.get(citekey)
        words = escape(label) if label or item is None else short_citation(item)
        return self._linked(citekey, words or escape(f"@{citekey}"))

    def references(self, citations: tuple[Citation, ...]) -> str:
        """Return the whole reference of each work, in the order of first mention."""
        locators: dict[str, set[Locator | None]] = {}
        first: dict[str, Citation] = {}
        for citation in citations:
            first.setdefault(citation.citekey, citation)
            locators.setdefault(citation.citekey, set()).add(citation.locator)
        return "".join(
            f'<div class="reference">{self._reference(first[citekey], places)}</div>'
            for citekey, places in locators.items()
        )

    def unknown(self, citations: tuple[Citation, ...]) -> Iterator[Diagnostic]:
        """Yield a warning for each citekey that nothing knows."""
        told: set[str] = set()
        for citation in citations:
            citekey = citation.citekey
            if citekey not in self.context.items and citekey not in told:
                told.add(citekey)
                yield Diagnostic(
                    "unknown-citekey",
                    Severity.WARNING,
                    citation.span,
                    f"no bibliography entry for @{citekey}",
                    _hint(self.context.suggestions(citekey)),
                )

    def _within(self, citation: Citation) -> str:
        item = self.context.items.get(citation.citekey)
        if item is None:
            words = escape(f"@{citation.citekey}") + _located(citation.locator)
        else:
            words = short_citation(item, citation.locator, suppress_author=citation.suppress_author)
        prefix = escape(citation.prefix.strip()) + " " if citation.prefix.strip() else ""
        return prefix + self._linked(citation.citekey, words) + _suffix(citation.suffix)

    def _reference(self, citation: Citation, places: set[Locator | None]) -> str:
        # Two places in one work are named in the text; the reference then is to the whole.
        locator = citation.locator or (next(iter(places)) if len(places) == 1 else None)
        item = self.context.items.get(citation.citekey)
        if item is None:
            written = escape(f"@{citation.citekey}") + _located(locator)
            return self._linked(citation.citekey, written)
        link = self._linked(citation.citekey, "literature note")
        return reference(item, locator) + (f" · {link}" if link.startswith("<a") else "")

    def _linked(self, citekey: str, html: str) -> str:
        path = self.context.literature_notes.get(citekey)
        if path is None or path == self.source_path:
            return html
        url = escape(obsidian_url(self.context.vault_name, path))
        return f'<a class="citation" href="{url}">{html}</a>'


def _located(locator: Locator | None) -> str:
    return f", {locator_text(locator)}" if locator else ""


def _suffix(suffix: str) -> str:
    text = suffix.strip()
    return (escape(text) if text[0] in ",.;:" else f" {escape(text)}") if text else ""


def _hint(near: tuple[tuple[str, Span], ...]) -> str:
    if not near:
        return "add it to your bibliography, or mend the citekey"
    return f"did you mean {' or '.join(f'@{citekey} ({span})' for citekey, span in near)}?"
