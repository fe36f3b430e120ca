"""What stands at the edges of a line and is no part of what it says: tags and block ids."""

from __future__ import annotations

import re
from functools import lru_cache

from flashcards.inline._native import find_native
from flashcards.inline._pieces import Piece, PieceKind
from flashcards.inline._scan import first_special, scan
from flashcards.inline._shown import find_pairs

_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^([A-Za-z0-9\-]+)[ \t]*\Z")
_FIELD = re.compile(r"\[[\w \-]+::[^\[\]\n]*+\]")


def split_tags(line: str, *, leading: bool = True) -> tuple[str, tuple[str, ...]]:
    """Take the tags off both ends of a line, or its end alone; they come in order, without `#`."""
    if "#" not in line:
        return line, ()
    pieces = scan(line)
    first = _leading(line, pieces) if leading else 0
    last = len(pieces) - _leading(line, pieces[first:][::-1])
    before = [piece for piece in pieces[:first] if piece.kind is PieceKind.TAG]
    behind = [piece for piece in pieces[last:] if piece.kind is PieceKind.TAG]
    rest = line[before[-1].end if before else 0 : behind[0].start if behind else len(line)]
    rest = rest.lstrip() if before else rest
    rest = rest.rstrip() if behind else rest
    return rest, tuple(line[tag.start + 1 : tag.end] for tag in (*before, *behind))


def _leading(line: str, pieces: tuple[Piece, ...]) -> int:
    """Return how many pieces the tags at the beginning take up, blanks between them included."""
    count = 0
    for index, piece in enumerate(pieces):
        if piece.kind is PieceKind.TAG:
            count = index + 1
        elif line[piece.start : piece.end].strip():
            break
    return count


def split_block_id(line: str) -> tuple[str, str | None]:
    """Take `^id` off the end of a line."""
    match = _BLOCK_ID.search(line, max(0, line.rfind("^")))
    if match is None:
        return line, None
    return line[: match.start()].rstrip(), match[1]


def find_separator(line: str, separators: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where the first separator stands that is plain text; the longest one there.

    Code, math, comments, links, addresses, clozes and Dataview's `[field:: x]` hide separators.
    A run of characters longer than every separator is none.
    """
    if not any(separator in line for separator in separators):
        return None
    pattern = _pattern(separators)
    if (first := pattern.search(line)) and _divides(line, first) and _only_words(line, first.end()):
        return first.span()
    pieces = scan(line)
    hidden = _hidden(line, pieces)
    index = 0
    for match in pattern.finditer(line):
        at = match.start()
        while index < len(hidden) and hidden[index][1] <= at:
            index += 1
        is_hidden = index < len(hidden) and hidden[index][0] <= at
        if not is_hidden and _divides(line, match):
            return match.span()
    return None


def _divides(line: str, match: re.Match[str]) -> bool:
    """Whether a separator is no part of a run of its first character."""
    before = line[match.start() - 1 : match.start()]
    return before != match[0][0] or before.isspace()


def _only_words(line: str, end: int) -> bool:
    """Whether nothing that could hide a separator begins before `end`, as in most lines."""
    special = first_special(line)
    # An address begins before its colon.
    is_behind = special < 0 or (special >= end and line[special] != ":")
    return is_behind and "{{c" not in line[:end]


@lru_cache(maxsize=16)
def _pattern(separators: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(separators, key=len, reverse=True)
    return re.compile("|".join(map(_not_in_a_run, longest_first)))


def _not_in_a_run(separator: str) -> str:
    """Return the pattern of a separator that its last character does not follow once more."""
    last = separator[-1:]
    run = "" if last.isspace() else f"(?!{re.escape(last)})"
    return f"{re.escape(separator)}{run}"


def _hidden(line: str, pieces: tuple[Piece, ...]) -> list[tuple[int, int]]:
    """Return the stretches in which no separator counts, by start."""
    spans = [(p.start, p.end) for p in pieces if p.kind not in {PieceKind.TEXT, PieceKind.MARK}]
    spans += [(cloze.start, cloze.end) for cloze in find_native(line, pieces)]
    spans += [(pair.start, pair.end) for pair in find_pairs(line, pieces) if pair.mark == "=="]
    spans += [match.span() for match in _FIELD.finditer(line)]
    return sorted(spans)
