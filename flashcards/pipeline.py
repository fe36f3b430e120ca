"""The stages in their order: `build` turns a vault into Anki notes and says what it saw.

It writes nothing. Every command is a build and one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.changes import Change, compare, stamp_notetypes
from flashcards.config import Config, with_remembered
from flashcards.diagnostics import Diagnostic, Span
from flashcards.excerpts import Excerpts, cited_elsewhere
from flashcards.identity import identify
from flashcards.ledger import Ledger
from flashcards.links import LinkIndex
from flashcards.media import Attachments
from flashcards.memory import remember
from flashcards.memory_files import Memory, memory_of
from flashcards.model import ParsedVaultNote, Rendered, Silent
from flashcards.notetypes import NOTETYPES, RELEASE, Notetype, digest, read_style, with_css
from flashcards.obsidian import (
    Filters,
    VaultSettings,
    find_libraries,
    library_files,
    plugins_kept,
    plugins_not_read,
    settings_files,
)
from flashcards.reading import read_vault
from flashcards.render import RenderContext
from flashcards.rendering import render_all
from flashcards.styles import style_files, styles_of
from flashcards.syntaxes import OF_PLUGINS
from flashcards.unknown import broken_patterns, not_looked_for, not_read, read_in_part
from flashcards.vault import Listing, walk_vault
from flashcards.workers import PLAINLY, Means
from flashcards.works import (
    Works,
    find_works,
    libraries_of_vault,
    library_paths,
    library_places,
    named_by_properties,
    with_references,
)

HIDDEN = "vault notes that Obsidian leaves out"


@dataclass(frozen=True, slots=True)
class Build:
    """What a vault becomes, and everything there is to say about it."""

    root: Path
    vault_notes: tuple[ParsedVaultNote, ...]
    rendered: tuple[Rendered, ...]
    """The Anki notes in the author's order."""

    works: Works
    changes: tuple[Change, ...]
    ledger: Ledger
    """For the next export, if this one happens."""

    before: Ledger | None
    """What was remembered; None if nothing was ever exported from this vault."""

    memory: Memory

    silent: tuple[Silent, ...]
    diagnostics: tuple[Diagnostic, ...]
    beside: tuple[Path, ...] = ()
    """What was read beside the files that the vault lists, or would have been if it were there."""

    notetypes: tuple[Notetype, ...] = NOTETYPES
    """Ours, with the user's own CSS."""


def build(
    root: Path,
    config: Config,
    now: int,
    *,
    memory: Memory | None = None,
    libraries: Sequence[Path] = (),
    means: Means = PLAINLY,
) -> Build:
    """Turn the vault at `root` into Anki notes; `now` is in seconds since 1970.

    `means` says how to go about it; what comes out is the same.
    Raises `FlashcardsError` if a library or a style sheet that was named is missing, or the ledger
    is unreadable.
    """
    notetypes = _styled(root, config)
    memory = memory or memory_of(root)
    before, remembering = remember(memory, {root.name, config.vault_id or root.name})
    config = with_remembered(config, before.plugins if before else frozenset())
    ledger = _remembered(before, root, config)
    filters = Filters(config.obsidian if config.obsidian_ignore else VaultSettings())
    listing, walking = walk_vault(root, config.ignore, config.include, filters.hide)
    vault_notes, reading = read_vault(
        root,
        listing.vault_notes,
        config.syntaxes,
        means,
    )
    paths, naming_libraries = _libraries(root, libraries, config, listing, vault_notes)
    links, excerpts = _links(listing, vault_notes), Excerpts(root)
    elsewhere = cited_elsewhere(vault_notes, links, excerpts.find)
    works, vault_notes, citing = find_works(paths, root, vault_notes, elsewhere, links)
    styles = styles_of(root, listing.attachments, config.folder)
    works, styling = with_references(
        works,
        config.citations.style,
        config.citations.links,
        styles,
        fallback=config.citations.style_fallback,
    )
    unread = not_read(listing, (*walking, *reading))
    identified, silent, naming = identify(vault_notes, ledger, unread)
    context = RenderContext(
        vault_name=ledger.vault_name,
        links=links,
        attach=Attachments(root).attach,
        items=works.items,
        suggestions=works.suggest,
        literature_notes=works.literature_notes,
        references=works.references,
        reference_links=frozenset(config.citations.links),
        vault_notes={each.path: each for each in vault_notes},
        excerpts=excerpts.find,
        links_as_text=config.links == "text",
    )
    rendered, rendering = render_all(identified, context, means)
    patterns = broken_patterns(config)
    unsure = read_in_part(unread, vault_notes, patterns)
    changes, after = compare(ledger, rendered, now, not_looked_for(unsure, filters, config))
    diagnostics = (
        (*remembering, *config.obsidian.diagnostics, *filters.diagnostics, *walking, *reading),
        *(vault_note.diagnostics for vault_note in vault_notes),
        plugins_not_read(vault_notes, config.obsidian, config.decided),
        plugins_kept(config.remembered),
        patterns,
        (*naming_libraries, *citing, *styling, *naming, *rendering),
    )
    return Build(
        root=root,
        vault_notes=vault_notes,
        rendered=rendered,
        works=works,
        changes=changes,
        ledger=_with_notetypes(after, notetypes, now),
        before=before,
        memory=memory,
        silent=(*(s for note in vault_notes for s in note.silent), *silent, *_hidden(listing)),
        diagnostics=_in_order(diagnostics),
        beside=(
            *_beside(root, config, vault_notes),
            *paths,
            *style_files(config.citations.style, styles),
        ),
        notetypes=notetypes,
    )


def _hidden(listing: Listing) -> Iterator[Silent]:
    return (Silent(HIDDEN, Span(path, 1, 1)) for path in listing.hidden)


def _in_order(diagnostics: Iterable[Iterable[Diagnostic]]) -> tuple[Diagnostic, ...]:
    """Return what all stages say, each once, by place."""
    once = frozenset(each for of_stage in diagnostics for each in of_stage)
    return tuple(sorted(once, key=lambda each: (each.span, each.code, each.message)))


def _remembered(before: Ledger | None, root: Path, config: Config) -> Ledger:
    """Names are chosen at the first export and kept, unless the settings say otherwise."""
    ledger = before or Ledger(root.name, root.name, root.name)
    return replace(
        ledger,
        vault_id=config.vault_id or ledger.vault_id,
        vault_name=config.vault_name or ledger.vault_name,
        root_deck=config.root_deck or ledger.root_deck,
        plugins=config.syntaxes.enabled & OF_PLUGINS,
    )


def _libraries(
    root: Path,
    asked: Sequence[Path],
    config: Config,
    listing: Listing,
    vault_notes: Sequence[ParsedVaultNote],
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Return the libraries that are named, else those that the vault has or names itself."""
    if named := library_paths(root, asked, config.bibliography):
        return named, ()
    by_properties, missing = named_by_properties(root, vault_notes)
    by_plugins, not_read = find_libraries(root, config.obsidian.libraries)
    found = libraries_of_vault(root, listing.attachments, (*by_properties, *by_plugins))
    return found, (*missing, *not_read)


def _beside(root: Path, config: Config, vault_notes: Sequence[ParsedVaultNote]) -> Iterator[Path]:
    """Yield settings, style sheets and libraries, there or not."""
    yield from (root / path for path in settings_files())
    yield from library_files(root, config.obsidian.libraries)
    yield from library_places(root, vault_notes)
    if config.css:
        yield root / Path(config.css).expanduser()


def _styled(root: Path, config: Config) -> tuple[Notetype, ...]:
    """Return the notetypes with the user's own CSS, if there is any."""
    css = read_style(root, config.css) if config.css else ""
    return tuple(with_css(notetype, css) for notetype in NOTETYPES)


def _with_notetypes(ledger: Ledger, notetypes: Iterable[Notetype], now: int) -> Ledger:
    """Stamp the notetypes; an older program than the last one leaves the newer look alone."""
    if ledger.serial > RELEASE:
        return ledger
    digests = {notetype.kind: digest(notetype) for notetype in notetypes}
    stamps = stamp_notetypes(ledger.notetypes, digests, now)
    return replace(ledger, notetypes=stamps, serial=RELEASE)


def _links(listing: Listing, vault_notes: Sequence[ParsedVaultNote]) -> LinkIndex:
    """Index everything that can be linked to, also what no flashcards are looked for in."""
    return LinkIndex(
        (*listing.vault_notes, *listing.excluded),
        listing.attachments,
        ((each.path, each.aliases) for each in vault_notes),
    )
