"""The second ledgers that sync programs leave beside ours, taken over in memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flashcards.bounded import read_bounded
from flashcards.diagnostics import Diagnostic, FlashcardsError, Severity, Span
from flashcards.ledger.lines import parse_ledger
from flashcards.ledger.merging import merged
from flashcards.ledger.values import Ledger

_MOST_BYTES = 1 << 32


def conflict_copies(ledger: Path) -> tuple[Path, ...]:
    """Return what sync programs put beside a ledger that was written on two machines.

    Dropbox writes `ledger (conflicted copy).jsonl`, Syncthing `ledger.sync-conflict-....jsonl`,
    iCloud `ledger 2.jsonl`.
    """
    stem = ledger.stem
    return tuple(
        sorted(
            path
            for path in ledger.parent.glob(f"{stem}*{ledger.suffix}")
            if path.name != ledger.name and path.is_file()
        )
    )


def with_copies(ledger: Ledger, copies: Iterable[Path]) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """Take over what only conflict copies know; for one guid the later export counts."""
    diagnostics: list[Diagnostic] = []
    for path in copies:
        span = Span(f"{path.parent.name}/{path.name}", 1, 1)
        try:
            other = parse_ledger(read_bounded(path, _MOST_BYTES).decode(), path.name)
        except (OSError, UnicodeDecodeError, FlashcardsError) as error:
            diagnostics.append(_unused(span, str(error)))
            continue
        if other.vault_id != ledger.vault_id:
            diagnostics.append(_unused(span, f"it belongs to the vault {other.vault_id}"))
            continue
        ledger = merged(ledger, other)
        diagnostics.append(
            Diagnostic(
                "ledger-copy",
                Severity.WARNING,
                span,
                "a sync program kept a second ledger; what it knows was taken over",
                "delete it once you have exported",
            )
        )
    return ledger, tuple(diagnostics)


def _unused(span: Span, reason: str) -> Diagnostic:
    return Diagnostic(
        "ledger-copy-unread",
        Severity.WARNING,
        span,
        f"a sync program kept a second ledger, which was not used: {reason}",
        "see whether it holds anything you miss, then delete it",
    )
