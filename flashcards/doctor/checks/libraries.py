"""The libraries that citekeys are looked up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flashcards.bibliography import read_libraries
from flashcards.diagnostics import Severity
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, count, error, of_diagnostic, ok, warning
from flashcards.model import VaultNote
from flashcards.surroundings import libraries_of
from flashcards.vault.read import read_vault_note

NAME = "libraries"
PLACE = 60


def look(patient: Patient) -> Iterator[Finding]:
    """Find and read the libraries as an export does."""
    listing, _ = patient.walked
    vault_notes = tuple(_vault_notes(patient.root, listing.vault_notes))
    paths, told = libraries_of(patient.root, patient.asked, patient.config, listing, vault_notes)
    yield from map(of_diagnostic, told)
    if not paths:
        yield ok("none is named and none is in the vault: citekeys are shown as they are")
    for path in paths:
        yield from _library(path, patient.root)


def _vault_notes(root: Path, paths: tuple[str, ...]) -> Iterator[VaultNote]:
    for path in paths:
        vault_note, _ = read_vault_note(root, path)
        if vault_note is not None:
            yield vault_note


def _library(path: Path, root: Path) -> Iterator[Finding]:
    library, told = read_libraries((path,), root)
    if not library.files:
        yield from map(of_diagnostic, told)
        return
    counts = Counter(each.severity for each in told)
    if broken := counts[Severity.ERROR] + counts[Severity.WARNING]:
        message = f"{path.name} has {count(broken, 'entry', 'entries')} with something wrong"
        yield warning(message, "`flashcards check` names them with their lines", path)
    works = len({*library.citekeys()})
    changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    if not works:
        yield error(f"{path} has no works in it", "export it again from Zotero or elsewhere", path)
    else:
        said = f"{path.name}: {count(works, 'work')}"
        yield ok(f"{said}, last changed {changed:%Y-%m-%d %H:%M}", path)
