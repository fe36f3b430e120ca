"""What has changed since the last export, and which vault notes have to be built again for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.cache import Beforehand
from flashcards.cache.exported import Exported
from flashcards.cache.states import content_digest, state_of

LARGEST_SHARE = 0.2
"""Of the vault notes; with more to build again, building all of them takes no longer."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The files that are not as they were, as paths in the vault."""

    vault_notes: frozenset[str]
    others: frozenset[str]
    libraries: bool
    """Whether a library changed, in the vault or outside."""


def what_changed(
    root: Path, exported: Exported, before: Beforehand, libraries: Iterable[Path]
) -> Changed | None:
    """Return what has changed; None if it is more than the content of some files."""
    if exported.value("asked") != before.asked:
        return None
    known, now = exported.files(), dict(before.files)
    if known.keys() != now.keys():
        return None
    changed = {path for path, state in now.items() if known[path] != state}
    recent = exported.value("recent")
    changed |= {path for path, digest in recent.items() if content_digest(path) != digest}
    named = {str(path) for path in libraries}
    beside = {path for path, state in exported.value("others").items() if state_of(path) != state}
    if beside - named:
        return None
    return _sorted_out(str(root), exported, changed, named, bool(beside))


def _sorted_out(
    root: str, exported: Exported, changed: Iterable[str], libraries: Iterable[str], beside: bool
) -> Changed | None:
    listing = exported.value("listing")
    vault_notes, attachments = set(listing["vault_notes"]), set(listing["attachments"])
    named = set(libraries)
    notes, others = set[str](), set[str]()
    for file in changed:
        path = file.removeprefix(f"{root}/")
        if path in vault_notes:
            notes.add(path)
        elif file in named:
            beside = True
        elif path in attachments and not _may_be_settings(path):
            others.add(path)
        else:
            return None
    return Changed(frozenset(notes), frozenset(others), beside)


def _may_be_settings(path: str) -> bool:
    """Tell whether a file says how others are read: settings, styles, a library unnamed so far."""
    return path.lower().endswith((".toml", ".csl", ".css", ".json"))


def to_build(exported: Exported, changed: Changed, cited: Sequence[str]) -> frozenset[str] | None:
    """Return the paths of the vault notes to build again; None if they are too many.

    `cited` are the citekeys whose works changed.
    """
    files = [*changed.vault_notes, *changed.others]
    paths = {
        *changed.vault_notes,
        *exported.users("needs", files),
        *exported.users("cites", cited),
        *exported.users("always", [""]),
    }
    many = len(exported.value("listing")["vault_notes"]) * LARGEST_SHARE
    return frozenset(paths) if len(paths) <= max(many, 10) else None
