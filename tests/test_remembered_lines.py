"""A ledger of which a few lines are looked up and replaced is what it would be if all were read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_entries import entry
from msgspec.structs import replace

from flashcards.ledger import Ledger, LedgerEntry, entries_text, header_text, parse_ledger
from flashcards.renewing.remembered import few_retired, open_lines

LEDGER = Ledger("v", "vault", "", {}, {}, package="p")

GUIDS = st.text('abcé"\\', min_size=1, max_size=3)
ENTRIES = st.dictionaries(
    GUIDS,
    st.tuples(st.sampled_from([1, 3000, 5000, 20_000]), st.sampled_from([None, 7])),
    max_size=12,
)


@given(ENTRIES, ENTRIES, st.booleans())
def test_lines_are_replaced_as_if_all_had_been_read(
    tmp_path_factory: pytest.TempPathFactory,
    then: dict[str, tuple[int, int | None]],
    now: dict[str, tuple[int, int | None]],
    remembered: bool,
) -> None:
    """However long they are, wherever they stand, and whether it is known which are retired"""
    before, changed = entries(then), entries(now)
    path = tmp_path_factory.mktemp("ledger") / "ledger.jsonl"
    path.write_bytes(text({**before}, "p"))
    retired = sorted(guid for guid, each in before.items() if each.retired is not None)

    with open_lines(path, retired if remembered else None) as lines:
        read = lines.read(before)
        known = [guid in lines for guid in changed]
        new = lines.replaced(changed)

    after = {**before, **changed}
    assert dict(read.entries) == before
    assert known == [guid in before for guid in changed]
    assert bytes(new.text) == text(after, "")
    assert bytes(new.entries) == entries_text(replace(LEDGER, entries=after))
    gone = [each for _, each in sorted(after.items()) if each.retired is not None]
    assert [*new.gone()] == gone
    assert [*new.retired] == [each.guid for each in gone]


def test_many_that_are_retired_are_not_remembered_one_by_one() -> None:
    """To read all is sooner done then"""
    assert few_retired({"b", "a"}) == ["a", "b"]
    assert few_retired({str(number) for number in range(1000)}) is None


def test_a_ledger_that_became_shorter_is_no_ledger(tmp_path: Path) -> None:
    """Nothing is made up"""
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(text(entries({"a": (20_000, None), "b": (20_000, None)}), "p"))
    with open_lines(path, ()) as lines:
        with path.open("r+b") as file:
            file.truncate(25_000)
        with pytest.raises(ValueError, match="shorter"):
            lines.replaced({})


def entries(shapes: dict[str, tuple[int, int | None]]) -> dict[str, LedgerEntry]:
    return {
        guid: replace(entry(guid), question="q" * length, retired=retired)
        for guid, (length, retired) in shapes.items()
    }


def text(entries: dict[str, LedgerEntry], package: str) -> bytes:
    ledger = replace(LEDGER, entries=entries, package=package)
    whole = header_text(ledger) + entries_text(ledger)
    assert parse_ledger(whole.decode()).entries == entries
    return whole
