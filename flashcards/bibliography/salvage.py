"""An entry of a .bib file that never closes to its fields, taken line by line."""

from __future__ import annotations

import re

from flashcards.bibliography.index import Block
from flashcards.bibliography.tolerant import Problem, Reading

_FIELD_LINE = re.compile(r"(?:^|,)[ \t]*+(?P<name>[A-Za-z][\w:-]*+)[ \t]*+=[ \t]*+", re.MULTILINE)


def salvage(text: str, block: Block, reading: Reading) -> Reading:
    """Return the fields that can be told by their names, and the likeliest problem.

    `reading` is what the tolerant reader made of the entry before it lost its way.
    """
    names = list(_FIELD_LINE.finditer(text, block.fields, block.end))
    ends = [*(name.start() for name in names[1:]), block.end][: len(names)]
    values = [text[name.end() : end] for name, end in zip(names, ends, strict=True)]
    fields = tuple(
        (name["name"], _mended(value)) for name, value in zip(names, values, strict=True)
    )
    problems = (_unclosed(name, value) for name, value in zip(names, values, strict=True))
    problem = next((one for one in problems if one), reading.problem)
    if problem is None or not problem.message:
        problem = _never_closed(text, block)
    return Reading(fields, problem, closed=False)


def _unclosed(name: re.Match[str], value: str) -> Problem | None:
    """Return the problem of a field that opens more than it closes."""
    if value.count("{") > value.count("}"):
        mark = "brace"
    elif value.startswith('"') and value.count('"') % 2:
        mark = "quotation mark"
    else:
        return None
    message = f"a closing {mark} is missing in the field {name['name']}"
    return Problem(message, "close the field's value", name.start("name"))


def _never_closed(text: str, block: Block) -> Problem:
    last = block.start + len(text[block.start : block.end].rstrip()) - 1
    if block.end == len(text):
        return Problem("the file ends inside this entry", "export the library again", last)
    return Problem("the closing brace of this entry is missing", "add it", last)


def _mended(value: str) -> str:
    """Return a value with its enclosing marks in pairs again."""
    if value.startswith('"'):
        return '"' + value.strip('"}, \n') + '"'
    inner = value.removeprefix("{").rstrip("}, \n")
    missing = inner.count("{") - inner.count("}")
    return "{" + inner + "}" * max(missing, 0) + "}"
