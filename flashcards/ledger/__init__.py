"""What is remembered from export to export: `.flashcards/ledger.jsonl` in the vault.

One JSON object a line, sorted, so that it diffs and merges as text. The first line is the header;
every other line is one Anki note that was ever exported, retired ones too. The file is the only
place that knows which guid a flashcard has and when Anki must look at it again.
"""

from flashcards.ledger.digests import digest, digests
from flashcards.ledger.files import (
    commit_ledger,
    load_ledger,
    settle_ledger,
    stage_ledger,
    staged_path,
)
from flashcards.ledger.lines import (
    entries_text,
    format_ledger,
    header_text,
    parse_ledger,
)
from flashcards.ledger.lock import exclusive
from flashcards.ledger.text import NO_TEXT, LedgerText, TextInFile, TextInMemory, write_text
from flashcards.ledger.values import (
    NO_CLOZES,
    NO_SCHEDULES,
    NOTE_ID_STEP,
    Ledger,
    LedgerEntry,
    NotetypeStamp,
)

__all__ = [
    "NOTE_ID_STEP",
    "NO_CLOZES",
    "NO_SCHEDULES",
    "NO_TEXT",
    "Ledger",
    "LedgerEntry",
    "LedgerText",
    "NotetypeStamp",
    "TextInFile",
    "TextInMemory",
    "commit_ledger",
    "digest",
    "digests",
    "entries_text",
    "exclusive",
    "format_ledger",
    "header_text",
    "load_ledger",
    "parse_ledger",
    "settle_ledger",
    "stage_ledger",
    "staged_path",
    "write_text",
]
