"""All citekeys of a vault in, what they stand for out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from flashcards.bibliography import Library, look_up, near_misses
from flashcards.citations import citations_of
from flashcards.diagnostics import Diagnostic, Span
from flashcards.links import LinkIndex
from flashcards.model import Item, ParsedVaultNote
from flashcards.works.literature import LiteratureNotes, item_of_vault_note, literature_notes
from flashcards.works.settling import propose, settle

Near = tuple[tuple[str, Span], ...]


class Works(Struct, frozen=True):
    """What the citekeys of a vault stand for."""

    library: Library
    items: Mapping[str, Item]
    """By citekey as the author wrote it."""

    literature_notes: Mapping[str, str]
    """The path of the vault note about a work, by any citekey under which it is cited."""

    through: frozenset[str] = frozenset()
    """The citekeys that stand in a library only under the citekey of a vault note."""

    references: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Those in a style that the author chose, as HTML by citekey."""

    asked: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    """The citekeys that were looked up, and whether any name of a vault note may be one."""

    asked_by: Mapping[str, Mapping[str, bool]] = field(default_factory=lambda: MappingProxyType({}))
    """The same by path of the vault note whose flashcards cite them, or would if they were one."""

    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The citekey of each vault note about a work, by path."""

    suggested: dict[str, Near] = field(default_factory=dict)
    """What was suggested before; it only saves looking again."""

    def suggest(self, citekey: str) -> Near:
        """Return citekeys that the author may have meant, best first, and where they stand."""
        if citekey not in self.suggested:
            self.suggested[citekey] = near_misses(self.library, citekey)
        return self.suggested[citekey]


def find_works(
    library: Library,
    vault_notes: Sequence[ParsedVaultNote],
    links: LinkIndex,
    elsewhere: Mapping[str, bool],
    named_elsewhere: Callable[[str], bool] = lambda _citekey: False,
) -> tuple[Works, tuple[ParsedVaultNote, ...], tuple[Diagnostic, ...]]:
    """Look up every citekey of the vault; return its flashcards with all that they cite, too.

    `elsewhere` are citekeys that these flashcards do not hold, those of embeds and footnotes, and
    whether any name of a vault note may be one; `named_elsewhere` tells that of any other.
    """
    notes = literature_notes(vault_notes, library)
    proposals = propose(vault_notes, notes, links)
    asked_by = {
        note.path: dict.fromkeys(proposed.citekeys, False) | _written(note)
        for note, proposed in zip(vault_notes, proposals, strict=True)
        if note.flashcards
    }
    asked = _asked((elsewhere, *asked_by.values()), named_elsewhere)
    about = {
        citekey: note
        for citekey, by_any_name in asked.items()
        if (note := notes.find(citekey, by_any_name=by_any_name))
    }
    theirs = {citekey: notes.keys.get(note.path, citekey) for citekey, note in about.items()}
    found, looking = look_up(library, sorted({*asked, *theirs.values()}))
    items = {citekey: item for citekey, item in found.items() if citekey in asked}
    through = {key for key in theirs.keys() - items.keys() if theirs[key] in found}
    items |= {citekey: found[theirs[citekey]] for citekey in through}
    items |= _described(about, theirs, items)
    works = Works(
        library,
        MappingProxyType(items),
        MappingProxyType(_paths(notes, about, items)),
        frozenset(through),
        asked=MappingProxyType(asked),
        asked_by=MappingProxyType(asked_by),
        about=MappingProxyType(dict(notes.keys)),
    )
    settled = (settle(*each, items) for each in zip(vault_notes, proposals, strict=True))
    return works, tuple(settled), looking


def _written(vault_note: ParsedVaultNote) -> dict[str, bool]:
    """Return the citekeys in flashcards, and whether one is more than a bare `@name` somewhere."""
    written: dict[str, bool] = {}
    for flashcard in vault_note.flashcards:
        for each in citations_of(flashcard):
            written[each.citekey] = written.get(each.citekey, False) or each.form != "bare"
    return written


def _asked(
    citekeys: Iterable[Mapping[str, bool]], named_elsewhere: Callable[[str], bool]
) -> dict[str, bool]:
    """Return the citekeys to look up, and for which of them any name of a vault note will do."""
    asked: dict[str, bool] = {}
    for each in citekeys:
        for citekey, by_any_name in each.items():
            asked[citekey] = asked.get(citekey, False) or by_any_name
    return {key: by_any_name or named_elsewhere(key) for key, by_any_name in asked.items()}


def _described(
    about: Mapping[str, ParsedVaultNote], theirs: Mapping[str, str], items: Mapping[str, Item]
) -> dict[str, Item]:
    """Return what vault notes say themselves of works that no library has."""
    described = (
        (citekey, item_of_vault_note(theirs[citekey], about[citekey]))
        for citekey in sorted(about.keys() - items.keys())
    )
    return {citekey: item for citekey, item in described if item is not None}


def _paths(
    notes: LiteratureNotes, about: Mapping[str, ParsedVaultNote], items: Mapping[str, Item]
) -> dict[str, str]:
    """Return the path of the vault note about each work, by all citekeys it is cited by."""
    paths = {citekey: path for path, citekey in notes.keys.items()}
    paths |= {citekey: vault_note.path for citekey, vault_note in about.items()}
    others = {key: paths[item.citekey] for key, item in items.items() if item.citekey in paths}
    return others | paths
