"""Libraries of CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterator

from targets._libraries import check_library, csl_items

TOKENS = (
    '"id": ', '"title": ', '"author": ', '"issued": ', '"date-parts": ', '"raw": ', '"literal": ',
    '"family": ', '"note": ', '"items": ', '"type": "book"', "[", "]", "{", "}", ",", ":", '"',
    "null", "true", "1e999", "-0", "NaN", "9" * 40, '"\\ud800"', '"\\u0000"', "[[2021]]", "[[]]",
    '"2021/2022"', "[{", "}]", "\\", "\n", '"<i>a</i>"', '"&lt;"', '"$x$"',
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield what programs write."""
    return csl_items()


def check(data: bytes) -> None:
    """Read it as a `.json` file."""
    check_library("library.json", data)
