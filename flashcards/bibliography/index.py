"""The text of one .bib file to an index: which citekey begins where. One pass, nothing parsed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

# `@type{citekey`. BibTeX allows blanks almost anywhere. The citekey ends before the comma, or
# where one has been forgotten. That the pattern begins with @ makes the search twice as fast.
_BLOCK = re.compile(
    r"@[ \t]*+(?P<type>\w++)\s*+(?P<opening>[{(])(?:\s*+(?!@)(?P<citekey>[^,\n{}=\"]*+))?"
)
_COMMENT = "@comment"
_NEAR = 200  # characters before an @ in which the line begins, if it is to be a comment
_NO_ENTRIES = frozenset({"string", "preamble", "comment"})


class Block(Struct, frozen=True):
    """Where one `@type{citekey` stands."""

    type: str
    """Lower case."""

    opening: str
    """`{`, or `(` as BibTeX allows."""

    citekey: str
    start: int
    """The offset of `@`."""

    fields: int
    """The offset just behind the citekey."""

    end: int
    """Where the next block starts, so that comments after the entry are included."""


class BibFile(Struct, frozen=True, eq=False):
    """One .bib file: its text and where everything in it begins."""

    path: str
    """As in `Span`: relative to the vault, or the full path."""

    text: str
    """With `\\n` line ends."""

    starts: tuple[int, ...]
    """The offset of every block, `@string` and the like included."""

    lines: tuple[int, ...]
    """The lines on which the blocks start, counted from 1."""

    citekeys: Mapping[str, tuple[int, ...]]
    """The offsets of a citekey's entries; all but the first are duplicates."""

    macros: tuple[int, ...]
    """The offsets of the `@string` blocks."""

    doubtful: frozenset[int]
    """The offsets of entries without a citekey, or without a comma behind it."""

    odd: Mapping[int, int]
    """Entries that only the tolerant reader gets right: offset of the entry to its end."""

    commented: Mapping[str, int]
    """The offset of an entry behind `@comment` or `%` by citekey: taken if there is no other."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is here that a citation could need, not even an entry that is broken."""
        return not (self.citekeys or self.macros or self.doubtful or self.commented)

    def text_of(self, start: int) -> str:
        """Return an entry as it is written."""
        return self.text[start : self.end_of(start)].strip()

    def end_of(self, start: int) -> int:
        """Return where the block that starts at `start` ends at the latest."""
        if start in self.odd:
            return self.odd[start]
        following = bisect_right(self.starts, start)
        return self.starts[following] if following < len(self.starts) else len(self.text)

    def block_at(self, start: int) -> Block:
        """Return the block that starts at `start`, which must be one of `starts`."""
        match = _BLOCK.match(self.text, start)
        assert match is not None, "starts come from the same pattern"
        citekey, fields = _citekey(match)
        return Block(
            match["type"].lower(),
            match["opening"],
            citekey,
            start,
            fields,
            self.end_of(start),
        )

    def starts_between(self, start: int, end: int) -> tuple[int, ...]:
        """Return the offsets of the blocks after `start` and before `end`."""
        return self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, end)]

    def start_before(self, offset: int) -> int | None:
        """Return where the block begins that `offset` lies in; None before the first block."""
        block = bisect_right(self.starts, offset) - 1
        return self.starts[block] if block >= 0 else None

    def line_at(self, offset: int) -> int:
        """Return the line, counted from 1, on which `offset` stands."""
        block = bisect_right(self.starts, offset) - 1
        if block < 0:
            return self.text.count("\n", 0, offset) + 1
        return self.lines[block] + self.text.count("\n", self.starts[block], offset)


def index_text(path: str, text: str) -> BibFile:
    """Find every block of a .bib file."""
    starts: list[int] = []
    macros: list[int] = []
    citekeys: dict[str, list[int]] = {}
    commented: dict[str, int] = {}
    doubtful: set[int] = set()
    for match in _BLOCK.finditer(text):
        start, entry_type = match.start(), match["type"].lower()
        if not _begins_block(text, start):
            if entry_type not in _NO_ENTRIES and _is_commented(text, start):
                commented.setdefault(_citekey(match)[0], start)
            continue
        starts.append(start)
        if entry_type == "string":
            macros.append(start)
        elif entry_type not in _NO_ENTRIES:
            citekey, _ = _citekey(match)
            citekeys.setdefault(citekey, []).append(start)
            if not citekey or not text.startswith(",", match.end()):
                doubtful.add(start)
    return BibFile(
        path,
        text,
        tuple(starts),
        tuple(_lines(text, starts)),
        {citekey: tuple(offsets) for citekey, offsets in citekeys.items() if citekey},
        tuple(macros),
        frozenset(doubtful),
        odd={},
        commented=commented,
    )


def _begins_block(text: str, at: int) -> bool:
    """Whether an @ begins a line, or follows the end of another entry; else it is running text."""
    before = _last_before(text, at)
    return before < 0 or text[before] in "\n})"


def _is_commented(text: str, at: int) -> bool:
    """Whether an @ stands behind `@comment`, or in a line that begins with `%`."""
    end = _last_before(text, at) + 1
    if text[max(end - len(_COMMENT), 0) : end].lower() == _COMMENT:
        return True
    near = max(at - _NEAR, 0)
    line = text.rfind("\n", near, at) + 1
    return (line > near or near == 0) and text[line:at].lstrip().startswith("%")


def _last_before(text: str, at: int) -> int:
    """Return the offset of the last character before `at` that is no blank; -1 if there is none."""
    at -= 1
    while at >= 0 and text[at] in " \t":
        at -= 1
    return at


def _citekey(match: re.Match[str]) -> tuple[str, int]:
    """Return the citekey of a block, and where its fields begin.

    Before `=` stands the name of the first field, and perhaps a citekey without its comma.
    """
    before = match["citekey"] or ""
    if not match.string.startswith("=", match.end()):
        return before.strip(), match.end()
    name = len((before.split() or [""])[-1])
    citekey = before.rstrip()[: len(before.rstrip()) - name]
    return citekey.strip(), match.end() - len(before) + len(citekey)


def _lines(text: str, starts: list[int]) -> Iterator[int]:
    """Yield the line of each offset; the offsets are in order, so the text is walked once."""
    line = 1
    for before, start in pairwise((0, *starts)):
        line += text.count("\n", before, start)
        yield line
