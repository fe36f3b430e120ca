"""The cache: it is only there to be fast."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.cache.health import cache_fault, cache_files
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, ok, warning
from flashcards.room import megabytes

NAME = "cache"
PLACE = 40


def look(patient: Patient) -> Iterator[Finding]:
    """Look at the files that are kept of the vault."""
    files = cache_files(patient.store)
    if not files:
        yield ok("there is none yet; the next export makes it", patient.folders.cache)
        return
    if fault := cache_fault(patient.store):
        yield warning(f"it is damaged, and not used: {fault}", f"delete {files[0]}", files[0])
        return
    size = megabytes(sum(file.stat().st_size for file in files))
    yield ok(f"{size}; it can be deleted at any time, and is made again", files[0])
