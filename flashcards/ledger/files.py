"""The ledger's file: read whole, written beside the old one, put in force in one step."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from flashcards.bounded import read_bounded
from flashcards.diagnostics import Diagnostic, FlashcardsError
from flashcards.durable import put_in_place, write_whole
from flashcards.ledger.copies import conflict_copies, with_copies
from flashcards.ledger.lines import entries_text, header_text, parse_ledger
from flashcards.ledger.merging import with_own_ids
from flashcards.ledger.text import LedgerText, TextInMemory
from flashcards.ledger.values import Ledger

MOST_BYTES = 1 << 32
"""Of a ledger: a million flashcards have less."""

_BESIDE = {
    ".gitattributes": """\
# Lines of a ledger are independent of each other: keep those of both sides.
*.jsonl merge=union
""",
    ".gitignore": """\
# Of this folder only the ledger is worth keeping; the rest can be made again.
*last.apkg
*.next
*.tmp
lock*
""",
}
"""For vaults that are kept in git."""


def load_ledger(
    path: Path, package_digest: Callable[[], str] = str
) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Read what is remembered of a vault; None if there is no ledger yet.

    A killed export may leave `ledger.next`: it is taken if `package_digest`, that of the package
    that is in place, is the one it was written for. Conflict copies are taken over.
    Raises `FlashcardsError` if the ledger cannot be read or a newer version wrote it: starting
    afresh would make every flashcard new in Anki.
    """
    ledger = _staged(staged_path(path), package_digest) or _read(path)
    if ledger is None:
        return None, ()
    ledger, diagnostics = with_copies(ledger, conflict_copies(path))
    return replace(ledger, entries=with_own_ids(ledger.entries)), diagnostics


def stage_ledger(ledger: Ledger, path: Path, entries: LedgerText | None = None) -> Path | None:
    """Write a ledger beside the one in force; None if it would be the same.

    `commit_ledger` puts it in force, once the package is in place: so a ledger that cannot be
    written is found out before anything was done. Raises `FlashcardsError` in that case.
    `entries` are the lines of its entries, if they are known already.
    """
    lines = TextInMemory(entries_text(ledger)) if entries is None else entries
    header = header_text(ledger)
    staged = staged_path(path)
    try:
        if _holds(path, header, lines):
            staged.unlink(missing_ok=True)  # of a killed export whose package never came
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        for name, content in _BESIDE.items():
            if not (path.parent / name).exists():
                write_whole(path.parent / name, (content.encode(),))
        write_whole(staged, chain((header,), lines.parts()))
    except OSError as error:
        raise FlashcardsError(
            f"cannot write the ledger {path}: {error.strerror or error}",
            "nothing was exported: without its ledger the next export would not know"
            " which flashcards Anki already has; --ledger names another place for it",
        ) from error
    return staged


def staged_path(ledger: Path) -> Path:
    """Return where a ledger is before it is in force."""
    return ledger.with_suffix(".next")


def _holds(path: Path, header: bytes, lines: LedgerText) -> bool:
    """Tell whether a file holds just this; mostly its header is another."""
    if not path.exists() or path.stat().st_size != len(header) + lines.length:
        return False
    with path.open("rb") as file:
        parts = chain((header,), lines.parts())
        return all(file.read(len(part)) == part for part in parts)


def commit_ledger(staged: Path, path: Path) -> None:
    """Put a staged ledger in force, whole.

    Raises `FlashcardsError` if that cannot be done; the next export then does it, if the package
    that the ledger was written for is in its place.
    """
    try:
        put_in_place(staged, path)
    except OSError as error:
        raise FlashcardsError(
            f"cannot write the ledger {path}: {error.strerror or error}",
            f"the package is written; leave {staged.name} where it is and export again",
        ) from error


def settle_ledger(path: Path, package_digest: Callable[[], str]) -> None:
    """Put in force what a killed export had staged, if the package that it goes with is there.

    Before anything else is staged: else a second kill would lose what the first export made.
    Only while no other export is running.
    """
    staged = staged_path(path)
    if staged.exists() and _staged(staged, package_digest) is not None:
        commit_ledger(staged, path)


def _staged(path: Path, package_digest: Callable[[], str]) -> Ledger | None:
    """Return the ledger that a killed export had written, if its package came into place."""
    try:
        ledger = _read(path)
    except FlashcardsError:
        return None  # it was being written: the package cannot be in place
    if ledger is None or not ledger.package or ledger.package != package_digest():
        return None
    return ledger


def _read(path: Path) -> Ledger | None:
    try:
        text = read_bounded(path, MOST_BYTES).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise FlashcardsError(
            f"cannot read the ledger {path}: {why}",
            "nothing was written; restore the file from a backup or from version control",
        ) from error
    return parse_ledger(text, str(path))
