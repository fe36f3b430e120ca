"""Where a line divides into question and answer: at a separator that is no part of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flashcards.inline import find_separator

# `Peru::Lima` cannot be told from a name in a program and is a flashcard, so only what is surely
# no flashcard is here: `std::vector`, `Peru::show()`, and addresses such as `2001:db8::1` and
# `fe80::1`.
_TAIL = r"(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?![\w:])"
_NAMES = re.compile(
    r"(?<![\w:])(?:"
    r"(?:std|boost|absl|crate)(?>(?:::\w++)+)"
    r"|\w++(?>(?:::\w++)+)(?=\(\))"
    rf"|[0-9a-f]{{3,4}}(?::[0-9a-f]{{1,4}}){{1,6}}::{_TAIL}"
    rf"|f(?:e80|c00|d00|f02)::{_TAIL}"
    r")",
    re.IGNORECASE,
)

OF_A_NAME = "is part of a name in a program or of an address, and does not divide"
"""Why a separator that `stands_in_name` makes no flashcard."""


@lru_cache(maxsize=1 << 9)  # first for what a line is, then to divide it
def find_divider(line: str, separators: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where the first separator stands that divides the line; the longest one there."""
    if "::" in line:
        line = _NAMES.sub(lambda name: "x" * len(name[0]), line)
    return find_separator(line, separators)


def names_in(line: str) -> Iterator[tuple[int, int]]:
    """Yield where names in programs and addresses stand that `::` does not divide."""
    if "::" in line:
        yield from (name.span() for name in _NAMES.finditer(line))


def stands_in_name(line: str, separators: tuple[str, ...]) -> bool:
    """Say whether a line would divide if a name in a program, or an address, were words."""
    return find_divider(line, separators) is None and find_separator(line, separators) is not None
