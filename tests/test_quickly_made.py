"""Values of which there are many are made quickly, and are what they would be without that."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from flashcards.pickled import changed, quickly_made


@quickly_made
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    """A value with and without a default."""

    name: str
    count: int = 3


@dataclass(frozen=True, slots=True)
class Plain:
    """The same, as `dataclass` makes it."""

    name: str
    count: int = 3


def test_what_is_made_quickly_is_frozen() -> None:
    """A value that is made quickly can be changed as little as any other"""
    value = Quick("a")

    with pytest.raises(FrozenInstanceError):
        value.count = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del value.count  # type: ignore[misc]


def test_what_is_made_quickly_is_the_same() -> None:
    value = Quick("a")

    assert type(value) is Quick
    assert repr(value) == repr(Plain("a")).replace("Plain", "Quick")
    assert value == Quick(count=3, name="a")
    assert hash(value) == hash(Quick("a", 3))
    assert replace(value, count=4) == Quick("a", 4)
    assert sorted([Quick("b"), value]) == [value, Quick("b")]


def test_a_missing_field_is_an_error() -> None:
    """A value without a field that it must have is not made"""
    with pytest.raises(TypeError, match="name"):
        Quick()  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [Quick, Plain])
def test_what_is_changed_is_the_same_as_replaced(kind: type[Quick | Plain]) -> None:
    value = kind("a", 4)
    other = changed(value, count=5)

    assert (other, type(other)) == (replace(value, count=5), kind)
    assert value == kind("a", 4)
    with pytest.raises(FrozenInstanceError):
        other.count = 6  # type: ignore[misc]
    with pytest.raises(AttributeError, match="size"):
        changed(value, size=1)
