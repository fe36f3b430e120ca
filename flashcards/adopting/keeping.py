"""The ledger with adopted entries put in force, and taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from flashcards.diagnostics import FlashcardsError
from flashcards.durable import write_whole
from flashcards.ledger import Ledger, commit_ledger, exclusive, stage_ledger
from flashcards.memory import remember
from flashcards.memory_files import Memory


class _Before(Struct, frozen=True):
    """What is needed to go back."""

    text: str | None
    """The ledger of before; None if there was none."""

    guids: frozenset[str]
    """What was adopted."""

    after: str
    """A digest of the ledger as it was then left."""


def keep_adopted(memory: Memory, before: Ledger | None, ledger: Ledger) -> None:
    """Put a ledger in force, and keep the one of before beside it.

    Raises `FlashcardsError` if another export changed it since `before` was read, or if a file
    cannot be written; then the ledger is as it was.
    """
    with exclusive(memory.ledger):
        refuse_unsettled(memory)
        if remember(memory)[0] != before:
            raise FlashcardsError("the ledger changed meanwhile", "adopt again")
        guids = ledger.entries.keys() - (before.entries.keys() if before else ())
        text = _text(memory.ledger)
        staged = stage_ledger(ledger, memory.ledger)
        if staged is None:
            return
        made = _Before(text, frozenset(guids), _digest(staged.read_text("utf-8")))
        try:
            write_whole(_before_file(memory), [_joined(_read(memory), made).encode()])
        except OSError as error:
            staged.unlink(missing_ok=True)
            raise FlashcardsError(
                f"cannot write {_before_file(memory)}: {error.strerror or error}",
                "nothing was adopted",
            ) from error
        commit_ledger(staged, memory.ledger)


def undo_adoption(memory: Memory) -> int:
    """Put the ledger of before in force again; return how many Anki notes it lets go.

    If there were exports since, what they did otherwise is kept. Raises `FlashcardsError` if
    nothing was adopted.
    """
    if not _before_file(memory).exists():
        raise FlashcardsError(
            "there is nothing to undo: nothing was adopted, or it was undone already"
        )
    with exclusive(memory.ledger):
        refuse_unsettled(memory)
        kept = _read(memory)
        if kept is None:
            raise FlashcardsError(
                f"{_before_file(memory)} cannot be read", "restore it from a backup"
            )
        if _digest(_text(memory.ledger) or "") != kept.after:
            _let_go(memory, kept.guids)
        elif kept.text is None:
            memory.ledger.unlink()
        else:
            write_whole(memory.ledger, [kept.text.encode()])
        _before_file(memory).unlink()
        return len(kept.guids)


def refuse_unsettled(memory: Memory) -> None:
    """Raise `FlashcardsError` if an export was killed, so that nobody knows what Anki was given."""
    if memory.ledger.with_suffix(".next").exists():
        raise FlashcardsError(
            "the last export was interrupted, so what it did is not settled",
            "run the export again first",
        )


def _let_go(memory: Memory, guids: Iterable[str]) -> None:
    ledger, _ = remember(memory)
    if ledger is None:
        return
    gone = frozenset(guids)
    entries = {guid: entry for guid, entry in ledger.entries.items() if guid not in gone}
    left = replace(ledger, entries=MappingProxyType(entries))
    staged = stage_ledger(left, memory.ledger)
    if staged is not None:
        commit_ledger(staged, memory.ledger)


def _joined(earlier: _Before | None, made: _Before) -> str:
    """Return the file's text; one undo takes back all that was adopted in a row."""
    if earlier is not None and _digest(made.text or "") == earlier.after:
        made = _Before(earlier.text, earlier.guids | made.guids, made.after)
    head = {"adopted": sorted(made.guids), "after": made.after, "had_ledger": made.text is not None}
    return f"{json.dumps(head)}\n{made.text or ''}"


def _read(memory: Memory) -> _Before | None:
    try:
        head, _, text = _before_file(memory).read_text("utf-8").partition("\n")
        values = json.loads(head)
        return _Before(
            text if values["had_ledger"] else None,
            frozenset(map(str, values["adopted"])),
            str(values["after"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _before_file(memory: Memory) -> Path:
    return memory.ledger.with_suffix(".before-adopt")


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
