"""The vault notes to be built again, with all that they depend on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from flashcards.cache.exported import Exported
from flashcards.cache.values import from_bytes
from flashcards.config import Config
from flashcards.model import ParsedVaultNote
from flashcards.reading import read_vault
from flashcards.renewing.facts import facts_of
from flashcards.workers import Means
from flashcards.works import may_be_about_work


def read_part(
    root: Path, paths: Iterable[str], config: Config, means: Means
) -> tuple[ParsedVaultNote, ...] | None:
    """Return vault notes by their paths, sorted; None if one cannot be read."""
    notes, problems = read_vault(root, sorted(paths), config.syntaxes, means, is_part=True)
    return None if problems else notes


def read_literature(
    root: Path, exported: Exported, changed: Collection[str], config: Config, means: Means
) -> tuple[ParsedVaultNote, ...] | None:
    """Return the vault notes that may be about works, as far as others depend on them.

    Those at the `changed` paths are read again; None if one cannot be.
    """
    known: list[ParsedVaultNote] = from_bytes(exported.content("literature"))
    paths = [note.path for note in known if note.path in changed]
    read = read_part(root, paths, config, means) if paths else ()
    if read is None:
        return None
    now = {note.path: without_flashcards(note) for note in read}
    return tuple(now.get(note.path, note) for note in known)


def without_flashcards(vault_note: ParsedVaultNote) -> ParsedVaultNote:
    """Return a vault note as far as others depend on it."""
    return replace(vault_note, flashcards=(), silent=(), diagnostics=())


def nobody_else_minds(
    exported: Exported, vault_notes: Iterable[ParsedVaultNote], changed: Collection[str]
) -> bool:
    """Tell whether what has changed in vault notes is nothing that others depend on."""
    known = dict(exported.parts(sorted(changed)))
    return all(
        known[note.path]["facts"]
        == facts_of(note, is_about_work=known[note.path]["named"] or may_be_about_work(note))
        for note in vault_notes
        if note.path in changed
    )


def guids_of(exported: Exported, paths: Sequence[str]) -> list[str]:
    """Return the guids of the Anki notes that vault notes had."""
    return [guid for _, part in exported.parts(paths) for guid in part["guids"]]
