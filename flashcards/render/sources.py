"""Works: a citation in a text, and the references at a card's foot.

Both name the work as the bibliography has it; what it does not have is shown as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from html import escape

from msgspec import Struct
from msgspec.structs import replace

from flashcards.bibliography import reference, short_citation
from flashcards.bibliography.locators import locator_text
from flashcards.bibliography.reference import link_of
from flashcards.bibliography.work_links import with_addresses, zotero_address
from flashcards.citations import citations_of
from flashcards.links import obsidian_url
from flashcards.markdown.tex import mark_formulas
from flashcards.model import Citation, Flashcard, Item, Locator
from flashcards.render.values import RenderContext

_OPENING = "([{“‘«\"'-–—/"
"""What a citation follows without a blank."""

_CLINGING = ",.;:!?)]}”’»\"'"
"""What follows a citation without a blank."""


def cited_in(flashcard: Flashcard, items: Mapping[str, Item]) -> tuple[Citation, ...]:
    """Return whom a flashcard cites.

    In its fields, but not beside them, a bare `@name` that no bibliography knows is a mere word.
    """
    found, beside = citations_of(flashcard), len(flashcard.citations)
    if len(found) == beside:  # as in most
        return found
    inside = (each for each in found[beside:] if each.form != "bare" or each.citekey in items)
    return (*flashcard.citations, *inside)


class Sources(Struct, frozen=True):
    """Writes the citations of one vault note."""

    source_path: str
    context: RenderContext
    words: Callable[[str], str] = escape
    """Makes HTML of what an author wrote around a citekey, which is Markdown."""

    def knows(self, citekey: str) -> bool:
        """Whether there is something to say about a work, or something to link to."""
        return citekey in self.context.items or citekey in self.context.literature_notes

    def in_brackets(self, citations: tuple[Citation, ...]) -> str:
        """Return `(Pang et al., 2021, p. 12; see Liu, 2020)`."""
        return f"({'; '.join(self._within(citation) for citation in citations)})"

    def in_sentence(self, citations: tuple[Citation, ...], item: Item) -> str:
        """Return `Pang et al. (2021, p. 12; see Liu, 2020)`; `item` is the first one's.

        `-@key` leaves out the author, who stands in the sentence already.
        """
        first, *others = citations
        whole = short_citation(item)
        year = short_citation(item, suppress_author=True)
        located = short_citation(item, first.locator, suppress_author=True) + self._suffix(first)
        author = "" if first.suppress_author else whole.removesuffix(year).rstrip(", ")
        if not others:
            alone = author or first.suppress_author
            words = f"{author} ({located})".strip() if alone else located
            return self._linked(first.citekey, words)
        inside = "; ".join((located, *map(self._within, others)))
        return f"{self._linked(first.citekey, author) if author else ''} ({inside})".strip()

    def as_label(self, citekey: str, label: str = "") -> str:
        """Return a link's text: the author's own, else `Pang et al., 2021`, else the citekey."""
        item = self.context.items.get(citekey)
        words = escape(label) if label or item is None else short_citation(item)
        return self._linked(citekey, words or escape(f"@{citekey}"))

    def references(self, citations: Sequence[Citation], beside: Container[Citation] = ()) -> str:
        """Return the whole reference of each work, in the order of first mention.

        `beside` are those of a title and the like, which say best where a quote is from.
        """
        if len(citations) < 2:  # as of most
            return "".join(map(self._reference, citations))
        places: dict[Item | str, list[Citation]] = {}
        for citation in citations:
            work = self.context.items.get(citation.citekey, citation.citekey)
            places.setdefault(work, []).append(citation)
        return "".join(self._reference(_with_place(cited, beside)) for cited in places.values())

    def _within(self, citation: Citation) -> str:
        item = self.context.items.get(citation.citekey)
        if item is None:
            words = escape(f"@{citation.citekey}") + _located(citation.locator)
        else:
            words = short_citation(item, citation.locator, suppress_author=citation.suppress_author)
        return (
            self._prefix(citation) + self._linked(citation.citekey, words) + self._suffix(citation)
        )

    def _prefix(self, citation: Citation) -> str:
        text = citation.prefix.strip()
        if not text:
            return ""
        return self.words(text) + ("" if text[-1] in _OPENING else " ")

    def _suffix(self, citation: Citation) -> str:
        text = citation.suffix.strip()
        if not text:
            return ""
        return f"{citation.joint}{'' if text[0] in _CLINGING else ' '}{self.words(text)}"

    def _reference(self, citation: Citation) -> str:
        item = self.context.items.get(citation.citekey)
        if item is None:
            written = escape(f"@{citation.citekey}") + _located(citation.locator)
            parts = [self._linked(citation.citekey, written)]
        else:
            whole = " ".join(
                filter(None, (self._whole(item, citation.citekey), self._place(citation)))
            )
            parts = [whole, *self._links(item, citation)]
        return f'<div class="reference">{" · ".join(parts)}</div>'

    def _whole(self, item: Item, citekey: str) -> str:
        """Return the reference in the author's style, else in ours, without a place in the work."""
        known = self.context.known_references
        if citekey not in known:
            item = with_addresses(item, self.context.reference_links)
            styled = self.context.references.get(citekey)
            if styled is None:
                parts = [reference(item)]
            else:
                parts = [styled, "" if "<a " in styled else link_of(item)]
            known[citekey] = mark_formulas(" ".join(filter(None, parts)))
        return known[citekey]

    def _place(self, citation: Citation) -> str:
        """Return what stands behind a reference if only a part of the work is meant."""
        if citation.locator is None:
            return ""
        words = locator_text(citation.locator)
        if citation.address and not self.context.links_as_text:
            words = f'<a class="citation" href="{escape(citation.address)}">{words}</a>'
        return f'<span class="locator">{words}</span>'

    def _links(self, item: Item, citation: Citation) -> Iterator[str]:
        """Yield links to the work in Zotero and to the vault note about it."""
        own = citation.address if citation.locator is None else ""
        zotero = own or zotero_address(item, self.context.reference_links)
        if zotero and not self.context.links_as_text:
            yield f'<a class="citation" href="{escape(zotero)}">Zotero</a>'
        note = self._linked(citation.citekey, "literature note")
        if note.startswith("<a") and "note" in self.context.reference_links:
            yield note

    def _linked(self, citekey: str, html: str) -> str:
        path = self.context.literature_notes.get(citekey)
        if path is None or path == self.source_path or self.context.links_as_text:
            return mark_formulas(html)
        url = escape(obsidian_url(self.context.vault_name, path))
        return f'<a class="citation" href="{url}">{mark_formulas(html)}</a>'


def _with_place(cited: Sequence[Citation], beside: Container[Citation]) -> Citation:
    """Return a work's first citation, with the place in it if they name one alone.

    Several places are named in the text; the reference then is to the whole.
    """
    first = cited[0]
    for citations in ([each for each in cited if each in beside], cited):
        placed = {each.locator: each for each in reversed(citations) if each.locator}
        if len(placed) == 1:
            [one] = placed.values()
            return replace(first, locator=one.locator, address=one.address)
    return replace(first, locator=None)


def _located(locator: Locator | None) -> str:
    return f", {locator_text(locator)}" if locator else ""
