"""The index of a .bib file to what is wrong with its entries, cited or not.

Counting braces over the whole text is cheap; only entries that look suspicious are read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from flashcards.bibliography.index import BibFile, Block
from flashcards.bibliography.salvage import salvage
from flashcards.bibliography.strings import macros_in
from flashcards.bibliography.tolerant import Problem, Reading, read_tolerantly
from flashcards.diagnostics import Diagnostic, Severity, Span

# No comma before a field's name on the line before, or no equals sign behind it; no comma before it
# on the same line; two commas in a row.
# Each begins with a plain character, which makes the search ten times faster.
_SUSPICIOUS = (
    re.compile(r"\n(?<![,{(]\n)[ \t]*+[A-Za-z][\w-]*+[ \t]*+="),
    re.compile(r"\}[ \t]*+[A-Za-z][\w-]*+[ \t]*+="),
    re.compile(r"\"[ \t]*+[A-Za-z][\w-]*+[ \t]*+="),
    re.compile(r",\s*+,"),
    re.compile(r"\n[ \t]*+[A-Za-z]++[ \t]*+\{"),
)
_FIELD_LINE = re.compile(r"\n[ \t]*+([A-Za-z][\w-]*+)[ \t]*+=")
_FIELD = re.compile(r",[ \t]*+([A-Za-z][\w-]*+)[ \t]*+=")

_SWALLOWED = 3  # so many lines of running text that look like entries are told from entries
_NO_ENTRIES = frozenset({"string", "preamble", "comment"})


def check_entries(file: BibFile) -> tuple[BibFile, tuple[Diagnostic, ...]]:
    """Return the file with its odd entries noted, and a diagnostic for each broken entry."""
    odd: dict[int, int] = {}
    diagnostics: list[Diagnostic] = []
    known_to = 0
    for block in _suspicious_blocks(file):
        if block.start < known_to:
            continue  # it is text of the entry before
        whole, reading = read_block(file, block)
        known_to = whole.end
        if reading.problem or whole.end != block.end:
            odd[block.start] = whole.end
        problem = _problem(block, reading)
        if problem:
            diagnostics.append(_broken_entry(file, block, problem))
    diagnostics += _broken_macros(file)
    return _without_swallowed(replace(file, odd=odd)), tuple(diagnostics)


def _without_swallowed(file: BibFile) -> BibFile:
    """Return the file without the entries that turned out to be text of another entry."""
    swallowed = {
        start for entry, end in file.odd.items() for start in file.starts_between(entry, end)
    }
    if not swallowed:
        return file
    left = {
        citekey: tuple(start for start in starts if start not in swallowed)
        for citekey, starts in file.citekeys.items()
    }
    return replace(file, citekeys={citekey: starts for citekey, starts in left.items() if starts})


def read_block(file: BibFile, block: Block) -> tuple[Block, Reading]:
    """Read an entry tolerantly; return it with its true end.

    Running text may hold a line that begins like an entry, as in an abstract. If the entry does
    not close before that line but closes well after it, the line belongs to the entry.
    """
    reading = read_tolerantly(file.text, block)
    if reading.closed:
        return block, reading
    following = bisect_right(file.starts, block.start)
    for start in file.starts[following : following + _SWALLOWED]:
        longer = replace(block, end=file.end_of(start))
        whole = read_tolerantly(file.text, longer)
        if whole.problem is None:
            return longer, whole
    return block, salvage(file.text, block, reading)


def _suspicious_blocks(file: BibFile) -> Iterator[Block]:
    """Yield the entries that may be broken, and surely all that are."""
    marked = file.doubtful.union(file.starts[at] for at in _marked(file))
    quoted = '"' in file.text
    for start, end in pairwise((*file.starts, len(file.text))):
        if start in marked or _uneven(file.text, start, end, quoted=quoted):
            block = file.block_at(start)
            if block.type not in _NO_ENTRIES:
                yield block


def _marked(file: BibFile) -> Iterator[int]:
    """Yield the numbers of the blocks with something suspicious in them."""
    for pattern in _SUSPICIOUS:
        for match in pattern.finditer(file.text):
            number = bisect_right(file.starts, match.start()) - 1
            if number >= 0:
                yield number


def _uneven(text: str, start: int, end: int, *, quoted: bool) -> bool:
    """Whether braces or quotes are not in pairs, or a field's name is there twice."""
    if text.count("{", start, end) != text.count("}", start, end):
        return True
    if quoted and text.count('"', start, end) % 2:
        return True
    # The fields of an entry mostly have lines of their own, which are found three times faster.
    names = _FIELD_LINE.findall(text, start, end) or _FIELD.findall(text, start, end)
    return len(names) != len(set(map(str.lower, names)))


def _problem(block: Block, reading: Reading) -> Problem | None:
    """Return what is worst about an entry."""
    if not block.citekey:
        hint = "write one after the opening brace, with a comma behind it"
        return Problem("this entry has no citekey, so nothing can cite it", hint, block.start)
    return reading.problem


def _broken_entry(file: BibFile, block: Block, problem: Problem) -> Diagnostic:
    citekey = f"@{block.citekey}" if block.citekey else f"an entry of type {block.type}"
    return _diagnostic(file, f"{citekey}: {problem.message}", problem)


def _broken_macros(file: BibFile) -> Iterator[Diagnostic]:
    for macro in macros_in(file):
        if macro.problem:
            name = f"{macro.name}: " if macro.name else ""
            yield _diagnostic(file, name + macro.problem.message, macro.problem)


def _diagnostic(file: BibFile, message: str, problem: Problem) -> Diagnostic:
    line = file.line_at(problem.at)
    span = Span(file.path, line, line)
    return Diagnostic("broken-entry", Severity.WARNING, span, message, problem.hint)
