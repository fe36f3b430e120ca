"""An export of what has changed: which vault notes are built again, and what comes of it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct

from flashcards.bibliography import read_libraries
from flashcards.cache import Beforehand
from flashcards.cache.exported import Exported
from flashcards.config import Config, with_remembered
from flashcards.memory_files import Memory
from flashcards.renewing.building import (
    guids_of,
    nobody_else_minds,
    read_literature,
    read_part,
)
from flashcards.renewing.changed import to_build, what_changed
from flashcards.renewing.elsewhere import Outlines, elsewhere_of, may_be_quiet_elsewhere
from flashcards.renewing.known import Known
from flashcards.renewing.library import UNCHANGED, cited_anew
from flashcards.renewing.remembered import open_lines
from flashcards.renewing.renewal import Renewal
from flashcards.renewing.together import put_together
from flashcards.stages import Part, run_stages
from flashcards.styles import styles_of
from flashcards.surroundings import link_index, styled_notetypes
from flashcards.unknown import read_in_part
from flashcards.workers import Means


class Last(Struct, frozen=True):
    """The last export, and the vault as it was before this one looked at it."""

    exported: Exported
    before: Beforehand


def renewal(
    root: Path, memory: Memory, last: Last, config: Config, now: int, means: Means
) -> Renewal | None:
    """Build what has changed in the vault at `root`; None if everything must be built.

    `now` is in seconds since 1970.
    """
    exported, before = last.exported, last.before
    libraries = tuple(map(Path, exported.value("libraries")))
    changed = what_changed(root, exported, before, libraries, config)
    if changed is None or memory.package is None:
        return None
    with open_lines(memory.ledger, exported.value("retired")) as lines:
        config = with_remembered(config, lines.header.plugins)
        about = read_literature(root, exported, changed.vault_notes, config, means)
        if about is None:
            return None
        known = Known(
            root=root,
            package=memory.package,
            exported=exported,
            lines=lines,
            changed=changed,
            config=config,
            notetypes=styled_notetypes(root, config),
            about=about,
            library=read_libraries(libraries, root),
            styles=styles_of(root, changed.listing.attachments, config.folder),
            limit=config.export,
            progress=means.progress,
        )
        return _renewed(known, now, means)


def _renewed(known: Known, now: int, means: Means) -> Renewal | None:
    root, config = known.root, known.config
    cited = cited_anew(known, config) if known.changed.libraries else UNCHANGED
    paths = cited and to_build(known.exported, known.changed, cited.citekeys)
    part = paths and _part(known, paths, config, means)
    if not (cited and paths and part):
        return None
    return put_together(known, cited, paths, run_stages(root, part, config, now, means), part)


def _part(known: Known, paths: AbstractSet[str], config: Config, means: Means) -> Part | None:
    """Return the vault notes at `paths` with their surroundings; None if others have to change."""
    exported, listing = known.exported, known.changed.listing
    read = read_part(known.root, paths, config, means)
    if read is None or not nobody_else_minds(exported, read, known.changed.vault_notes):
        return None
    others = [note for note in known.about if note.path not in paths]
    notes = sorted((*read, *others), key=lambda note: note.path)
    ledger = known.lines.read(guids_of(exported, sorted(paths)))
    if may_be_quiet_elsewhere(exported, ledger.entries.values(), paths):
        return None
    library, reading = known.library
    return Part(
        vault_notes=notes,
        links=link_index(listing, exported.value("aliases")),
        library=library,
        reading=reading,
        styles=known.styles,
        ledger=ledger,
        unread=lambda _path: False,
        unsure=read_in_part(lambda _path: False, notes, ()),
        elsewhere=elsewhere_of(exported, paths, known.lines),
        named_elsewhere=lambda citekey: not paths >= set(exported.users("names", [citekey])),
        outlines=Outlines(
            notes,
            listing.vault_notes,
            lambda path: read_part(known.root, [path], config, means),
        ),
        floors=tuple(exported.value("floors")),
    )
