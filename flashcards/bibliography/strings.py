"""The `@string` blocks of a .bib file to macros, and to what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from flashcards.bibliography.index import BibFile, Block
from flashcards.bibliography.tolerant import Problem, read_tolerantly

_HEAD = re.compile(r"@[ \t]*+\w++\s*+[{(]\s*+")
_NAME = re.compile(r"(?P<name>[^\s={}\"#%(),]++)\s*+=[ \t]*+")
_WELL_WRITTEN = re.compile(r"(?P<value>\{[^{}]*+\}|\"[^\"{}]*+\")\s*+[})]")


class Macro(Struct, frozen=True):
    """One `@string`, as far as it can be read."""

    name: str
    """Lower case; empty if there is none."""

    raw: str
    """The value as written."""

    problem: Problem | None = None


def macros_in(file: BibFile) -> Iterator[Macro]:
    """Yield every macro that a file defines."""
    for start in file.macros:
        yield _read(file, file.block_at(start))


def _read(file: BibFile, block: Block) -> Macro:
    text = file.text
    head = _HEAD.match(text, block.start, block.end)
    name = _NAME.match(text, head.end(), block.end) if head else None
    if head is None or name is None:
        hint = "write it as @string{name = {text}}"
        return Macro("", "", Problem("this @string has no name and text", hint, block.start))
    good = _WELL_WRITTEN.match(text, name.end(), block.end)
    if good is not None:
        return Macro(name["name"].lower(), good["value"])
    reading = read_tolerantly(text, replace(block, fields=head.end()))
    raw = reading.fields[0][1] if reading.fields else ""
    if raw.strip() and reading.closed:
        return Macro(name["name"].lower(), raw, reading.problem)
    if raw.strip():
        problem = Problem("the closing brace of this @string is missing", "add it", block.start)
        return Macro(name["name"].lower(), raw, problem)
    return _first_line(text, block, name)


def _first_line(text: str, block: Block, name: re.Match[str]) -> Macro:
    """Take a value that never closes to the end of its line."""
    line = text[name.end() : block.end].split("\n", 1)[0].strip(' \t{}()",')
    found = Macro(name["name"].lower(), f"{{{line}}}" if line else "")
    message = "the text of this @string never ends" if line else "this @string has no text"
    hint = "close it, as in @string{name = {text}}"
    return replace(found, problem=Problem(message, hint, block.start))
