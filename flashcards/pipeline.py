"""The stages in their order: `build` turns a vault into Anki notes and says what it saw.

It writes nothing. Every command is a build and one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.bibliography import read_libraries
from flashcards.broken_patterns import broken_patterns
from flashcards.changes import Change, stamp_notetypes
from flashcards.config import Config, with_remembered
from flashcards.diagnostics import Diagnostic, Span
from flashcards.ledger import Ledger
from flashcards.memory import remember
from flashcards.memory_files import Memory, memory_of
from flashcards.model import ParsedVaultNote, Rendered, Silent
from flashcards.notetypes import NOTETYPES, RELEASE, Notetype, digest
from flashcards.obsidian import (
    plugins_kept,
    plugins_not_read,
)
from flashcards.reading import read_vault
from flashcards.rendering import put_together
from flashcards.stages import Part, Stages, run_stages
from flashcards.styles import style_files, styles_of
from flashcards.surroundings import (
    filters_of,
    libraries_of,
    link_index,
    read_beside,
    styled_notetypes,
)
from flashcards.syntaxes import OF_PLUGINS
from flashcards.unknown import not_looked_for, not_read, read_in_part
from flashcards.vault import Listing, walk_vault
from flashcards.workers import PLAINLY, Means, Progress, no_progress
from flashcards.works import (
    Works,
)

HIDDEN = "vault notes that Obsidian leaves out"


class Build(Struct, frozen=True, dict=True):
    """What a vault becomes, and everything there is to say about it."""

    root: Path
    config: Config
    listing: Listing
    libraries: tuple[Path, ...]
    stages: Stages
    before: Ledger | None
    """What was remembered; None if nothing was ever exported from this vault."""

    memory: Memory
    told: tuple[Diagnostic, ...]
    """What there is to say of the vault, beside what the stages say."""

    beside: tuple[Path, ...] = ()
    """What was read beside the files that the vault lists, or would have been if it were there."""

    notetypes: tuple[Notetype, ...] = NOTETYPES
    """Ours, with the user's own CSS."""

    progress: Progress = no_progress
    """Told how far the work is, also when the build is written."""

    @property
    def vault_notes(self) -> tuple[ParsedVaultNote, ...]:
        """In the order of their paths, with all that their flashcards cite."""
        return self.stages.vault_notes

    @property
    def rendered(self) -> tuple[Rendered, ...]:
        """The Anki notes in the author's order."""
        return self.stages.rendered

    @property
    def works(self) -> Works:
        """What the citekeys of the vault stand for."""
        return self.stages.works

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this would change in Anki."""
        return self.stages.changes

    @property
    def ledger(self) -> Ledger:
        """For the next export, if this one happens."""
        return self.stages.ledger

    @property
    def silent(self) -> tuple[Silent, ...]:
        """What was left out without a word, for counting."""
        of_notes = (each for note in self.vault_notes for each in note.silent)
        return (*of_notes, *self.stages.silent, *_hidden(self.listing))

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All there is to say, each once, by place."""
        made = self.stages
        of_notes = (each for note in self.vault_notes for each in note.diagnostics)
        rendering = put_together(each for _, each in made.rendering)
        return in_order((*self.told, *of_notes, *made.citing, *made.naming, *rendering))


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
    notetypes = styled_notetypes(root, config)
    memory = memory or memory_of(root)
    before, remembering = remember(memory, {root.name, config.vault_id or root.name})
    config = with_remembered(config, before.plugins if before else frozenset())
    ledger = _remembered(before, root, config)
    filters = filters_of(config)
    listing, walking = walk_vault(root, config.ignore, config.include, filters.hide)
    vault_notes, reading = read_vault(root, listing.vault_notes, config.syntaxes, means)
    paths, naming_libraries = libraries_of(root, libraries, config, listing, vault_notes)
    library, reading_libraries = read_libraries(paths, root)
    unread, patterns = not_read(listing, (*walking, *reading)), broken_patterns(config)
    unsure = read_in_part(unread, vault_notes, patterns)
    styles = styles_of(root, listing.attachments, config.folder)
    made = run_stages(
        root,
        Part(  # has no name here, so that the stages can let go of it
            vault_notes=vault_notes,
            links=link_index(listing, ((each.path, each.aliases) for each in vault_notes)),
            library=library,
            reading=reading_libraries,
            styles=styles,
            ledger=ledger,
            unread=unread,
            unsure=not_looked_for(unsure, filters, config),
        ),
        config,
        now,
        means,
    )
    vault = (
        *(*remembering, *config.obsidian.diagnostics, *filters.diagnostics, *walking, *reading),
        *plugins_not_read(vault_notes, config.obsidian, config.decided),
        *plugins_kept(config.remembered),
        *patterns,
        *naming_libraries,
    )
    return Build(
        root=root,
        config=config,
        listing=listing,
        libraries=paths,
        stages=replace(made, ledger=_with_notetypes(made.ledger, notetypes, now)),
        before=before,
        memory=memory,
        told=vault,
        beside=(
            *read_beside(root, config, vault_notes),
            *paths,
            *style_files(config.citations.style, styles),
        ),
        notetypes=notetypes,
        progress=means.progress,
    )


def _hidden(listing: Listing) -> Iterator[Silent]:
    return (Silent(HIDDEN, Span(path, 1, 1)) for path in listing.hidden)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics, each once, by place."""
    return tuple(sorted(frozenset(diagnostics), key=_place))


def _place(each: Diagnostic) -> tuple[str, int, int, str, str]:
    """Return what diagnostics are sorted by; to compare spans would be a call for each two."""
    return each.span.path, each.span.line, each.span.end_line, each.code, each.message


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


def _with_notetypes(ledger: Ledger, notetypes: Iterable[Notetype], now: int) -> Ledger:
    """Stamp the notetypes; an older program than the last one leaves the newer look alone."""
    if ledger.serial > RELEASE:
        return ledger
    digests = {notetype.kind: digest(notetype) for notetype in notetypes}
    stamps = stamp_notetypes(ledger.notetypes, digests, now)
    return replace(ledger, notetypes=stamps, serial=RELEASE)
