"""What is remembered, and how the file behaves."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import (
    Ledger,
    LedgerEntry,
    NotetypeStamp,
    commit_ledger,
    entries_text,
    format_ledger,
    load_ledger,
    parse_ledger,
    stage_ledger,
)
from flashcards.memory_files import ledger_path
from flashcards.model import Kind

ENTRY = LedgerEntry(
    guid="abc",
    kind=Kind.CLOZE,
    anchor="path:Käse.md#^id",
    vault_note="path:Käse.md",
    names=("^id", "id:1566052191670"),
    path="Käse.md",
    position=3,
    question="what – is it",
    answer="",
    clozes={1: ("a", "A"), 12: ("**b**",)},
    chosen=(("a", "A"),),
    deck="V::x",
    tags=("t",),
    media=("p-0123.png",),
    fields={"Text": "00ff"},
    modified=1_700_000_000,
    note_id=1_700_000_000_000,
    ords=(0, 11),
    due=4,
)
LEDGER = Ledger(
    "id", "name", "root", {"abc": ENTRY}, {Kind.BASIC: NotetypeStamp("d1", 5)}, serial=2
)


def save(ledger: Ledger, path: Path) -> bool:
    staged = stage_ledger(ledger, path)
    if staged is None:
        return False
    commit_ledger(staged, path)
    return True


def test_nothing_is_lost_between_saving_and_loading(tmp_path: Path) -> None:
    """A ledger that was saved is loaded as it was"""
    path = ledger_path(tmp_path)

    save(LEDGER, path)

    assert load_ledger(path) == (LEDGER, ())


def test_an_unchanged_ledger_is_not_written_again(tmp_path: Path) -> None:
    """Sync programs and git see a change only when there is one"""
    path = ledger_path(tmp_path)

    assert (save(LEDGER, path), save(LEDGER, path)) == (True, False)


def test_git_keeps_the_ledger_and_nothing_else(tmp_path: Path) -> None:
    """Nothing temporary stays behind, and git is told what to keep and how to merge it"""
    save(LEDGER, ledger_path(tmp_path))

    folder = ledger_path(tmp_path).parent
    names = sorted(path.name for path in folder.iterdir())
    assert names == [".gitattributes", ".gitignore", "ledger.jsonl"]
    assert "*.jsonl merge=union" in (folder / ".gitattributes").read_text()
    assert "last.apkg" in (folder / ".gitignore").read_text()


def test_lines_are_sorted_whatever_the_order_of_the_entries() -> None:
    """The file depends on what is in it, not on the order in which it came"""
    names = [f"g{number}" for number in range(20)]
    shuffled = random.Random(1).sample(names, len(names))

    ledger = replace(LEDGER, entries={name: replace(ENTRY, guid=name) for name in shuffled})

    guids = [json.loads(line)["guid"] for line in [*format_ledger(ledger)][1:]]
    assert guids == sorted(names)


def test_two_lines_for_one_guid_are_settled_alike_in_either_order() -> None:
    """A merge of two machines' ledgers keeps the later export, whichever line comes first"""
    header, line = (each.decode() for each in format_ledger(LEDGER))
    later = replace(ENTRY, modified=ENTRY.modified + 9, deck="other")
    other = entries_text(replace(LEDGER, entries={"abc": later})).decode()

    one = parse_ledger(header + line + other)
    two = parse_ledger(header + other + header + line)

    assert one == two
    assert one.entries["abc"] == later


def test_odd_characters_do_not_break_a_line() -> None:
    """A line separator or half a character in a question stays within its line of the file."""
    odd = replace(ENTRY, question="a\u2028b\x85c", path="d\ud800.md")
    ledger = replace(LEDGER, entries={"abc": odd})

    assert parse_ledger(b"".join(format_ledger(ledger)).decode()) == ledger


TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.just("\ud800"), max_size=9)


@given(TEXTS, st.lists(TEXTS), st.integers(0, 1 << 70), st.dictionaries(st.integers(0), TEXTS))
def test_lines_are_what_python_writes(
    question: str, tags: list[str], ordinal: int, clozes: dict[int, str]
) -> None:
    """To the byte, whichever way they are written: a ledger is compared with the last as text"""
    odd = replace(
        ENTRY,
        question=question,
        tags=tuple(tags),
        ords=(ordinal,),
        clozes={number: (text,) for number, text in clozes.items()},
    )
    line = entries_text(replace(LEDGER, entries={"abc": odd}))

    again = json.dumps(json.loads(line), ensure_ascii=False)
    assert line == f"{again}\n".encode("utf-8", "backslashreplace")


def test_no_ledger_is_not_an_error(tmp_path: Path) -> None:
    """Before the first export there is nothing to remember"""
    assert load_ledger(ledger_path(tmp_path)) == (None, ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no header line"),
        ('{"format": 1}\n{"guid": ', "ledger:2: this line"),
        ('{"format": 1}\n{"guid": "x"}\n', "ledger:2: this line"),
        ('{"format": 1}\n[]\n', "ledger:2: this line"),
        ('{"format": 99}\n', "newer version"),
    ],
)
def test_a_ledger_that_cannot_be_read_stops_everything(text: str, message: str) -> None:
    """Starting afresh would make every flashcard new in Anki, so we stop and say where"""
    with pytest.raises(FlashcardsError, match=message):
        parse_ledger(text)


def test_bytes_that_are_no_text_stop_everything(tmp_path: Path) -> None:
    """A damaged file is named, with the way out"""
    path = ledger_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(FlashcardsError, match="cannot read the ledger"):
        load_ledger(path)


def test_a_folder_that_cannot_be_written_is_found_before_the_export(tmp_path: Path) -> None:
    """Staging fails while the package is still untouched"""
    (tmp_path / ".flashcards").write_text("a file where our folder should be")

    with pytest.raises(FlashcardsError, match="cannot write the ledger"):
        stage_ledger(LEDGER, ledger_path(tmp_path))
