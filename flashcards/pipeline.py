"""The stages in their order: `build` turns a vault into Anki notes and says what it saw.

It writes nothing. Every command is a build and one act.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.changes import Change, compare, stamp_notetypes
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.identity import identify
from flashcards.ledger import Ledger
from flashcards.links import LinkIndex
from flashcards.media import Attachments
from flashcards.memory import Memory, memory_of, remember
from flashcards.model import Identified, ParsedVaultNote, Rendered, Silent
from flashcards.notetypes import NOTETYPES, RELEASE, digest
from flashcards.parsing import parse_vault_note
from flashcards.render import RenderContext, render
from flashcards.vault import Listing, read_vault_note, walk_vault
from flashcards.vault.globs import Globs
from flashcards.works import Works, find_works, library_paths

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""


def no_progress(doing: str, done: int, total: int) -> None:
    """Tell nobody."""
    del doing, done, total


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


def build(
    root: Path,
    config: Config,
    now: int,
    *,
    memory: Memory | None = None,
    libraries: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> Build:
    """Turn the vault at `root` into Anki notes; `now` is in seconds since 1970.

    Raises `FlashcardsError` if a library that was named is missing or the ledger is unreadable.
    """
    memory = memory or memory_of(root)
    before, remembering = remember(memory, {root.name, config.vault_id or root.name})
    ledger = _remembered(before, root, config)
    listing, walking = walk_vault(root, config.ignore, config.include)
    vault_notes, reading = _read(root, listing, config, progress)
    paths = library_paths(root, libraries, config.bibliography, listing.attachments)
    works, citing = find_works(paths, root, vault_notes)
    unread = _unread(listing, (*walking, *reading))
    identified, silent, naming = identify(vault_notes, ledger, unread)
    context = _context(root, ledger, listing, works)
    rendered, rendering = _render(identified, context, progress)
    changes, after = compare(ledger, rendered, now, _unknown(unread, config.include))
    found = (problem for vault_note in vault_notes for problem in vault_note.diagnostics)
    diagnostics = {*remembering, *walking, *reading, *found, *citing, *naming, *rendering}
    return Build(
        root=root,
        vault_notes=vault_notes,
        rendered=rendered,
        works=works,
        changes=changes,
        ledger=_with_notetypes(after, now),
        before=before,
        memory=memory,
        silent=(*(each for note in vault_notes for each in note.silent), *silent),
        diagnostics=tuple(
            sorted(diagnostics, key=lambda each: (each.span, each.code, each.message))
        ),
    )


def _remembered(before: Ledger | None, root: Path, config: Config) -> Ledger:
    """Names are chosen at the first export and kept, unless the settings say otherwise."""
    ledger = before or Ledger(root.name, root.name, root.name)
    return replace(
        ledger,
        vault_id=config.vault_id or ledger.vault_id,
        vault_name=config.vault_name or ledger.vault_name,
        root_deck=config.root_deck or ledger.root_deck,
    )


def _unknown(unread: Callable[[str], bool], include: Sequence[str]) -> Callable[[str], bool]:
    """Tell what nobody looked for, also where a file was renamed to what was not asked for."""
    if not include:
        return unread
    included = Globs(include)
    return lambda path: unread(path) or not included.match(path)


def _with_notetypes(ledger: Ledger, now: int) -> Ledger:
    """Stamp the notetypes; an older program than the last one leaves the newer look alone."""
    if ledger.serial > RELEASE:
        return ledger
    digests = {notetype.kind: digest(notetype) for notetype in NOTETYPES}
    stamps = stamp_notetypes(ledger.notetypes, digests, now)
    return replace(ledger, notetypes=stamps, serial=RELEASE)


def _read(
    root: Path, listing: Listing, config: Config, progress: Progress
) -> tuple[tuple[ParsedVaultNote, ...], tuple[Diagnostic, ...]]:
    parsed: list[ParsedVaultNote] = []
    diagnostics: list[Diagnostic] = []
    for done, path in enumerate(listing.vault_notes):
        progress("reading vault notes", done, len(listing.vault_notes))
        vault_note, problems = read_vault_note(root, path)
        diagnostics += problems
        if vault_note is not None:
            parsed.append(parse_vault_note(vault_note, config.syntaxes))
    return tuple(parsed), tuple(diagnostics)


def _unread(listing: Listing, problems: Sequence[Diagnostic]) -> Callable[[str], bool]:
    """Tell which paths were not read, so that nothing there is taken for gone."""
    excluded = frozenset(listing.excluded)
    failed = frozenset(each.span.path for each in problems if each.severity is Severity.ERROR)

    def unread(path: str) -> bool:
        parts = path.split("/")
        return path in excluded or not failed.isdisjoint(
            {".", *("/".join(parts[: end + 1]) for end in range(len(parts)))}
        )

    return unread


def _context(root: Path, ledger: Ledger, listing: Listing, works: Works) -> RenderContext:
    return RenderContext(
        vault_name=ledger.vault_name,
        links=LinkIndex(listing.vault_notes, listing.attachments),
        attach=Attachments(root).attach,
        items=works.items,
        suggestions=works.suggest,
        literature_notes=works.literature_notes,
    )


def _render(
    identified: Sequence[Identified], context: RenderContext, progress: Progress
) -> tuple[tuple[Rendered, ...], tuple[Diagnostic, ...]]:
    rendered: list[Rendered] = []
    diagnostics: list[Diagnostic] = []
    for done, each in enumerate(identified):
        progress("rendering flashcards", done, len(identified))
        anki_note, problems = render(each, context)
        diagnostics += problems
        if anki_note is not None:
            rendered.append(Rendered(each, anki_note))
    return tuple(rendered), tuple(diagnostics)
