"""Ledgers and packages that came from somebody else: told, never believed, never a traceback."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from anki_notes import basic, packaged
from conftest import NOW, MakeVault
from damaged import damaged
from msgspec.structs import replace

from flashcards.config import Config
from flashcards.diagnostics import FlashcardsError
from flashcards.exporting import export_vault
from flashcards.ledger import TextInMemory, load_ledger, parse_ledger
from flashcards.memory import ledger_in
from flashcards.memory_files import ledger_path, memory_of
from flashcards.package import (
    digest_in_place,
    package_faults,
    read_fields,
    read_package,
    write_package,
)
from flashcards.package.read import COLLECTION, LEDGER, is_our_package
from flashcards.pipeline import build

LEDGER_TEXT = TextInMemory(b"{}\n")
QUESTION = "## Flashcards\nWhat does the heart do?::It pumps {{c1::blood}}\n"


@pytest.fixture
def lines(make_vault: MakeVault, tmp_path: Path) -> list[dict[str, object]]:
    """Return the lines of a real ledger, the header first."""
    root, deck = make_vault({"a.md": QUESTION}), tmp_path / "deck.apkg"
    memory = memory_of(root, package=deck)
    export_vault(deck, memory, lambda: build(root, Config(), NOW, memory=memory))
    return [json.loads(line) for line in ledger_path(root).read_text().splitlines()]


def text_of(lines: list[dict[str, object]]) -> str:
    return "".join(f"{json.dumps(line)}\n" for line in lines)


ODD = [None, True, -1, 0.5, 1 << 60, "x", ["x", 1], [[1]], {"1": "x"}, {"x": ["y"]}, {"1": [2]}]


def refusal(lines: list[dict[str, object]]) -> str | None:
    """Return why a ledger is refused; None if it is read."""
    try:
        parse_ledger(text_of(lines))
    except FlashcardsError as error:
        return error.message
    return None


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_value_of_another_type_is_told_with_its_line(
    lines: list[dict[str, object]], odd: object
) -> None:
    """In each place of an entry: it is refused, or of the type that exports write there"""
    header, entry = lines
    for key, value in entry.items():
        told = refusal([header, entry | {key: odd}])
        if told is None:
            assert type(odd) is type(value), (key, odd)
        else:
            assert told.startswith("ledger:2: this line of the ledger cannot be read"), key


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_header_of_other_types_is_told(lines: list[dict[str, object]], odd: object) -> None:
    """The names are texts and the times are numbers, or nothing is read"""
    header, entry = lines
    for key in ("vault_id", "vault_name", "root_deck", "serial", "package", "notetypes"):
        told = refusal([header | {key: odd}, entry])
        assert told is None or told.startswith("ledger: the header line"), key
        assert (told is None) is (type(odd) is type(header[key]) and key != "notetypes"), key


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 5000,
        "[]",
        "3",
        "null",
        '"format"',
        '{"format": "x"}',
    ],
    ids=lambda line: line[:12],
)
def test_a_line_that_is_no_entry_is_told(lines: list[dict[str, object]], line: str) -> None:
    """A hundred thousand brackets do not overflow anything"""
    with pytest.raises(FlashcardsError, match="ledger:3: this line"):
        parse_ledger(f"{text_of(lines)}{line}\n")


def test_a_conflict_copy_of_brackets_is_not_used(
    lines: list[dict[str, object]], tmp_path: Path
) -> None:
    """The ledger itself is read, and the copy is told about"""
    path = tmp_path / "ledger.jsonl"
    path.write_text(text_of(lines))
    (tmp_path / "ledger 2.jsonl").write_text("[" * 100_000)

    ledger, (told,) = load_ledger(path)

    assert ledger is not None
    assert (told.code, str(told.span)) == (
        "ledger-copy-unread",
        f"{tmp_path.name}/ledger 2.jsonl:1",
    )


# --- packages ----------------------------------------------------------------------------------


def repacked(
    package: Path, change: Callable[[str, bytes], bytes], compression: int = zipfile.ZIP_DEFLATED
) -> None:
    """Write a package anew with other contents."""
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(package, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, change(name, content))


def with_sql(package: Path, *commands: str) -> None:
    """Change the collection in a package."""
    file = package.with_suffix(".db")

    def change(name: str, content: bytes) -> bytes:
        if name != COLLECTION:
            return content
        file.write_bytes(content)
        with closing(sqlite3.connect(file)) as database, database:
            for command in commands:
                database.execute(command)
        return file.read_bytes()

    repacked(package, change)


def bomb(package: Path) -> None:
    """Let the ledger grow to a thousand times what it takes."""
    with zipfile.ZipFile(package) as archive:
        collection = archive.read(COLLECTION)
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(COLLECTION, collection)
        with archive.open(LEDGER, "w", force_zip64=True) as file:
            for _ in range(100):
                file.write(bytes(1 << 20))


def half_a_surrogate(package: Path) -> None:
    repacked(package, lambda name, content: b"\xff\xfe" if name == LEDGER else content)


def torn(package: Path) -> None:
    repacked(
        package,
        lambda name, content: (
            content[:4096] + b"\xff" * 5000 + content[9096:] if name == COLLECTION else content
        ),
    )


def endless(package: Path) -> None:
    with_sql(
        package,
        "drop table notes",
        "create view notes as with recursive n(id, guid, mid, flds) as"
        " (select 1, 'x', 1, '' union all select id + 1, guid, mid, flds from n) select * from n",
    )


def in_lzma(package: Path) -> None:
    repacked(package, lambda _name, content: content, zipfile.ZIP_LZMA)


def locked(package: Path) -> None:
    """Say that everything is encrypted."""
    content = bytearray(package.read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8 : at + 10] = struct.pack("<H", 1)
        at += 4
    package.write_bytes(content)


@pytest.mark.parametrize("spoil", [bomb, half_a_surrogate, torn, endless, in_lzma, locked])
def test_a_package_that_was_tampered_with_is_none_of_ours(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """What cannot be read as we wrote it says nothing: no ledger, no fields, no digest to trust"""
    package = tmp_path / "deck.apkg"
    write_package(
        package, replace(packaged(basic("a", {"Back": "b"})), ledger=LEDGER_TEXT), tmp_path
    )
    assert read_package(package) is not None

    spoil(package)

    assert read_package(package) is None
    assert ledger_in(package) is None
    assert isinstance(read_fields(package), dict)
    assert isinstance(digest_in_place(package), str)
    assert isinstance(is_our_package(package), bool)


@pytest.mark.parametrize("error", [sqlite3.DatabaseError, UnicodeDecodeError, MemoryError])
def test_damage_in_the_tables_of_a_package(tmp_path: Path, error: type[Exception]) -> None:
    """SQLite says of some that memory is short, and of some in bytes that are no text"""
    package = tmp_path / "deck.apkg"
    write_package(
        package, replace(packaged(basic("a", {"Back": "b"})), ledger=LEDGER_TEXT), tmp_path
    )

    repacked(
        package, lambda name, content: damaged(content, error) if name == COLLECTION else content
    )

    assert read_package(package) is None
    assert ledger_in(package) is None
    assert read_fields(package) == {}
    assert [*package_faults(package)] != []


def test_fields_that_are_too_few_or_no_text(tmp_path: Path) -> None:
    """They are as many as there are; nobody wrote them but the one who tampered"""
    package = tmp_path / "deck.apkg"
    write_package(
        package, replace(packaged(basic("a", {"Back": "b"})), ledger=LEDGER_TEXT), tmp_path
    )

    with_sql(package, "update notes set flds = 3, guid = x'ff'")

    assert list(read_fields(package).values()) == [{"Front": "3"}]
    assert read_package(package) is not None
