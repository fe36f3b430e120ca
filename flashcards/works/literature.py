"""The vault notes about works, found by whatever an author may call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from flashcards.bibliography import Library, item_from_properties, same_key
from flashcards.diagnostics import Span
from flashcards.model import Item, ParsedVaultNote

ByName = Mapping[str, ParsedVaultNote]

_PEOPLE = ("author", "creator")


class LiteratureNotes(Struct, frozen=True):
    """Each mapping is by name as `same_key` folds it; of two with one name the first counts."""

    by_citekey: ByName
    by_name: ByName
    """Files called `@name`, whatever citekey their properties have."""

    by_alias: ByName
    """Aliases that begin with `@`."""

    by_other_name: ByName
    """Any other file name or alias, of vault notes that say who wrote something."""

    keys: Mapping[str, str]
    """The citekey of each, by path."""

    def find(self, citekey: str, *, by_any_name: bool) -> ParsedVaultNote | None:
        """Return the vault note about a work, or None.

        A file name without `@` counts only if asked for: `@Anna` is no citation because there is
        a vault note Anna.
        """
        folded = same_key(citekey)
        named = (self.by_citekey, self.by_name, self.by_alias)
        found = next((names[folded] for names in named if folded in names), None)
        if found is None and by_any_name:
            return self.by_other_name.get(folded)
        return found

    def citekey_of(self, vault_note: ParsedVaultNote) -> str | None:
        """Return the citekey of the work that a vault note is about."""
        return self.keys.get(vault_note.path)


def literature_notes(vault_notes: Iterable[ParsedVaultNote], library: Library) -> LiteratureNotes:
    """Index the vault notes about works.

    One that says nothing of a citekey is about the work whose citekey is its name or an alias.
    """
    vault_notes = tuple(vault_notes)
    keys = {
        each.path: key
        for each in vault_notes
        if (key := each.citekey or citekey_by_name(each.path, each.aliases, library))
    }
    about = [each for each in vault_notes if each.path in keys]
    return LiteratureNotes(
        by_citekey=_index(about, lambda each: [keys[each.path]]),
        by_name=_index(about, lambda each: [_name(each)[1:]] if _name(each)[:1] == "@" else []),
        by_alias=_index(vault_notes, _at_aliases),
        by_other_name=_index(filter(_has_author, vault_notes), _other_names),
        keys=keys,
    )


def may_be_about_work(vault_note: ParsedVaultNote) -> bool:
    """Tell whether a vault note is found as one about a work, whatever libraries hold."""
    return bool(vault_note.citekey or _at_aliases(vault_note) or _has_author(vault_note))


def item_of_vault_note(citekey: str, vault_note: ParsedVaultNote) -> Item | None:
    """Return the work that a vault note describes itself; None without a title and an author."""
    return item_from_properties(
        citekey,
        vault_note.properties,
        Span(vault_note.path, 1, 1),
        vault_note.described,
        (vault_note.title, *vault_note.aliases),
    )


def citekey_by_name(path: str, aliases: Iterable[str], library: Library) -> str | None:
    """Return the citekey of the work that a vault note is named after, or None."""
    names = (_stem(path), *_after_at(aliases))
    return next((name for name in names if library.find(name) is not None), None)


def _index(
    vault_notes: Iterable[ParsedVaultNote], names: Callable[[ParsedVaultNote], list[str]]
) -> ByName:
    found: dict[str, ParsedVaultNote] = {}
    for each in vault_notes:
        for name in names(each):
            found.setdefault(same_key(name), each)
    return found


def _at_aliases(vault_note: ParsedVaultNote) -> list[str]:
    return _after_at(vault_note.aliases)


def _after_at(aliases: Iterable[str]) -> list[str]:
    return [alias[1:] for alias in aliases if alias.startswith("@") and alias[1:]]


def _other_names(vault_note: ParsedVaultNote) -> list[str]:
    return [_name(vault_note).removeprefix("@"), *vault_note.aliases]


def _has_author(vault_note: ParsedVaultNote) -> bool:
    names = (*vault_note.properties, *vault_note.described)
    if not any(word in name.casefold() for name in names for word in _PEOPLE):
        return False  # as most are; the rest takes longer
    item = item_of_vault_note("", vault_note)
    return item is not None and bool(item.authors)


def _name(vault_note: ParsedVaultNote) -> str:
    return _stem(vault_note.path)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
