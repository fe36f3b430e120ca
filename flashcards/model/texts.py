"""A few texts by name, packed into one: each of many thousands of values takes less memory so."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from functools import lru_cache
from typing import Any

SEPARATOR = "\x1f"
"""Between texts: what Anki has between the fields of a note. No text may have it."""


class Texts(Mapping[str, str]):
    """Texts by name, in their order; equal to any mapping of the same texts."""

    __slots__ = ("joined", "names")

    def __init__(self, names: tuple[str, ...], joined: str) -> None:
        """Take the names, and their texts with the separator between them."""
        self.names = names
        self.joined = joined

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Texts:
        """Pack texts."""
        return cls(_one_of_its_kind(tuple(texts)), SEPARATOR.join(texts.values()))

    def __getitem__(self, name: str) -> str:
        if name not in self.names:
            raise KeyError(name)
        return self.joined.split(SEPARATOR)[self.names.index(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def values(self) -> ValuesView[str]:
        """Return the texts, taken apart once."""
        return self._apart().values()

    def items(self) -> ItemsView[str, str]:
        """Return names and texts, taken apart once."""
        return self._apart().items()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Texts):
            return self.joined == other.joined and self.names == other.names
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # as a dict has none

    def __repr__(self) -> str:
        return repr(self._apart())

    def __reduce__(self) -> tuple[type[Texts], tuple[Any, ...]]:
        return Texts, (self.names, self.joined)

    def _apart(self) -> dict[str, str]:
        texts = self.joined.split(SEPARATOR) if self.names else ()
        return dict(zip(self.names, texts, strict=True))


@lru_cache(maxsize=256)
def _one_of_its_kind(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same object for equal names."""
    return names
