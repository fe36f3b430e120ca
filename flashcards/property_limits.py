"""How much a vault note's properties may hold: what is more is refused, in an author's words."""

from __future__ import annotations

import json

MAX_DEPTH = 24
MAX_VALUES = 50_000
LONGEST_NUMBER = 3000
"""Characters, and bits."""

# What PyYAML says, in an author's words; the first that fits.
_PLAIN_WORDS = (
    ("mapping values are not allowed", "there is a `: ` where YAML allows none"),
    ("while scanning a quoted scalar", "a quotation mark is never closed"),
    ("while scanning a simple key", "a line is no `key: value`"),
    ("undefined alias", "a value begins with `*`"),
    ("cannot start any token", "a value begins with a mark that means something in YAML"),
    ("while parsing a flow", "a bracket or brace is never closed"),
    ("characters are not allowed", "there is an invisible control character"),
    ("unhashable key", "a name begins with `[`, `{` or `?`"),
    ("integer string conversion", "a number is too long"),
    ("could not determine a constructor", "a value begins with `!` or `=`"),
)


class RefusedError(Exception):
    """These properties cannot be read; says why and, if known, at which line from 0."""

    def __init__(self, reason: str, line: int = 0, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.hint = hint


def refuse_depth(loaded: object) -> None:
    """Raise `RefusedError` for lists that stand too deep inside each other."""
    values, depth = [loaded], 0
    while values:
        if depth > MAX_DEPTH:
            raise RefusedError(f"more than {MAX_DEPTH} lists stand inside each other")
        below: list[object] = []
        for value in values:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
        values, depth = below, depth + 1


def refuse_half_characters(loaded: object) -> None:
    """Raise `RefusedError` for half of a surrogate pair, which is no text."""
    try:
        json.dumps(loaded, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise RefusedError("there is half of a character (`\\ud800` to `\\udfff`)") from None


def refuse_growth(loaded: object) -> None:
    """Count values as often as aliases repeat them: a few can still make millions of them.

    Look at numbers, too: Python reads long ones in base 16, and refuses to write them.
    """
    waiting, count = [loaded], 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
            raise RefusedError("a number is too long")
        inside = (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        count += len(inside)
        if count > MAX_VALUES:
            raise RefusedError(f"there are more than {MAX_VALUES:,} values, aliases included")
        waiting += inside


def in_plain_words(error: str, problem: str) -> str:
    """Return what PyYAML says as an author would say it."""
    for words, plain in _PLAIN_WORDS:
        if words in error:
            return plain
    return " ".join(problem.split())
