"""The text of a ledger in pieces: the same whether it was written down or is in memory."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flashcards.ledger import TextInMemory, write_text

HEADER = json.dumps({"format": 1, "vault_id": "v"})
guids = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


def lines_of(names: list[str]) -> list[str]:
    return [json.dumps({"guid": name, "kind": "basic"}, ensure_ascii=False) for name in names]


@given(st.lists(guids, unique=True).map(sorted))
def test_a_ledger_is_cut_alike_in_a_file_and_in_memory(names: list[str]) -> None:
    """An export of everything writes it down, one of changes has it in memory; for any guids"""
    lines = [HEADER, *lines_of(names)]
    whole = "".join(f"{line}\n" for line in lines).encode()
    with tempfile.TemporaryDirectory() as folder:
        written = write_text(lines, Path(folder) / "lines")
        pieces, entries = [*written.pieces()], b"".join(written.entries.pieces())

    assert pieces == [bytes(piece) for piece in TextInMemory(whole).pieces()]
    assert b"".join(pieces) == whole
    assert written.length == TextInMemory(whole).length == len(whole)
    assert entries == whole[len(HEADER) + 1 :]
    assert written.entries.length == len(entries)


def test_a_piece_begins_where_guids_begin_otherwise() -> None:
    """An edit leaves all pieces but one as they are"""
    lines = lines_of(["a1", "a2", "b1", "c1", "c2"])
    text = "".join(f"{line}\n" for line in [HEADER, *lines]).encode()

    pieces = [bytes(piece).decode().count("\n") for piece in TextInMemory(text).pieces()]

    assert pieces == [1, 2, 1, 2]
