"""The vault's folder: what cannot be read, what other systems would mix up, how much there is."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, count, error, of_diagnostic, ok, some, warning
from flashcards.room import megabytes
from flashcards.vault.read import MAX_BYTES

NAME = "vault"
PLACE = 10


def look(patient: Patient) -> Iterator[Finding]:
    """Look at every file of the vault that an export would look at."""
    listing, told = patient.walked
    paths = (*listing.vault_notes, *listing.excluded, *listing.attachments)
    yield from some(map(of_diagnostic, told), "`flashcards check` names all of them")
    root = str(patient.root)
    yield from some(_unread(root, listing.vault_notes), "`flashcards check` names all of them")
    yield from some(_clashes(paths), "rename them as well")
    if not paths:
        yield warning("there is nothing in it", "is it the right folder?", patient.root)
        return
    others = count(len(listing.attachments), "other file")
    said = f"{count(len(listing.vault_notes), 'vault note')}, {others}"
    left_out = f", {len(listing.excluded):,} left out by settings" if listing.excluded else ""
    size = megabytes(sum(_size(f"{root}/{path}") for path in paths))
    yield ok(f"{said}{left_out}; {size}", patient.root)


def _unread(root: str, paths: Iterable[str]) -> Iterator[Finding]:
    for path in paths:
        if not os.access(f"{root}/{path}", os.R_OK):
            yield error(f"{path} cannot be read: permission denied", "let yourself read it", path)
        elif (size := _size(f"{root}/{path}")) > MAX_BYTES:
            mend = "split it into several vault notes"
            yield error(f"{path} is not read: it has {megabytes(size)}", mend, path)


def _clashes(paths: Iterable[str]) -> Iterator[Finding]:
    """Yield names that are one on other systems: Windows and macOS see no case.

    macOS writes letters with accents in two pieces where Linux and Windows write one.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        alike[unicodedata.normalize("NFC", path).casefold()].append(path)
    for group in alike.values():
        if len(group) > 1:
            composed = {unicodedata.normalize("NFC", path) for path in group}
            how = "case" if len(composed) > 1 else "how their accents are encoded"
            yield warning(
                f"{' and '.join(sorted(group))} differ only in {how}, and are one file elsewhere",
                "rename one of them before the vault is synced to Windows or macOS",
                group[0],
            )


def _size(file: str) -> int:
    try:
        return os.stat(file).st_size  # noqa: PTH116 - thousands of them
    except OSError:
        return 0
