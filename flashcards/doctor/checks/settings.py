"""The settings: the user's own, and those of Obsidian and its plugins that are gone by."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, of_diagnostic, of_error, ok
from flashcards.vault_folder import SETTINGS

NAME = "settings"
PLACE = 20


def look(patient: Patient) -> Iterator[Finding]:
    """Read all settings."""
    try:
        config = patient.read_config()
    except FlashcardsError as problem:
        yield of_error(problem)
        config = patient.config
    else:
        folder = config.folder
        where = f"{SETTINGS} is read" if folder else f"no {SETTINGS}: defaults"
        yield ok(f"{where}; `flashcards settings` shows every setting", folder or "")
    obsidian = config.obsidian
    yield from map(of_diagnostic, obsidian.diagnostics)
    files = {each.file for each in obsidian.settings} - obsidian.broken
    if files:
        yield ok(f"of Obsidian's own, these say something: {', '.join(sorted(files))}")
