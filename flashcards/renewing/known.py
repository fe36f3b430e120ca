"""What is known before anything is built again."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from flashcards.bibliography import Library
from flashcards.cache.exported import Exported
from flashcards.changes import RemovalLimit
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic
from flashcards.model import ParsedVaultNote
from flashcards.notetypes import Notetype
from flashcards.package import Block, Earlier, earlier
from flashcards.renewing.changed import Changed
from flashcards.renewing.remembered import Lines
from flashcards.styles import Styles
from flashcards.workers import Progress


class Known(Struct, frozen=True):
    """What the last export left behind, and what is not as it was."""

    root: Path
    package: Path
    """That of the last export, still in its place."""

    exported: Exported
    lines: Lines
    """The ledger of the last export."""

    changed: Changed
    config: Config
    notetypes: tuple[Notetype, ...]
    about: tuple[ParsedVaultNote, ...]
    """The vault notes that may be about works, without their flashcards."""

    library: tuple[Library, tuple[Diagnostic, ...]]
    """As it is now, and what there was to say when it was read."""

    styles: Styles
    limit: RemovalLimit
    progress: Progress

    def earlier(self) -> Earlier:
        """Return the package of the last export, as it was deflated."""
        files = self.exported.value("blocks")
        return earlier(self.package, ((at, (Block(*each) for each in of)) for at, of in files))
