"""Texts that are packed into one say what a mapping of them says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.cache.values import from_bytes, to_bytes
from flashcards.model import Texts

texts = st.text(st.characters(exclude_characters="\x1f"))
mappings = st.dictionaries(texts, texts)


@given(mappings, mappings)
def test_packed_texts_are_a_mapping_like_any_other(
    mapping: Mapping[str, str], other: Mapping[str, str]
) -> None:
    """Keys, order, values, membership and equality are those of the dictionary they came from."""
    packed = Texts.of(mapping)

    assert [*packed] == [*mapping]
    assert [*packed.items()] == [*mapping.items()]
    assert [*packed.values()] == [*mapping.values()]
    assert {name: packed[name] for name in packed} == mapping
    assert packed == mapping
    assert mapping == packed
    assert (packed == Texts.of(other)) == (mapping == other)
    assert (packed == other) == (mapping == other)


@given(mappings)
def test_packed_texts_travel_between_processes(mapping: Mapping[str, str]) -> None:
    """What comes out of its bytes is equal to what went in."""
    assert from_bytes(to_bytes(Texts.of(mapping))) == mapping


def test_a_name_that_is_not_there_is_a_key_error() -> None:
    """As in a dictionary; `get` has its default."""
    packed = Texts.of({"Front": "a"})

    assert packed.get("Back", "none") == "none"
    with pytest.raises(KeyError, match="Back"):
        packed["Back"]


def test_names_are_shared() -> None:
    """Ten thousand flashcards of a kind hold one tuple of names."""
    assert Texts.of({"Front": "a", "Back": "b"}).names is Texts.of({"Front": "c", "Back": ""}).names
