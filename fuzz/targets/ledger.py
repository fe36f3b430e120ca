"""The ledger, which sync programs, merges and people put their hands on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import format_ledger, load_ledger, parse_ledger
from flashcards.removals import removed_entries
from targets._exports import exported

TOKENS = (
    "\n", "{", "}", "[", "]", ",", ":", '"', "null", "true", "false", "1", "-1", "0.5", "1e999",
    "NaN", "9" * 30, '""', '"a"', "[]", "{}", '"\\ud800"', "[[", "[{", '"guid": ',
    '"kind": "basic"', '"kind": "cloze"', '"note_id": ', '"modified": ', '"ords": ', '"due": ',
    '"retired": ', '"clozes": {"1": ["a"]}', '"names": ', '"format": 1', '"format": 2',
    '"notetypes": ', '"serial": ', '"package": ', "<<<<<<< HEAD\n", "=======\n", ">>>>>>> a\n",
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield a ledger, and the same after a merge."""
    ledger, _ = exported()
    yield ledger
    lines = ledger.split(b"\n")
    yield lines[0] + b"\n" + lines[1] + b"\n"
    yield from (line + b"\n" for line in lines[1:])
    yield b"\n".join((*lines[:3], *lines[:2], lines[2].replace(b"a", b"b"), b""))


@cache
def _place() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """Make a folder that is gone with this program."""
    folder = tempfile.TemporaryDirectory(prefix="flashcards-fuzz-")
    return folder, Path(folder.name) / "ledger.jsonl"


def check(data: bytes) -> None:
    """Read it as an export does; what can be read is written again and says the same."""
    _, path = _place()
    header = exported()[0].partition(b"\n")[0] if b'"format"' not in data else b""
    path.write_bytes(header + b"\n" + data)
    try:
        ledger, _ = load_ledger(path)
    except FlashcardsError:
        return
    assert ledger is not None
    lines = [*format_ledger(ledger)]
    assert [*format_ledger(parse_ledger(b"".join(lines).decode()))] == lines
    removed_entries(ledger.entries.values())
    for entry in ledger.entries.values():
        hash(entry.guid)
        assert isinstance(entry.note_id + entry.modified + entry.due + entry.position, int), entry
        assert all(ord_ >= 0 for ord_ in entry.ords), entry
