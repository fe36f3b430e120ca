"""A few texts by name, packed into one: each of many thousands of values takes less memory so."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any

from flashcards.pickled import one_of_its_kind

SEPARATOR = "\x1f"
"""Between texts: what Anki has between the fields of a note. No text may have it."""

_ENCODING = ("utf-8", "surrogatepass")


class Texts(Mapping[str, str]):
    """Texts by name, in their order; equal to any mapping of the same texts."""

    __slots__ = ("names", "packed")

    def __init__(self, names: tuple[str, ...], packed: bytes) -> None:
        """Take the names, and what `pack` made of their texts."""
        self.names = names
        self.packed = packed

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Texts:
        """Pack texts."""
        return cls(one_of_its_kind(tuple(texts)), pack(texts.values()))

    @property
    def joined(self) -> str:
        """The texts with the separator between them."""
        return self.packed.decode(*_ENCODING)

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
            return self.packed == other.packed and self.names == other.names
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # as a dict has none

    def __repr__(self) -> str:
        return repr(self._apart())

    def __reduce__(self) -> tuple[type[Texts], tuple[Any, ...]]:
        return Texts, (self.names, self.packed)

    def _apart(self) -> dict[str, str]:
        texts = self.joined.split(SEPARATOR) if self.names else ()
        return dict(zip(self.names, texts, strict=True))


def pack(texts: Iterable[str]) -> bytes:
    """Join texts as UTF-8, which takes half the memory of a text with but one dash in it."""
    return SEPARATOR.join(texts).encode(*_ENCODING)
