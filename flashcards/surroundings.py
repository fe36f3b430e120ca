"""Settings and the list of a vault's files in; what its vault notes stand among, out.

Which of the files are left out, which are libraries, what links can lead to, how cards look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashcards.config import Config
from flashcards.diagnostics import Diagnostic
from flashcards.links import LinkIndex
from flashcards.model import ParsedVaultNote, VaultNote
from flashcards.notetypes import NOTETYPES, Notetype, read_style, with_css
from flashcards.obsidian import (
    Filters,
    VaultSettings,
    find_libraries,
    library_files,
    settings_files,
)
from flashcards.vault import Listing
from flashcards.works import (
    libraries_of_vault,
    library_paths,
    library_places,
    named_by_properties,
)


def filters_of(config: Config) -> Filters:
    """Return what leaves out the vault notes that Obsidian leaves out."""
    return Filters(config.obsidian if config.obsidian_ignore else VaultSettings())


def libraries_of(
    root: Path,
    asked: Sequence[Path],
    config: Config,
    listing: Listing,
    vault_notes: Sequence[ParsedVaultNote | VaultNote],
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Return the libraries that are named, else those that the vault has or names itself.

    And what is wrong with where it names them. Raises `FlashcardsError` if one is not there.
    """
    if named := library_paths(root, asked, config.bibliography):
        return named, ()
    by_properties, missing = named_by_properties(root, vault_notes)
    by_plugins, not_read = find_libraries(root, config.obsidian.libraries)
    found = libraries_of_vault(root, listing.attachments, (*by_properties, *by_plugins))
    return found, (*missing, *not_read)


def read_beside(
    root: Path, config: Config, vault_notes: Sequence[ParsedVaultNote]
) -> Iterator[Path]:
    """Yield settings, style sheets and libraries beside the vault's list of files, there or not."""
    yield from (root / path for path in settings_files())
    yield from library_files(root, config.obsidian.libraries)
    yield from library_places(root, vault_notes)
    if config.css:
        yield root / Path(config.css).expanduser()


def styled_notetypes(root: Path, config: Config) -> tuple[Notetype, ...]:
    """Return the notetypes with the user's own CSS, if there is any."""
    css = read_style(root, config.css) if config.css else ""
    return tuple(with_css(notetype, css) for notetype in NOTETYPES)


def link_index(listing: Listing, aliases: Iterable[tuple[str, Iterable[str]]]) -> LinkIndex:
    """Index everything that can be linked to, also what no flashcards are looked for in.

    `aliases` are those of vault notes, by path.
    """
    vault_notes = (*listing.vault_notes, *listing.excluded)
    return LinkIndex(vault_notes, listing.attachments, aliases)
