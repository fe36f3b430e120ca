"""What stands in a flashcard's own lines: its fields, its tags, its id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from flashcards.model import ForeignMark
from flashcards.syntaxes._sheet import Line, LineKind

PLUGIN = "obsidian-to-anki"
"""What ids of the plugin are called."""

LITERAL = frozenset({LineKind.CODE, LineKind.MATH, LineKind.COMMENT})
"""Where words mean nothing."""

TAGS_LINE = re.compile(r"Tags:(?P<tags>[ \t].*|)")
_ID_LINE = re.compile(
    r"[ \t]*(?:<!--[ \t]*ID:[ \t]*(?P<hidden>\d+)[ \t]*-->|ID: ?(?P<bare>\d+))\s*"
)
_ID_BEHIND = re.compile(r"[ \t]ID: (\d{13})[ \t]*\Z")


class Values(Struct, frozen=True):
    """What a form says, before its notetype tells what it is for."""

    fields: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    foreign: tuple[ForeignMark, ...] = ()


def read_id(line: str) -> ForeignMark | None:
    """Return the id that a line holds and nothing else: `<!--ID: 1566052191670-->`, `ID: 1566`."""
    match = _ID_LINE.fullmatch(line)
    return id_mark(match["hidden"] or match["bare"]) if match else None


def split_id(text: str) -> tuple[str, str]:
    """Take an id without a comment around it off the end of a text, if it is as long as Anki's."""
    match = _ID_BEHIND.search(text, max(0, text.rfind("ID:") - 1))
    return (text[: match.start()].rstrip(), match[1]) if match else (text, "")


def id_mark(number: str) -> ForeignMark:
    """Return the mark of an Anki note's id."""
    return ForeignMark(PLUGIN, "id", number)


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a line; the plugin divides them by blanks, people by commas, too."""
    return tuple(tag for word in text.split() if (tag := word.strip(",").lstrip("#")))


def read_values(lines: Sequence[Line], names: Sequence[str]) -> Values:
    """Read lines one by one: `Name:` at a line's start begins a field, the first needs no name."""
    left = list(lines)
    tags, foreign = _take_marks(left)
    parts: dict[str, list[str]] = {}
    current = names[0]
    for line in left:
        text = line.text
        label = "" if line.kind in LITERAL else _label(text, names)
        if label:
            current = label
            text = text[len(label) + 1 :].lstrip()
        parts.setdefault(current, []).append(text)
    return Values({name: trim("\n".join(texts)) for name, texts in parts.items()}, tags, foreign)


def read_words(text: str, names: Sequence[str]) -> Mapping[str, str]:
    """Read one line: the word `Name:` between blanks begins a field, the first needs no name."""
    parts: dict[str, list[str]] = {}
    labels = {f"{name}:": name for name in names}
    current = names[0]
    for part in _by_labels(text, labels):
        if part in labels:
            current = labels[part]
        else:
            parts.setdefault(current, []).append(part.strip())
    return {name: " ".join(filter(None, texts)) for name, texts in parts.items()}


def trim(text: str) -> str:
    """Drop blank lines around a text, and blanks around a single line; indented code is kept."""
    lines = text.rstrip().split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]) if len(lines) > first + 1 else "".join(lines[first:]).strip()


def _take_marks(lines: list[Line]) -> tuple[tuple[str, ...], tuple[ForeignMark, ...]]:
    """Take the lines of tags and id off the end; each may be there once, in either order."""
    tags: tuple[str, ...] | None = None
    mark: ForeignMark | None = None
    while lines:
        text = lines[-1].text.rstrip()
        here = read_id(text) if mark is None else None
        line_of_tags = TAGS_LINE.fullmatch(text) if tags is None else None
        if here:
            mark = here
        elif line_of_tags and lines[-1].kind not in LITERAL:
            tags = read_tags(line_of_tags["tags"])
        elif text:
            break
        lines.pop()
    return tags or (), (mark,) if mark else ()


def _label(text: str, names: Sequence[str]) -> str:
    return next((name for name in names if text.startswith(f"{name}:")), "")


def _by_labels(text: str, labels: Mapping[str, str]) -> list[str]:
    longest_first = sorted(labels, key=len, reverse=True)
    words = "|".join(re.escape(label) for label in longest_first)
    return re.split(rf"(?<!\S)({words})(?!\S)", text)
