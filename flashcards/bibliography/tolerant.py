"""One entry of a .bib file to its fields, however it is broken, and to what is wrong with it.

bibtexparser reads good entries; a forgotten comma or brace makes it lose fields, often silently.
This reader judges every entry that looks suspicious and reads the broken ones.
"""

from __future__ import annotations

import re

from msgspec import Struct

from flashcards.bibliography.index import Block

_FILLING = re.compile(r"(?>(?:[ \t\n]++|%[^\n]*+)*)")
_NAME = re.compile(r"(?P<name>[^\s={},\"#%()]++)\s*+=\s*+")
_NAME_ALONE = re.compile(r"(?P<name>[A-Za-z][\w-]*+)[ \t]*+(?=[{\"])")
_PLAIN = re.compile(r"[^\s,{}\"#=)]++")
_JOINT = re.compile(r"\s*+#\s*+")
_BRACE = re.compile(r"[{}]")
_LONE_BRACE = re.compile(r"(?<!\\)[{}]")  # `\{` and `\}` not counted
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_STEP = {"{": 1, "}": -1, '"': 0}


class Problem(Struct, frozen=True):
    """What is wrong with an entry, and where in the text."""

    message: str
    hint: str
    at: int


class Reading(Struct, frozen=True):
    """An entry as far as it can be read."""

    fields: tuple[tuple[str, str], ...]
    """Names and values as written; a field that stands there twice is there twice."""

    problem: Problem | None
    closed: bool
    """Whether the entry's own end was found."""


def read_tolerantly(text: str, block: Block) -> Reading:
    r"""Read one entry, past commas and braces that are missing or too many.

    BibTeX counts the braces in `\{` and `\}`, other programs do not: the author means whichever
    makes sense of the entry.
    """
    reading = _Reader(text, block, _BRACE).read()
    if reading.problem is None:
        return reading
    other = _Reader(text, block, _LONE_BRACE).read()
    return other if other.problem is None else reading


class _Reader:
    """Walks once through one entry."""

    def __init__(self, text: str, block: Block, brace: re.Pattern[str]) -> None:
        self._text = text
        self._at = block.fields
        self._end = block.end
        self._brace = brace
        self._is_macro = block.type == "string"
        self._fields: list[tuple[str, str]] = []
        self._names: set[str] = set()
        self._problem: Problem | None = None

    def read(self) -> Reading:
        """Read fields until the entry closes, or until there is nothing more to make sense of."""
        if not self._is_macro:
            self._expect_comma("the citekey", self._at)
        while True:
            self._skip_filling()
            name = self._field_name()
            if name is not None:
                self._read_field(name)
            elif self._peek() in ("}", ")"):
                if not self._goes_on_after_end():
                    return Reading(tuple(self._fields), self._problem, closed=True)
            elif self._peek() == ",":
                self._complain("there is a comma too many", "remove it", self._at)
                self._at += 1
            else:
                return self._give_up()

    def _field_name(self) -> re.Match[str] | None:
        name = _NAME.match(self._text, self._at, self._end)
        if name is None:
            name = _NAME_ALONE.match(self._text, self._at, self._end)
            if name is not None:
                message = f"an equals sign is missing after the field {name['name']}"
                self._complain(message, "put = between the name and the value", name.start())
        return name

    def _read_field(self, name: re.Match[str]) -> None:
        self._at = start = name.end()
        while self._read_piece():
            joint = _JOINT.match(self._text, self._at, self._end)
            if joint is None:
                break
            self._at = joint.end()
        lower = name["name"].lower()
        if lower in self._names:
            hint = "the first one is used; remove the other"
            self._complain(f"the field {lower} is there twice", hint, name.start())
        self._names.add(lower)
        self._fields.append((name["name"], self._text[start : self._at]))
        self._expect_comma(f"the field {name['name']}", self._at)

    def _read_piece(self) -> bool:
        """Move behind one `{...}`, `"..."`, number or macro; False if it never ends."""
        mark = self._peek()
        if mark == "{":
            end = self._closing(self._brace, self._at, "}")
        elif mark == '"':
            end = self._closing(_BRACE_OR_QUOTE, self._at + 1, '"')
        else:
            plain = _PLAIN.match(self._text, self._at, self._end)
            end = plain.end() if plain else None
        self._at = end or self._at
        return end is not None

    def _closing(self, marks: re.Pattern[str], start: int, closing: str) -> int | None:
        """Return the offset behind the mark that closes what is open at `start`."""
        depth = 0
        for mark in marks.finditer(self._text, start, self._end):
            depth += _STEP[mark[0]]
            if depth <= 0 and mark[0] == closing:
                return mark.end()
        return None

    def _expect_comma(self, after: str, end: int) -> None:
        """Move behind the comma that must stand before another field."""
        self._skip_filling()
        if self._peek() == ",":
            self._at += 1
        elif _NAME.match(self._text, self._at, self._end):
            hint = "put a comma at the end of this line"
            self._complain(f"a comma is missing after {after}", hint, max(end - 1, 0))

    def _goes_on_after_end(self) -> bool:
        """Whether fields follow the brace that closes the entry: then it is one too many."""
        brace = self._at
        self._at += 1
        self._skip_filling()
        if self._peek() == ",":
            self._at += 1
            self._skip_filling()
            if _NAME.match(self._text, self._at, self._end):
                self._complain("there is a closing brace too many", "remove it", brace)
                return True
        return False

    def _give_up(self) -> Reading:
        found = self._text[self._at : min(self._end, self._at + 20)].split("\n")[0]
        message = f"there should be a field where “{found}” stands" if found else ""
        self._complain(message, "put values in braces, and a comma between fields", self._at)
        return Reading(tuple(self._fields), self._problem, closed=False)

    def _complain(self, message: str, hint: str, at: int) -> None:
        """Keep the first problem; the others mostly follow from it."""
        if self._problem is None:
            self._problem = Problem(message, hint, at)

    def _skip_filling(self) -> None:
        filling = _FILLING.match(self._text, self._at, self._end)
        self._at = filling.end() if filling else self._at

    def _peek(self) -> str:
        return self._text[self._at : min(self._at + 1, self._end)]
