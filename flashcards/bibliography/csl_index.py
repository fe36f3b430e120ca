"""The text of one CSL-JSON file to its entries: a list of objects, each with its line.

The list is read object by object, so that a file that ends in the middle, or is broken in one
place, still gives all others, and so that each has a line to name.
https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from flashcards.diagnostics import Diagnostic, Severity, Span

_LIST = re.compile(r"\s*+\[")
_BETWEEN = re.compile(r"[\s,]*")
_NOTE_KEY = re.compile(r"^citation key:\s*(?P<citekey>\S+)", re.IGNORECASE | re.MULTILINE)
_DECODER = json.JSONDecoder()

_DEEPEST = 100
"""Lists and objects inside each other; CSL has four."""


class CslFile(Struct, frozen=True, eq=False):
    """One CSL-JSON file. An entry's offset is its number in the file."""

    path: str
    """As in `Span`: relative to the vault, or the full path."""

    entries: tuple[Mapping[str, Any], ...]
    lines: tuple[tuple[int, int], ...]
    """The first and last line of each entry."""

    citekeys: Mapping[str, tuple[int, ...]]
    """The entries of a citekey; all but the first are duplicates."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be cited from here."""
        return not self.entries

    def line_at(self, offset: int) -> int:
        """Return the line, counted from 1, on which an entry begins."""
        return self.lines[offset][0]

    def text_of(self, offset: int) -> str:
        """Return what an entry says, in one form whatever its layout."""
        return json.dumps(self.entries[offset], sort_keys=True)

    def span_of(self, offset: int) -> Span:
        """Return all lines of an entry."""
        return Span(self.path, *self.lines[offset])


class _Broken(Struct, frozen=True):
    """An element that is no JSON."""

    reason: str


def is_csl(text: str) -> bool:
    """Say whether a text is a list in JSON rather than BibTeX."""
    return _LIST.match(text) is not None


def index_csl(path: str, text: str) -> tuple[CslFile, tuple[Diagnostic, ...]]:
    """Read the objects of a CSL-JSON file; what is broken is left out and reported."""
    entries: list[Mapping[str, Any]] = []
    lines: list[tuple[int, int]] = []
    diagnostics: list[Diagnostic] = []
    for first, last, found in _objects(text):
        if isinstance(found, _Broken):
            diagnostics.append(_problem(Span(path, first, last), found.reason))
        elif isinstance(found, dict):
            entries.append(found)
            lines.append((first, last))
    citekeys: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        if citekey := citekey_of(entry):
            citekeys.setdefault(citekey, []).append(number)
    by_citekey = {citekey: tuple(numbers) for citekey, numbers in citekeys.items()}
    return CslFile(path, tuple(entries), tuple(lines), by_citekey), tuple(diagnostics)


def citekey_of(entry: Mapping[str, Any]) -> str:
    """Return the citekey: `citation-key`, a line of the note, or an `id` that is no address."""
    written = entry.get("citation-key")
    if isinstance(written, str) and written.strip():
        return written.strip()
    note = entry.get("note")
    match = _NOTE_KEY.search(note) if isinstance(note, str) else None
    if match is not None:
        return match["citekey"]
    own = entry.get("id")
    text = str(own).strip() if isinstance(own, str | int) and not isinstance(own, bool) else ""
    return text.rstrip("/").rsplit("/", 1)[-1] if "://" in text else text


def _objects(text: str) -> Iterator[tuple[int, int, object]]:
    """Yield each element of the list with its lines; of one that is broken, what is wrong."""
    at = text.index("[") + 1
    line = text.count("\n", 0, at) + 1
    while True:
        start = _after_blanks(text, at)
        line += text.count("\n", at, start)
        if start >= len(text) or text[start] == "]":
            return
        try:
            found, end = _DECODER.raw_decode(text, start)
        except json.JSONDecodeError as error:
            found, end = _Broken(error.msg), _next_object(text, start)
        except RecursionError:
            found, end = _Broken("it is nested too deep"), _next_object(text, start)
        except ValueError:  # Python reads no number of more than 4300 digits
            found, end = _Broken("a number is too long"), _next_object(text, start)
        else:
            if _depth(found) > _DEEPEST:
                found = _Broken("it is nested too deep")
        last = line + text.count("\n", start, end)
        yield line, last, found
        at, line = end, last


def _depth(value: object) -> int:
    """Return how many lists and objects stand inside each other; what is far too deep, roughly."""
    depth, level = 0, [value]
    while level and depth <= _DEEPEST:
        depth += 1
        inside = (
            each.values() if isinstance(each, dict) else each
            for each in level
            if isinstance(each, dict | list)
        )
        level = [each for some in inside for each in some if isinstance(each, dict | list)]
    return depth


def _after_blanks(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _next_object(text: str, broken: int) -> int:
    """Return where the next object begins that is indented like the broken one; else the end."""
    indent = text[text.rfind("\n", 0, broken) + 1 : broken]
    if indent.strip():
        return len(text)
    found = text.find(f"\n{indent}{{", broken)
    return found + 1 if found >= 0 else len(text)


def _problem(span: Span, reason: str) -> Diagnostic:
    message = f"this entry is no valid JSON: {reason.lower()}"
    hint = "export the library again; the other entries are used"
    return Diagnostic("broken-entry", Severity.WARNING, span, message, hint)
