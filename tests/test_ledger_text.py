"""The text of a ledger in pieces: the same whether it was written down or is in memory."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.ledger import TextInMemory, text, write_text

HEADER = json.dumps({"format": 1, "vault_id": "v"})
guids = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


def lines_of(names: list[str]) -> list[str]:
    return [json.dumps({"guid": name, "kind": "basic"}, ensure_ascii=False) for name in names]


@given(st.lists(guids, unique=True).map(sorted), st.integers(0, 400), st.integers(0, 800))
def test_a_ledger_is_cut_alike_in_a_file_and_in_memory(
    names: list[str], large: int, very_large: int
) -> None:
    """An export of everything writes it down, one of changes has it in memory; for any guids"""
    lines = [HEADER, *lines_of(names)]
    whole = "".join(f"{line}\n" for line in lines).encode()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(text, "LARGE", large)
        patch.setattr(text, "VERY_LARGE", very_large)
        written = write_text((f"{line}\n".encode() for line in lines), Path(folder) / "lines")
        pieces, entries = [*written.pieces()], b"".join(written.entries.pieces())
        in_memory = [bytes(piece) for piece in TextInMemory(whole).pieces()]
        parts = [b"".join(each.parts()) for each in (written, TextInMemory(whole))]

    assert parts == [whole, whole]
    assert pieces == in_memory
    assert b"".join(pieces) == whole
    assert written.length == TextInMemory(whole).length == len(whole)
    assert entries == whole[len(HEADER) + 1 :]
    assert written.entries.length == len(entries)


@pytest.mark.parametrize(
    ("large", "very_large", "expected"),
    [(9999, 9999, [1, 4, 1, 2]), (9, 9999, [1, 2, 2, 1, 2]), (9, 9, [1, 1, 1, 2, 1, 1, 1])],
)
def test_a_piece_begins_where_guids_begin_otherwise(
    monkeypatch: pytest.MonkeyPatch, large: int, very_large: int, expected: list[int]
) -> None:
    """An edit leaves all pieces but one as they are; the larger the ledger, the more there are"""
    monkeypatch.setattr(text, "LARGE", large)
    monkeypatch.setattr(text, "VERY_LARGE", very_large)
    lines = lines_of(["aa", "ab", "az1", "az2", "b1", "c2", "c3"])
    whole = "".join(f"{line}\n" for line in [HEADER, *lines]).encode()

    pieces = [bytes(piece).decode().count("\n") for piece in TextInMemory(whole).pieces()]

    assert pieces == expected
