"""The works that a vault cites: which libraries there are, and what each citekey stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from flashcards.bibliography import (
    Library,
    item_from_properties,
    look_up,
    near_misses,
    read_libraries,
)
from flashcards.citations import citations_of
from flashcards.diagnostics import Diagnostic, FlashcardsError, Span
from flashcards.model import Item, ParsedVaultNote

LIBRARY_SUFFIX = ".bib"


@dataclass(frozen=True, slots=True)
class Works:
    """What the citekeys of a vault stand for."""

    library: Library
    items: Mapping[str, Item]
    """By citekey as the author wrote it."""

    literature_notes: Mapping[str, str]
    """The path of the vault note about a work, by citekey."""

    def suggest(self, citekey: str) -> tuple[tuple[str, Span], ...]:
        """Return citekeys that the author may have meant, best first, and where they stand."""
        return near_misses(self.library, citekey)


def library_paths(
    root: Path, asked: Sequence[Path], configured: Sequence[str], attachments: Iterable[str]
) -> tuple[Path, ...]:
    """Return the libraries to read: those asked for, else configured, else all in the vault.

    Raises `FlashcardsError` if one that was named is not there.
    """
    named = tuple(asked) or tuple(root / Path(name).expanduser() for name in configured)
    for path in named:
        if not path.is_file():
            raise FlashcardsError(
                f"there is no bibliography {path}",
                "name a BibTeX file with --bibliography, or in flashcards.toml",
            )
    return named or tuple(
        root / path for path in attachments if path.lower().endswith(LIBRARY_SUFFIX)
    )


def find_works(
    paths: Sequence[Path], root: Path, vault_notes: Sequence[ParsedVaultNote]
) -> tuple[Works, tuple[Diagnostic, ...]]:
    """Look up every citekey of the vault; a literature note's own properties are the fallback."""
    library, reading = read_libraries(paths, root)
    literature = {
        vault_note.citekey: vault_note for vault_note in vault_notes if vault_note.citekey
    }
    cited = {
        citation.citekey
        for vault_note in vault_notes
        for flashcard in vault_note.flashcards
        for citation in citations_of(flashcard)
    }
    found, looking = look_up(library, sorted(cited))
    items = dict(found)
    for citekey in sorted(cited - items.keys()):
        if (vault_note := literature.get(citekey)) is None:
            continue
        item = item_from_properties(citekey, vault_note.properties, Span(vault_note.path, 1, 1))
        if item is not None:
            items[citekey] = item
    paths_of = {citekey: vault_note.path for citekey, vault_note in literature.items()}
    works = Works(library, MappingProxyType(items), MappingProxyType(paths_of))
    return works, (*reading, *looking)
