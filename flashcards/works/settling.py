"""What a flashcard cites beside its own citations: plain links, footnotes, and where it stands.

A plain link is a citation only where one is expected - a quote's title, the property `source`, a
footnote - and only if it leads to a work. A flashcard that cites nothing is from the work that its
vault note is about, else from the one that the property `source` names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashcards.citations import (
    citations_of,
    cite_by_title,
    footnotes_in,
    parse_locator,
    sources_in,
)
from flashcards.diagnostics import Span
from flashcards.footnotes import references_in
from flashcards.inline import shown_text
from flashcards.links import LinkIndex
from flashcards.model import Citation, Flashcard, Item, ParsedVaultNote
from flashcards.syntaxes.quote import NAME as QUOTE
from flashcards.syntaxes.quote import label_of
from flashcards.wikilinks import parse_wikilink
from flashcards.works.literature import LiteratureNotes

_PROPERTIES = frozenset({"source", "sources"})
_PLAIN_CITEKEY = re.compile(r"(?P<citekey>(?:(?!://)[^\s,])+)(?P<behind>(?:,.*)?)")
_AROUND = " ,;:.()[]–—-"


class Proposals(Struct, frozen=True):
    """What the flashcards of one vault note may cite, once it is known what is a work."""

    own: str | None
    """The citekey of the work that the vault note is about."""

    sources: tuple[Citation, ...]
    """What its property `source` says."""

    titles: tuple[tuple[Citation, ...], ...]
    """By flashcard: the plain links of its title."""

    footnotes: tuple[tuple[Citation, ...], ...]
    """By flashcard: what its footnotes cite."""

    @property
    def citekeys(self) -> Iterator[str]:
        """Every citekey to look up."""
        yield from (self.own,) if self.own and self.titles else ()
        for citations in (self.sources, *self.titles, *self.footnotes):
            yield from (citation.citekey for citation in citations)


class _Leads(Struct, frozen=True):
    """Tells which work a plain link leads to."""

    notes: LiteratureNotes
    links: LinkIndex

    def follow(self, citations: Iterable[Citation], path: str) -> tuple[Citation, ...]:
        """Return the citations; those by plain links with the citekey that they may mean."""
        return tuple(self._follow(each, path) for each in citations)

    def _follow(self, citation: Citation, path: str) -> Citation:
        if citation.form != "link":
            return citation
        return replace(
            citation, citekey=self._citekey(citation.as_written, path) or citation.citekey
        )

    def _citekey(self, written: str, path: str) -> str | None:
        """Return the citekey of the literature note to which a link leads."""
        link = parse_wikilink(written[: written.find("]]") + 2])
        target = self.links.resolve(link.target, path) if link else None
        return self.notes.keys.get(target) if target else None


def propose(
    vault_notes: Sequence[ParsedVaultNote],
    notes: LiteratureNotes,
    links: LinkIndex,
) -> tuple[Proposals, ...]:
    """Return what the flashcards of each vault note may cite."""
    leads = _Leads(notes, links)
    return tuple(_propose(each, notes.keys.get(each.path), leads) for each in vault_notes)


def settle(
    vault_note: ParsedVaultNote, proposals: Proposals, items: Mapping[str, Item]
) -> ParsedVaultNote:
    """Return a vault note whose flashcards hold all that they cite."""
    if not vault_note.flashcards:
        return vault_note
    settled = tuple(
        _settle(flashcard, title, footnotes, proposals, items)
        for flashcard, title, footnotes in zip(
            vault_note.flashcards, proposals.titles, proposals.footnotes, strict=True
        )
    )
    if settled == vault_note.flashcards:
        return vault_note
    return replace(vault_note, flashcards=settled)


def _propose(vault_note: ParsedVaultNote, own: str | None, leads: _Leads) -> Proposals:
    path, flashcards = vault_note.path, vault_note.flashcards
    sources = _of_properties(vault_note) if flashcards else ()
    return Proposals(
        own,
        leads.follow(sources, path),
        tuple(leads.follow(each.links, path) for each in flashcards),
        tuple(leads.follow(_of_footnotes(each, vault_note), path) for each in flashcards),
    )


def _of_properties(vault_note: ParsedVaultNote) -> Iterator[Citation]:
    place = Span(vault_note.path, 1, 1)
    for name, value in vault_note.properties.items():
        if name.casefold() in _PROPERTIES:
            for text in _texts(value):
                found = sources_in(text, place)
                if not found and (plain := _PLAIN_CITEKEY.fullmatch(text)):
                    locator, _ = parse_locator(plain["behind"])
                    found = (Citation(plain["citekey"], text, "link", place, locator),)
                yield from (replace(each, form=_form(each)) for each in found)


def _form(citation: Citation) -> str:
    return citation.form if citation.form in {"link", "bare"} else "property"


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a property; `[[x]]` without quotes is a list in a list for YAML."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list) and isinstance(value, list):
            yield from (f"[[{name}]]" for name in each if isinstance(name, str))
        elif isinstance(each, str) and each.strip():
            yield each.strip()


def _of_footnotes(flashcard: Flashcard, vault_note: ParsedVaultNote) -> Iterator[Citation]:
    """Yield what the footnotes of a flashcard cite, those in the text and those below it."""
    for markdown in (flashcard.title, *flashcard.fields.values()):
        if "[^" in markdown:
            for name in references_in(markdown):
                if (footnote := vault_note.footnotes.get(name)) is not None:
                    yield from sources_in(footnote.text, footnote.span)
        for words in footnotes_in(markdown):
            yield from sources_in(words, flashcard.span)


def _settle(
    flashcard: Flashcard,
    title: Sequence[Citation],
    footnotes: Sequence[Citation],
    proposals: Proposals,
    items: Mapping[str, Item],
) -> Flashcard:
    if linked := _known(title, items):
        flashcard = _cite_by_links(flashcard, linked)
    if noted := _known(footnotes, items):
        return replace(flashcard, citations=_once((*flashcard.citations, *noted)))
    own = proposals.own if proposals.own in items else None
    if not (own or proposals.sources) or _cites(flashcard, footnotes, items):
        return flashcard
    return _cite_its_vault_note(flashcard, own) if own else _cite(flashcard, proposals, items)


def _cite(flashcard: Flashcard, proposals: Proposals, items: Container[str]) -> Flashcard:
    """Cite what the property `source` says; what is unknown is told about at the property."""
    here = Span(flashcard.span.path, flashcard.span.line, flashcard.span.line)
    cited = (
        replace(each, form="property", span=here if each.citekey in items else each.span)
        for each in proposals.sources
        if each.form == "property" or each.citekey in items
    )
    return replace(flashcard, citations=_once(cited))


def _known(citations: Iterable[Citation], items: Container[str]) -> tuple[Citation, ...]:
    """Return those that cite a work; a plain link among them is a citation from here on."""
    known = (each for each in citations if each.citekey in items)
    return tuple(replace(each, form="wikilink") if each.form == "link" else each for each in known)


def _cites(flashcard: Flashcard, footnotes: Iterable[Citation], items: Container[str]) -> bool:
    """Whether a flashcard cites anything itself; a bare `@name` that is unknown is a mere word."""
    inside = (*citations_of(flashcard), *footnotes)
    return bool(flashcard.citations) or any(
        each.form not in {"bare", "link"} or each.citekey in items for each in inside
    )


def _cite_by_links(flashcard: Flashcard, linked: tuple[Citation, ...]) -> Flashcard:
    """Take links of a title as its citations; then the quote is not from its own vault note."""
    label = flashcard.label
    for citation in linked:
        label = label.replace(shown_text(citation.as_written), "", 1)
    others = (each for each in flashcard.citations if each.form != "vault note")
    return replace(
        flashcard,
        citations=_once((*others, *linked)),
        label=label if label == flashcard.label else label_of(label.strip(_AROUND)),
    )


def _cite_its_vault_note(flashcard: Flashcard, citekey: str) -> Flashcard:
    """Cite the work that the vault note is about; the title of a quote may name a page of it."""
    here = Span(flashcard.span.path, flashcard.span.line, flashcard.span.line)
    if flashcard.syntax != QUOTE:
        itself = Citation(citekey, f"@{citekey}", "vault note", here)
        return replace(flashcard, citations=(itself,))
    citations, rest = cite_by_title(flashcard.title, citekey, here)
    return replace(flashcard, citations=citations, label=label_of(rest))


def _once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))
