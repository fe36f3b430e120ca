"""Where is remembered what was exported: the ledger, and the packages it can be rebuilt from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.ledger import Ledger, ledger_path, load_ledger, parse_ledger
from flashcards.package import read_package


@dataclass(frozen=True, slots=True)
class Memory:
    """The files that an export reads first and writes last."""

    ledger: Path
    package: Path | None = None
    """The package that is to be written, which may hold an earlier one of ours."""

    @property
    def last(self) -> Path:
        """The last package without its media, for comparing and for rebuilding."""
        return self.ledger.with_name("last.apkg")

    @property
    def packages(self) -> Iterator[Path]:
        """The packages that carry a ledger, the surest first."""
        if self.package is not None:
            yield self.package
        yield self.last


def memory_of(root: Path, ledger: Path | None = None, package: Path | None = None) -> Memory:
    """Return the memory of the vault at `root`; `ledger` is for vaults that are read-only."""
    return Memory(ledger or ledger_path(root), package)


def remember(memory: Memory) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Read the ledger, or rebuild it from a package of ours; None if nothing was ever exported.

    Raises `FlashcardsError` if there is a ledger that cannot be read.
    """

    def digest_in_place() -> str:
        found = read_package(memory.package) if memory.package else None
        return found.digest if found else ""

    ledger, diagnostics = load_ledger(memory.ledger, digest_in_place)
    return (ledger, diagnostics) if ledger is not None else _rebuilt(memory)


def ledger_in(package: Path) -> Ledger | None:
    """Return the ledger that a package of ours carries; None if it is missing or not ours."""
    found = read_package(package)
    if found is None or not found.ledger_lines:
        return None
    ledger = parse_ledger("\n".join(found.ledger_lines), package.name)
    return replace(ledger, package=found.digest)


def _rebuilt(memory: Memory) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    for path in memory.packages:
        ledger = ledger_in(path)
        if ledger is not None:
            told = Diagnostic(
                "ledger-rebuilt",
                Severity.INFO,
                Span(f"{memory.ledger.parent.name}/{memory.ledger.name}", 1, 1),
                f"the ledger is gone; it was rebuilt from {path.name}",
                "keep the folder with the vault: it knows which flashcards Anki already has",
            )
            return ledger, (told,)
    return None, ()
