"""Indentation counted in columns, as CommonMark does: a tab reaches to the next multiple of four.

A line inside a callout or a list item no longer begins in column 0, so every function takes the
column at which its text begins.
"""

from __future__ import annotations

BLANKS = " \t"
"""What counts as blank inside a line; other Unicode spaces are text."""

_TAB = 4


def is_blank(text: str) -> bool:
    """Tell whether a line shows nothing."""
    return not text.strip(BLANKS)


def indentation(text: str, column: int = 0) -> int:
    """Count the columns of blanks before the first other character."""
    if text[:1] not in ("", " ", "\t"):
        return 0
    end = column
    for character in text:
        if character == " ":
            end += 1
        elif character == "\t":
            end += _TAB - end % _TAB
        else:
            break
    return end - column


def strip_columns(text: str, count: int, column: int = 0) -> tuple[str, int]:
    """Take up to `count` columns of blanks off; return the rest and the column it begins at.

    Of a tab that reaches further, the columns beyond are left as blanks.
    """
    end, limit = column, column + count
    for index, character in enumerate(text):
        if end >= limit or character not in BLANKS:
            return text[index:], end
        if character == "\t":
            end += _TAB - end % _TAB
        else:
            end += 1
        if end > limit:
            return " " * (end - limit) + text[index + 1 :], limit
    return "", end
