"""What is known before anything is built again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flashcards.bibliography import Library
from flashcards.cache.exported import Exported
from flashcards.diagnostics import Diagnostic
from flashcards.notetypes import Notetype
from flashcards.renewing.changed import Changed
from flashcards.renewing.remembered import Lines
from flashcards.styles import Styles


@dataclass(frozen=True, slots=True)
class Known:
    """What the last export left behind, and what is not as it was."""

    root: Path
    exported: Exported
    lines: Lines
    """The ledger of the last export."""

    changed: Changed
    gone: frozenset[str]
    """The full paths of files of the vault that are no more."""

    notetypes: tuple[Notetype, ...]
    library: tuple[Library, tuple[Diagnostic, ...]]
    """As it is now, and what there was to say when it was read."""

    styles: Styles
