"""Read the lines of a vault note from top to bottom, as the plugin does.

Lines gather until a blank one. A line with a separator is a flashcard by itself and drops what was
gathered; a lone marker makes a question of it; else a cloze makes a flashcard of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flashcards.syntaxes._osr_options import OsrOptions
from flashcards.syntaxes._sheet import LineKind
from flashcards.syntaxes.osr.drafts import (
    Draft,
    EmptyField,
    Problem,
    clozed,
    names_field,
    text_of,
    two_sides,
)
from flashcards.syntaxes.osr.patterns import parse_patterns
from flashcards.syntaxes.osr.rows import Entry, Role

_GAPS = frozenset({Role.BLANK, Role.TAKEN, Role.BREAK, Role.TAGS, Role.END})
_ENDS = _GAPS | {Role.SEPARATED}
_BEFORE_TEXT = frozenset({Role.BLANK, Role.SKIPPED, Role.MARKS})
_BEHIND_TEXT = frozenset({Role.BLANK, Role.SKIPPED})


Reading = Draft | Problem | EmptyField


def read_drafts(entries: Sequence[Entry], options: OsrOptions) -> tuple[Reading, ...]:
    """Return flashcards and what looks like one, in the order of their lines."""
    reader = _Reader(entries, options)
    at = 0
    while at < len(entries):
        at = reader.step(at)
    reader.close_gathered(at)
    return tuple(reader.found)


class _Reader:
    """Knows all lines, and which of them no flashcard has yet."""

    def __init__(self, entries: Sequence[Entry], options: OsrOptions) -> None:
        self.found: list[Reading] = []
        self._entries = entries
        self._options = options
        self._patterns = parse_patterns(options.cloze_patterns)
        self._gathered = 0  # where the lines begin that may belong together
        self._next_gap = self._next_with(_ENDS)
        self._next_end = self._next_with({Role.END})
        self._next_separated = self._next_with({Role.SEPARATED})
        self._next_marker = self._next_with({Role.MARKER})
        self._next_taken = self._next_with({Role.TAKEN})

    def _next_with(self, roles: frozenset[Role] | set[Role]) -> list[int]:
        count = len(self._entries)
        found = [count] * (count + 1)
        for index in range(count - 1, -1, -1):
            found[index] = index if self._entries[index].role in roles else found[index + 1]
        return found

    def step(self, at: int) -> int:
        """Read what stands at a line; return where to read on."""
        role = self._entries[at].role
        if role is Role.SEPARATED:
            return self._separated(at)
        if role is Role.MARKER:
            return self._multi_line(at)
        return self.close_gathered(at) if role in _GAPS else at + 1

    def _separated(self, at: int) -> int:
        entry = self._entries[at]
        start, end = entry.separator or (0, 0)
        separator = entry.text[start:end]
        front, back = entry.text[:start].strip(), entry.text[end:].strip()
        follows = at == self._gathered and at > 0 and self._entries[at - 1].role not in _GAPS
        self._gathered = self._marks_below(at + 1, take_ids=not follows)
        if front and back:
            lines = self._entries[at : self._gathered]
            is_reversed = separator == self._options.reversed_separator
            self.found.append(two_sides("separated", front, back, lines, is_reversed=is_reversed))
        elif separator == "::" and not back and names_field(front):
            self.found.append(EmptyField(entry.number))
        else:
            side, place = ("answer", "after") if front else ("question", "before")
            message = f"there is no {side} {place} `{separator.strip()}`"
            hint = f"write `question {separator.strip()} answer` on one line"
            self._problem("unparsed-flashcard", entry.number, message, hint)
        return self._gathered

    def _multi_line(self, at: int) -> int:
        front = self._trimmed(self._gathered, at)
        end = self._end_of_answer(at + 1)
        back = self._trimmed(at + 1, end) if front else ()
        marker = self._entries[at]
        if not back:
            return self._half(at, is_above=bool(front))
        self._gathered = self._below(end)
        lines = self._trimmed(at, self._gathered)
        draft = two_sides(
            "multi-line",
            text_of(front),
            text_of(back),
            (*front, *lines),
            is_reversed=marker.text.strip() == self._options.reversed_marker.strip(),
        )
        self.found.append(draft)
        end_marker = self._options.end_marker.strip()
        if end_marker and not self._is_delimited(at + 1):
            message = f"the answer below `{marker.text.strip()}` has no line `{end_marker}` below"
            hint = f"write `{end_marker}` where it ends; until then a blank line ends it"
            self._problem("missing-end-marker", marker.number, message, hint)
        return self._gathered

    def _problem(self, code: str, number: int, message: str, hint: str) -> None:
        self.found.append(Problem(code, number, message, hint))

    def _half(self, at: int, *, is_above: bool) -> int:
        """Tell of a marker with nothing on one of its sides; what is below is read by itself."""
        marker = self._entries[at]
        written = marker.text.strip()
        side = "answer below" if is_above else "question above"
        message = f"there is no {side} the line `{written}`"
        hint = f"write the question directly above the `{written}` and the answer directly below it"
        below = self._entries[at + 1] if self._is(at + 1, Role.SEPARATED) else None
        if is_above and below and below.separator:
            separator = below.text[slice(*below.separator)].strip()
            message += f": what stands there is a flashcard of its own, by `{separator}`"
            hint = f"put `{separator}` in code if it is none, or remove the `{written}`"
        self._problem("unparsed-flashcard", marker.number, message, hint)
        self._gathered = at + 1
        return at + 1

    def _is_delimited(self, start: int) -> bool:
        """Say whether an end marker stands below that cannot belong to another question."""
        end = self._next_end[start]
        return end < min(len(self._entries), self._next_marker[start], self._next_taken[start])

    def _end_of_answer(self, start: int) -> int:
        if self._is_delimited(start):
            return min(self._next_end[start], self._next_separated[start])
        return self._next_gap[start]

    def close_gathered(self, at: int) -> int:
        """Make a flashcard of the lines above a gap if they hold a cloze; return where to go on."""
        lines = self._trimmed(self._gathered, at)
        draft = clozed(lines, self._patterns) if lines else None
        if draft and at < len(self._entries):
            end = self._end_of_cloze(at)
            below = self._below(end)
            lines = (*lines, *self._trimmed(at, below, from_text=False))
            draft = clozed(lines, self._patterns)
            at = max(at, below - 1)
        if draft:
            self.found.append(draft)
        self._gathered = at + 1
        return at + 1

    def _end_of_cloze(self, at: int) -> int:
        """Return where a text with clozes ends: at the gap, or at the end marker below it."""
        stop = min(self._next_separated[at], self._next_marker[at], self._next_taken[at])
        end = self._next_end[at]
        return end if end < min(stop, len(self._entries)) else at

    def _below(self, end: int) -> int:
        """Return where a flashcard ends whose text does, its end marker and marks included."""
        if end < len(self._entries) and self._entries[end].role is Role.END:
            end += 1
        return self._marks_below(end, take_ids=True)

    def _marks_below(self, at: int, *, take_ids: bool) -> int:
        """Pass over ids and schedules; a block id below several flashcards names none of them."""
        while self._is(at, Role.MARKS):
            entry = self._entries[at]
            if entry.block_id and not entry.foreign and not take_ids:
                break
            at += 1
        if self._is(at, Role.BLANK) and self._is(at + 1, Role.MARKS):
            below = at + 1
            while self._is(below, Role.MARKS) and self._entries[below].kind is LineKind.QUOTE:
                at, below = below + 1, below + 1
        return at

    def _is(self, at: int, role: Role) -> bool:
        return at < len(self._entries) and self._entries[at].role is role

    def _trimmed(self, start: int, end: int, *, from_text: bool = True) -> tuple[Entry, ...]:
        """Return lines without blank ones and comments around them; marks below stay."""
        while from_text and start < end and self._entries[start].role in _BEFORE_TEXT:
            start += 1
        while end > start and self._entries[end - 1].role in _BEHIND_TEXT:
            end -= 1
        return tuple(self._entries[start:end])
