"""What has changed since the last export, and which vault notes have to be built again for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cache import Beforehand
from flashcards.cache.exported import Exported
from flashcards.cache.states import content_digest, state_of
from flashcards.config import Config
from flashcards.links import file_name
from flashcards.surroundings import filters_of
from flashcards.vault import Listing, walk_vault
from flashcards.works import LIBRARY_ENDINGS

LARGEST_SHARE = 0.2
"""Of the vault notes; with more to build again, building all of them takes no longer."""

_OF_SETTINGS = (".toml", ".csl", ".css", *LIBRARY_ENDINGS)
"""Files that say how others are read: settings, styles, libraries."""


class Changed(Struct, frozen=True):
    """What is not as it was; the files as paths in the vault."""

    vault_notes: frozenset[str]
    others: frozenset[str]
    """Other files that hold something else now, or are gone."""

    names: frozenset[str]
    """What links call files that came or went, as `links.file_name` has it."""

    libraries: bool
    """Whether a library changed, in the vault or outside."""

    listing: Listing
    """The files that there are now."""

    is_listed: bool
    """Whether these are the files that there were."""

    files: Mapping[str, str]
    """The states of those that came or hold something else, by full path."""

    gone: frozenset[str]
    """The full paths of files of the vault that are no more."""


def listing_of(exported: Exported) -> Listing:
    """Return the files that there were at the last export."""
    return Listing(**{name: tuple(paths) for name, paths in exported.value("listing").items()})


def what_changed(
    root: Path, exported: Exported, before: Beforehand, libraries: Iterable[Path], config: Config
) -> Changed | None:
    """Return what has changed; None if it is more than some files can be built again for."""
    if exported.value("asked") != before.asked:
        return None
    known, now = exported.files(), dict(before.files)
    then = listing_of(exported)
    listing = then if known.keys() == now.keys() else _listing_now(root, then, config)
    if listing is None:
        return None
    files = {path: state for path, state in now.items() if known.get(path) != state}
    changed = files.keys() & known.keys()
    recent = exported.value("recent")
    changed |= {path for path in recent.keys() & now.keys() if content_digest(path) != recent[path]}
    named = {str(path) for path in libraries}
    beside = {path for path, state in exported.value("others").items() if state_of(path) != state}
    if beside - named:
        return None
    inside = frozenset(path.removeprefix(f"{root}/") for path in changed - named)
    went = frozenset(then.attachments) - frozenset(listing.attachments)
    came = frozenset(listing.attachments) - frozenset(then.attachments)
    vault_notes = inside & frozenset(listing.vault_notes)
    others = inside - vault_notes
    if not others <= frozenset(listing.attachments) or any(map(_may_be_settings, others)):
        return None
    names = frozenset(map(file_name, came | went))
    libraries_changed = bool(beside or changed & named)
    gone = frozenset(known.keys() - now.keys())
    return Changed(
        vault_notes=vault_notes,
        others=others | went,
        names=names,
        libraries=libraries_changed,
        listing=listing,
        is_listed=listing == then,
        files=files,
        gone=gone,
    )


def _listing_now(root: Path, then: Listing, config: Config) -> Listing | None:
    """Return the files that there are now; None if others came or went than those to be shown."""
    now, told = walk_vault(root, config.ignore, config.include, filters_of(config).hide)
    if told or replace(now, attachments=then.attachments) != then:
        return None
    came_or_went = set(now.attachments) ^ set(then.attachments)
    notes = {file_name(path) for path in (*now.vault_notes, *now.excluded)}
    return None if any(_may_be_more(path, notes) for path in came_or_went) else now


def _may_be_more(path: str, vault_notes: Collection[str]) -> bool:
    """Tell whether a file may be more than one to be shown, or what links to vault notes name."""
    name = file_name(path)
    return _may_be_settings(name) or name.endswith(".md") or f"{name}.md" in vault_notes


def _may_be_settings(path: str) -> bool:
    return "." not in path or path.lower().endswith(_OF_SETTINGS)


def to_build(exported: Exported, changed: Changed, cited: Collection[str]) -> frozenset[str] | None:
    """Return the paths of the vault notes to build again; None if they are too many.

    `cited` are the citekeys whose works changed.
    """
    paths = {
        *changed.vault_notes,
        *exported.users("needs", sorted(changed.vault_notes | changed.others)),
        *exported.users("looks for", sorted(changed.names)),
        *exported.users("cites", sorted(cited)),
        *exported.users("always", [""]),
    }
    many = len(changed.listing.vault_notes) * LARGEST_SHARE
    return frozenset(paths) if len(paths) <= max(many, 10) else None
