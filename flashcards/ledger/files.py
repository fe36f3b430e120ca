"""The ledger's file: read whole, written beside the old one, put in force in one step."""

from __future__ import annotations

import os
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger.lines import format_ledger, parse_ledger
from flashcards.ledger.values import Ledger

FOLDER = ".flashcards"
"""Our one folder in the vault."""

_ATTRIBUTES = """\
# Lines of a ledger are independent of each other: keep those of both sides.
*.jsonl merge=union
"""


def ledger_path(root: Path) -> Path:
    """Return where the ledger of the vault at `root` is kept."""
    return root / FOLDER / "ledger.jsonl"


def load_ledger(path: Path) -> Ledger | None:
    """Read a ledger; None if there is none yet.

    Raises `FlashcardsError` if it cannot be read or a newer version wrote it: starting afresh
    would make every flashcard new in Anki.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise FlashcardsError(
            f"cannot read the ledger {path}: {why}",
            "nothing was written; restore the file from a backup or from version control",
        ) from error
    return parse_ledger(text, str(path))


def stage_ledger(ledger: Ledger, path: Path) -> Path | None:
    """Write a ledger beside the one in force; None if it would be the same.

    `commit_ledger` puts it in force, once the package is in place: so a ledger that cannot be
    written is found out before anything was done. Raises `FlashcardsError` in that case.
    """
    text = "".join(f"{line}\n" for line in format_ledger(ledger))
    staged = path.with_name("ledger.next")
    try:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        attributes = path.parent / ".gitattributes"
        if not attributes.exists():
            attributes.write_text(_ATTRIBUTES, encoding="utf-8")
        with staged.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FlashcardsError(
            f"cannot write the ledger {path}: {error.strerror or error}",
            "nothing was exported: without its ledger the next export would not know"
            " which flashcards Anki already has",
        ) from error
    return staged


def commit_ledger(staged: Path, path: Path) -> None:
    """Put a staged ledger in force, whole."""
    staged.replace(path)
