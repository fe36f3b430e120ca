"""The plugin's notation for clozes, such as `==[123;;]answer[;;hint]==`.

`answer` is what is hidden; in brackets stand parts that may be missing: `123` a number or a run of
the letters a, s and h, `hint` the hint. Brackets that are meant as such have a backslash before
them. A pattern becomes values, never a regular expression of the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache

from msgspec import Struct

_TOKEN = re.compile(r"\\+[\[\]]|\[|\]|answer|hint|ash|\d+|.", re.DOTALL)


class Value(Enum):
    """What an optional part holds."""

    NUMBER = auto()
    HINT = auto()
    NOTHING = auto()


class OptionalPart(Struct, frozen=True):
    """A part that may be missing, such as `[;;hint]`."""

    before: str
    value: Value
    after: str


Part = str | OptionalPart
"""A text that must stand there, or a part that may."""


class Pattern(Struct, frozen=True):
    """How one kind of cloze is written."""

    opening: str
    """The text that it begins with."""

    before: tuple[Part, ...]
    """What stands between that and the answer."""

    inside: tuple[OptionalPart, ...]
    """What stands between the answer and the text that closes it."""

    closing: str
    behind: tuple[Part, ...]

    @property
    def is_tight(self) -> bool:
        """Whether no blank may stand inside next to the marks, as with emphasis."""
        return not self.opening.strip("*_=~") and not self.closing.strip("*_=~")


_OLD_HINT = OptionalPart("^[", Value.HINT, "]")
"""`==answer==^[hint]`, as the plugin's older documentation has it."""


@lru_cache(maxsize=64)
def parse_pattern(notation: str) -> Pattern | None:
    """Read a pattern; None if it has no answer, or no marks around it."""
    parts, answer = _parts(notation)
    before, behind = parts[:answer], parts[answer:]
    first = next((at for at, part in enumerate(behind) if isinstance(part, str)), None)
    if answer < 0 or first is None or not before or not isinstance(before[0], str):
        return None
    closing = behind[first]
    inside = tuple(part for part in behind[:first] if isinstance(part, OptionalPart))
    after = tuple(behind[first + 1 :])
    if not isinstance(closing, str) or any(not part.before for part in inside):
        return None
    if closing == "==" and not after:
        after = (_OLD_HINT,)
    return Pattern(before[0], tuple(before[1:]), inside, closing, after)


def _parts(notation: str) -> tuple[list[Part], int]:
    """Return the parts, and how many of them stand before the answer; -1 if there is none."""
    parts: list[Part] = []
    literal: list[str] = []
    answer = -1
    signs = iter(_TOKEN.findall(notation))
    for sign in signs:
        if sign == "[" or (sign == "answer" and answer < 0):
            parts += ["".join(literal)] if literal else []
            literal = []
            if sign == "[":
                parts.append(_optional(signs))
            else:
                answer = len(parts)
        else:
            literal.append(_bare(sign))
    return parts + (["".join(literal)] if literal else []), answer


def _optional(signs: Iterator[str]) -> OptionalPart:
    """Read signs up to the bracket that closes."""
    sides = ["", ""]
    value = Value.NOTHING
    for sign in signs:
        if sign == "]":
            break
        is_value = value is Value.NOTHING and (sign in {"hint", "ash"} or sign.isdigit())
        if is_value:
            value = Value.HINT if sign == "hint" else Value.NUMBER
        else:
            sides[value is not Value.NOTHING] += _bare(sign)
    return OptionalPart(sides[0], value, sides[1])


def _bare(sign: str) -> str:
    return sign.lstrip("\\") if sign[0] == "\\" and sign[-1] in "[]" else sign


def parse_patterns(notations: Sequence[str]) -> tuple[Pattern, ...]:
    """Read patterns; those that say nothing are left out."""
    return tuple(filter(None, map(parse_pattern, notations)))
