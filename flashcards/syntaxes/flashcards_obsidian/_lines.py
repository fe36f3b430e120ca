"""What a line is apart from what it says: a heading's or a list item's mark, a task's box."""

from __future__ import annotations

import re

from msgspec import Struct

from flashcards.syntaxes._sheet import Line, LineKind

ABOUT_THE_FILE = re.compile(r"\s*+(?P<name>cards-deck|tags)\s*+:(?!:)[ \t]*+", re.IGNORECASE)
"""Lines that say something about all flashcards of the vault note."""

# The same of other plugins, and footnotes.
_NO_QUESTION = re.compile(
    r"\s*+(?:(?:cards-deck|tags|TARGET DECK|FILE TAGS)\s*+:|\[\^[^\[\]]++\]:)", re.IGNORECASE
)
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]++|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=++|-++)[ \t]*+")
_LIST = re.compile(r"[ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t]++(?P<box>\[.\][ \t]++)?")


class Head(Struct, frozen=True):
    """A line without its mark."""

    text: str
    is_item: bool = False


def read_head(line: Line) -> Head:
    """Take the heading marks, or the list mark and the box, off a line."""
    heading = _HEADING.match(line.text) if line.kind is LineKind.HEADING else None
    if heading:
        return Head(line.text[heading.end() :].strip())
    mark = _LIST.match(line.text)
    if mark:
        return Head(line.text[mark.end() :].strip(), is_item=True)
    return Head(line.text.strip())


def indent(text: str) -> int:
    """Return by how many columns a line is indented."""
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def is_about_the_file(text: str) -> bool:
    """Say whether a line says something about the whole vault note, or is a footnote."""
    return _NO_QUESTION.match(text) is not None


def heading_level(line: Line, below: Line) -> int:
    """Return the level of the heading that a line is, also one with a line below; 0 for none."""
    if line.kind is not LineKind.HEADING:
        return 0
    heading = _HEADING.match(line.text)
    if heading:
        return len(heading["marks"])
    if below.kind is LineKind.HEADING and _UNDERLINE.fullmatch(below.text):
        return 1 if "=" in below.text else 2
    return 0


def heading_ends(number: int, line: Line) -> int:
    """Return the last line of a heading that begins on a line."""
    return number if _HEADING.match(line.text) else number + 1
