"""Which works a vault's flashcards cite, and how each citekey was resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from flashcards.bibliography import same_key
from flashcards.diagnostics import Span
from flashcards.model import Citation, Item, ParsedVaultNote, Rendered
from flashcards.render.sources import cited_in
from flashcards.works import Works


class Resolved(StrEnum):
    """How a citekey came to its work."""

    LIBRARY = "library"
    """A library has the very citekey."""

    OTHER_CASE = "library, in other case"
    ALIAS = "library, by another citekey of the entry"
    BY_NOTE = "library, by the literature note"
    """The vault note about the work has its citekey."""

    LITERATURE_NOTE = "literature note"
    """No library has it; the properties of the vault note about the work do."""

    UNKNOWN = "unknown"


class Use(Struct, frozen=True):
    """One citation of a work by a flashcard."""

    rendered: Rendered
    citation: Citation


class Source(Struct, frozen=True):
    """A work, or a citekey that stands for none."""

    citekey: str
    """As the author wrote it."""

    resolved: Resolved
    item: Item | None
    uses: tuple[Use, ...]
    """In the author's order."""

    literature_note: str = ""
    """The path of the vault note about it."""

    reference: str = ""
    """As HTML, in the style that the author chose; empty for ours."""

    near: tuple[tuple[str, Span], ...] = ()
    """Citekeys that may have been meant, best first; only for one that is unknown."""

    @property
    def flashcards(self) -> int:
        """How many flashcards cite it."""
        return len({use.rendered.anki_note.guid for use in self.uses})


class Sources(Struct, frozen=True):
    """All that is cited, and what could be."""

    cited: tuple[Source, ...]
    """Known works, by citekey."""

    unknown: tuple[Source, ...]
    """The most cited first."""

    unused: tuple[tuple[str, str], ...]
    """Citekey and path of literature notes whose work no flashcard cites."""


def gather_sources(
    rendered: Iterable[Rendered], works: Works, vault_notes: Iterable[ParsedVaultNote]
) -> Sources:
    """Return what the flashcards cite."""
    uses: dict[str, list[Use]] = {}
    for each in rendered:
        for citation in cited_in(each.flashcard, works.items):
            uses.setdefault(citation.citekey, []).append(Use(each, citation))
    paths = frozenset(vault_note.path for vault_note in vault_notes)
    sources = tuple(_source(citekey, of, works, paths) for citekey, of in sorted(uses.items()))
    unknown = (each for each in sources if each.resolved is Resolved.UNKNOWN)
    return Sources(
        cited=tuple(each for each in sources if each.resolved is not Resolved.UNKNOWN),
        unknown=tuple(sorted(unknown, key=lambda each: (-each.flashcards, each.citekey))),
        unused=tuple(_unused(works.literature_notes, works.items, uses)),
    )


def _source(citekey: str, uses: list[Use], works: Works, paths: frozenset[str]) -> Source:
    item = works.items.get(citekey)
    note = works.literature_notes.get(citekey, "")
    if item is None:
        near = works.suggest(citekey)
        return Source(citekey, Resolved.UNKNOWN, None, tuple(uses), note, near=near)
    how = _resolved(citekey, item, works, paths)
    return Source(citekey, how, item, tuple(uses), note, works.references.get(citekey, ""))


def _resolved(citekey: str, item: Item, works: Works, paths: frozenset[str]) -> Resolved:
    if item.span.path in paths:
        return Resolved.LITERATURE_NOTE
    if citekey in works.through:
        return Resolved.BY_NOTE
    if citekey == item.citekey:
        return Resolved.LIBRARY
    same = same_key(citekey) == same_key(item.citekey)
    return Resolved.OTHER_CASE if same else Resolved.ALIAS


def _unused(
    literature_notes: Mapping[str, str], items: Mapping[str, Item], uses: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yield the literature notes that nothing cites, under any of the work's citekeys."""
    cited = {*uses, *(items[citekey].citekey for citekey in uses if citekey in items)}
    used = {path for citekey, path in literature_notes.items() if citekey in cited}
    told: set[str] = set()
    for citekey, path in sorted(literature_notes.items(), key=lambda each: (each[1], each[0])):
        if path not in used | told:
            told.add(path)
            yield citekey, path
