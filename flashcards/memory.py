"""What was exported last: the ledger, or the packages that it can be rebuilt from."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic, FlashcardsError, Severity, Span
from flashcards.ledger import Ledger, load_ledger, parse_ledger
from flashcards.ledger.merging import merged
from flashcards.memory_files import Memory
from flashcards.package import digest_in_place, read_package


def remember(
    memory: Memory, names: Container[str] = ()
) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Read the ledger, or rebuild it from a package of ours; None if nothing was ever exported.

    Raises `FlashcardsError` if there is a ledger that cannot be read.
    """

    def digest() -> str:
        return digest_in_place(memory.package) if memory.package else ""

    ledger, diagnostics = load_ledger(memory.ledger, digest)
    return (ledger, diagnostics) if ledger is not None else _rebuilt(memory, names)


def ledger_in(package: Path) -> Ledger | None:
    """Return the ledger that a package of ours carries; None if it is missing or not ours."""
    found = read_package(package)
    if found is None or not found.ledger_lines:
        return None
    ledger = parse_ledger("\n".join(found.ledger_lines), package.name)
    return replace(ledger, package=found.digest)


def _rebuilt(memory: Memory, names: Container[str]) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    known: Ledger | None = None
    read: list[str] = []
    for path in memory.packages:
        ledger = ledger_in(path)
        if ledger is None or (known is not None and ledger.vault_id != known.vault_id):
            continue
        if known is None and path == memory.package and ledger.vault_id not in names:
            raise FlashcardsError(
                f"{path} was exported from the vault {ledger.vault_id}, and this one has no ledger",
                "name another file; if it is the same vault: flashcards ledger rebuild VAULT"
                f" --from {path}",
            )
        known = merged(known, ledger) if known is not None else ledger
        read.append(path.name)
    if known is None:
        return None, ()
    told = Diagnostic(
        "ledger-rebuilt",
        Severity.INFO,
        Span(f"{memory.ledger.parent.name}/{memory.ledger.name}", 1, 1),
        f"the ledger is gone; it was rebuilt from {' and '.join(read)}",
        "keep the folder with the vault: it knows which flashcards Anki already has",
    )
    return known, (told,)
